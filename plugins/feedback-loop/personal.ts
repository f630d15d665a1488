import type { PersonalRecords } from '#contract';

/** What is kept of persons: that somebody looks after what they said, and how far it has come. */
export const loopRecords: PersonalRecords = {
  tables: [
    {
      name: 'feedback_loop_case',
      onErase: { keep: 'How far cases came, so that figures stay true; it holds no words of the customer.' },
    },
  ],
};
