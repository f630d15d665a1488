import type { PersonalRecords } from '../contract/personal.ts';

/** What customers did and said. An erasure takes from it what they wrote and what leads to them in other systems. */
export const activityRecords: PersonalRecords = {
  tables: [
    { name: 'activity', onErase: 'rewrite' },
    { name: 'thread', onErase: 'rewrite' },
    {
      name: 'ingest_key',
      onErase: 'delete',
      onExport: { nothing: 'Hashes of activities that are handed out themselves.' },
    },
    {
      name: 'refunded_purchase',
      onErase: { keep: 'Ids and amounts of what the log holds.' },
      onExport: { nothing: 'Sums of refunds that are handed out themselves.' },
    },
  ],
};
