import type { Person, PersonalRecords } from '../contract/personal.ts';
import type { RoadTransaction } from '../contract/transaction.ts';

/**
 * Who was asked and invited, and what was answered. An erased person is asked nothing any more, and a link that is out
 * leads nowhere. Figures stay as they are: of answers only the words go, and what a file said besides.
 */
export const surveyRecords: PersonalRecords = {
  tables: [
    { name: 'survey_ask', onErase: 'rewrite' },
    { name: 'survey_invitation', onErase: 'rewrite' },
    // the respondent of a customer's answers is the customer, and what the key of the table begins with
    { name: 'survey_answer', column: 'respondent', onErase: 'rewrite' },
  ],
  async erase(person, tx) {
    await endAsking(person, tx);
    await takeWords(person, tx);
  },
};

async function endAsking({ customerId }: Person, tx: RoadTransaction): Promise<void> {
  await tx.query(
    'erase-asks',
    `update survey_ask
        set state = 'passed', reason = 'customerErased', next_at = null, closed_at = to_timestamp($2::float8 / 1000.0)
      where customer_id = $1 and next_at is not null`,
    [customerId, tx.now],
  );
  await tx.query(
    'erase-invitations',
    `update survey_invitation set prefill = null, expires_at = least(expires_at, to_timestamp($2::float8 / 1000.0))
      where customer_id = $1`,
    [customerId, tx.now],
  );
}

async function takeWords({ customerId }: Person, tx: RoadTransaction): Promise<void> {
  await tx.query('erase-answers', 'update survey_answer set comment = null, properties = null where respondent = $1', [
    customerId,
  ]);
}
