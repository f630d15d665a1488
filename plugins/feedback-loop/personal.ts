import type { Person, PersonalRecords, RoadTransaction } from '#contract';

/** What is kept of persons: that somebody looks after what they said, and how far it has come. */
export const loopRecords: PersonalRecords = {
  tables: [
    { name: 'feedback_loop_case', onErase: 'rewrite' },
    { name: 'feedback_loop_waiting', onErase: 'delete' },
    { name: 'feedback_loop_recipient', onErase: 'rewrite' },
  ],
  erase: forget,
};

/** Of an open case there is nobody left to tell; of what is over there stays that it was, so that figures stay true. */
async function forget({ customerId }: Person, tx: RoadTransaction): Promise<void> {
  await tx.query('feedback-erase-open', `delete from feedback_loop_case where customer_id = $1 and state <> 'told'`, [
    customerId,
  ]);
  await tx.query(
    'feedback-erase-recipient',
    `delete from feedback_loop_recipient where customer_id = $1 and state = 'waiting'`,
    [customerId],
  );
  await tx.query(
    'feedback-erase-told',
    'update feedback_loop_case set owner = null, theme = null where customer_id = $1',
    [customerId],
  );
}
