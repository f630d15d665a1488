import type { PersonalRecords } from '../contract/personal.ts';

/** What replays say of single customers. */
export const historyRecords: PersonalRecords = { tables: [{ name: 'replay_move', onErase: 'delete' }] };
