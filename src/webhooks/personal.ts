import type { PersonalRecords } from '../contract/personal.ts';

/** What the log of deliveries tells of customers: which messages were about them, and what receivers answered. */
export const webhookRecords: PersonalRecords = {
  tables: [
    {
      name: 'webhook_attempt',
      onErase: 'rewrite',
      onExport: {
        query: `select c.name as receiver, a.at, a.type, a.change_seq, a.message_id, a.number, a.status
                  from webhook_attempt a left join webhook_endpoint e on e.id = a.endpoint_id
                  left join client c on c.id = e.client_id
                 where a.customer_id = $1 order by a.at, a.id`,
      },
    },
    {
      name: 'webhook_dead_letter',
      onErase: { keep: 'The place of a change in the feed, and the status of the receiver.' },
      onExport: { nothing: 'Messages that were not delivered; the change itself is handed out.' },
    },
  ],
  // a receiver may answer with what it was sent
  erase: async ({ customerId }, tx) => {
    await tx.query(
      'erase-webhook-answers',
      'update webhook_attempt set answer = null where customer_id = $1 and answer is not null',
      [customerId],
    );
  },
};
