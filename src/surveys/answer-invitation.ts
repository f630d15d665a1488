import type { RoadTransaction } from '../contract/transaction.ts';
import type { Invited } from './invited.ts';
import { isFull, lockQuotas } from './quotas.ts';
import { AnswersRefused, type Recording, recordAnswers, type SurveyResponse } from './record-answers.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** Where answers to invitations come from, among the sources of activities: where the invitations do. */
const SOURCE = 'surveys';

/**
 * Records answers to an invitation, and marks it in the same transaction. What was kept may be sent again and stays as it
 * is; what is new comes too late when the response is finished (`used`), and so does whoever begins when the survey has
 * enough answers (`full`).
 */
export async function answerInvitation(
  recording: Recording,
  invited: Invited,
  answers: readonly ParsedAnswer[],
  complete: boolean,
): Promise<void> {
  await recordAnswers(recording, responseTo(invited), answers, {
    customerIds: [invited.customerId],
    refuse: async (_fresh, tx) => {
      if (await isFinished(tx, invited)) throw new AnswersRefused('used');
      await lockQuotas(tx, invited.survey);
      if (await isFull(tx, invited, answers)) throw new AnswersRefused('full');
      return new Map();
    },
    alongside: (tx) => mark(tx, invited, complete),
  });
}

const responseTo = ({ id, customerId, survey, wave, touchpoint, channel, context }: Invited): SurveyResponse => ({
  ...{ customer: { id: customerId }, survey: survey.key, source: SOURCE, key: id },
  facts: { invitation: id, wave, touchpoint, channel, store: context.store, online: context.online },
});

async function isFinished(tx: RoadTransaction, { customerId, id }: Invited): Promise<boolean> {
  const [row] = await tx.query<{ finished: boolean }>(
    'invitation-finished',
    'select completed_at is not null as finished from survey_invitation where customer_id = $1 and id = $2',
    [customerId, id],
  );
  return row?.finished ?? true;
}

/** Notes what became of the invitation. */
async function mark(tx: RoadTransaction, { customerId, id }: Invited, complete: boolean): Promise<void> {
  await tx.query(
    'mark-invitation',
    `update survey_invitation i
        set opened_at = coalesce(i.opened_at, v.now), answered_at = coalesce(i.answered_at, v.now),
            completed_at = coalesce(i.completed_at, case when $4 then v.now end)
       from (select to_timestamp($3::float8 / 1000.0) as now) v
      where i.customer_id = $1 and i.id = $2`,
    [customerId, id, tx.now, complete],
  );
}
