import { checkActivity } from '../activities/check-activity.ts';
import type { ActivityDraft } from '../activities/draft.ts';
import type { ActivityKind } from '../contract/activity.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Issue } from '../errors.ts';
import type { RecordResult } from '../pipeline/batch.ts';
import type { Gatherer } from '../pipeline/gather.ts';
import type { Closed, Invited } from './invited.ts';
import { isFull, lockQuotas } from './quotas.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** What it takes to record answers. */
export interface Recording {
  readonly gatherer: Gatherer;
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly currency: string;
  readonly clock: (() => number) | undefined;
}

/** Where answers of ours come from, among the sources of activities. */
export const SOURCE = 'survey';

export interface Answers {
  /** Those that were not kept yet. */
  readonly fresh: readonly ParsedAnswer[];
  /** Whether the response is finished with them. */
  readonly complete: boolean;
}

/** Answers that were not kept, not one of them: the invitation cannot be answered any more, or what is wrong with them. */
export class AnswersRefused extends Error {
  readonly closed: Closed | undefined;
  /** Paths begin with the key of the question. */
  readonly issues: readonly Issue[];

  constructor(closed: Closed | undefined, issues: readonly Issue[] = []) {
    super('the answers were refused');
    this.closed = closed;
    this.issues = issues;
  }
}

/**
 * Records answers to an invitation: each is an activity under a key of its own, so that the same ones sent again are
 * duplicates, and the invitation is marked in the same transaction. All of them are kept, or none and `AnswersRefused` is
 * thrown.
 */
export async function answerInvitation(recording: Recording, invited: Invited, answers: Answers): Promise<void> {
  const { gatherer, clock } = recording;
  const now = clock?.();
  await gatherer.record({
    activities: answers.fresh.map((answer, i) => {
      const last = answers.complete && i === answers.fresh.length - 1;
      return draftOf(recording, invited, answer, last);
    }),
    customerIds: [invited.customerId],
    ...(now !== undefined && { now }),
    // whoever sends again what was kept is told that it was; whoever sends something else comes too late
    refuse: async (_fresh, tx) => {
      if (await isUsed(tx, invited)) throw new AnswersRefused('used');
      return new Map();
    },
    beforehand: async (tx) => {
      await lockQuotas(tx, invited.survey);
      if (await isFull(tx, invited, answers.fresh)) throw new AnswersRefused('full');
    },
    alongside: async (tx, results) => {
      refuseRejected(answers.fresh, results);
      await mark(tx, invited, answers.complete);
    },
  });
}

function draftOf({ kinds, currency }: Recording, invited: Invited, answer: ParsedAnswer, last: boolean): ActivityDraft {
  const { id, survey, wave, touchpoint, channel, context } = invited;
  const { question, score, choices, text } = answer;
  const fields = {
    ...{ survey: survey.key, question, score, choice: choices?.join(','), text },
    ...{ response: id, invitation: id, wave, touchpoint, channel, store: context.store, online: context.online },
    ...(last && { complete: true }),
  };
  const customer = { id: invited.customerId };
  const raw = { customer, kind: 'surveyAnswer', key: `${id}:${question}`, source: SOURCE, fields };
  const checked = checkActivity(raw, kinds, currency);
  if ('draft' in checked) return checked.draft;
  throw new AnswersRefused(undefined, located(question, checked.issues));
}

function refuseRejected(fresh: readonly ParsedAnswer[], results: readonly RecordResult[]): void {
  const issues = results.flatMap((result, i) =>
    result.status === 'rejected' ? located(fresh[i]?.question ?? '', result.issues) : [],
  );
  if (issues.length === 0) return;
  const closed = issues.some(({ code }) => code === 'CUSTOMER_ERASED')
    ? 'erased'
    : issues.some(({ code }) => code === 'IDEMPOTENCY_CONFLICT')
      ? 'used'
      : undefined;
  throw new AnswersRefused(closed, issues);
}

const located = (question: string, issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, path: [question, ...issue.path] }));

async function isUsed(tx: RoadTransaction, { customerId, id }: Invited): Promise<boolean> {
  const rows = await tx.query(
    'used-invitation',
    'select 1 from survey_invitation where customer_id = $1 and id = $2 and completed_at is not null',
    [customerId, id],
  );
  return rows.length > 0;
}

/** Notes what became of the invitation, also when every question was left out and there is no answer that says so. */
async function mark(tx: RoadTransaction, { customerId, id }: Invited, complete: boolean): Promise<void> {
  await tx.query(
    'mark-invitation',
    `update survey_invitation
        set opened_at = coalesce(opened_at, to_timestamp($3::float8 / 1000.0)),
            answered_at = coalesce(answered_at, to_timestamp($3::float8 / 1000.0)),
            completed_at = case when $4 then coalesce(completed_at, to_timestamp($3::float8 / 1000.0))
                                else completed_at end
      where customer_id = $1 and id = $2`,
    [customerId, id, tx.now, complete],
  );
}
