import { checkActivity } from '../activities/check-activity.ts';
import type { ActivityDraft, CustomerRef } from '../activities/draft.ts';
import type { ActivityKind } from '../contract/activity.ts';
import type { Issue } from '../errors.ts';
import type { Batch, RecordResult, SettleResult } from '../pipeline/batch.ts';
import type { Gatherer } from '../pipeline/gather.ts';
import type { Closed } from './invited.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** What it takes to record answers. */
export interface Recording {
  readonly gatherer: Gatherer;
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly currency: string;
  readonly clock: (() => number) | undefined;
}

/** Answers that one respondent gives in one go. */
export interface SurveyResponse {
  readonly customer: CustomerRef;
  /** Key of the survey. */
  readonly survey: string;
  readonly source: string;
  /** Unique for the customer and source; the keys of the activities begin with it. */
  readonly key: string;
  readonly occurredAt?: number | undefined;
  /** What is known besides, as fields of the activities. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Answers that were not kept, not one of them: there are none to be given any more, or something is wrong with them. */
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
 * Records answers, each as an activity under a key of its own: the same ones sent again are duplicates. All of them are
 * kept, or none and `AnswersRefused` is thrown. `own` is what the caller does in the same transaction.
 */
export async function recordAnswers(
  recording: Recording,
  response: SurveyResponse,
  answers: readonly ParsedAnswer[],
  own: Partial<Batch> = {},
): Promise<SettleResult> {
  const now = recording.clock?.();
  return recording.gatherer.record({
    ...own,
    activities: answers.map((answer) => draftOf(recording, response, answer)),
    ...(now !== undefined && { now }),
    alongside: async (tx, results) => {
      refuseRejected(answers, results);
      await own.alongside?.(tx, results);
    },
  });
}

function draftOf(
  { kinds, currency }: Recording,
  { survey, key, customer, source, occurredAt, facts }: SurveyResponse,
  { question, score, choices, text }: ParsedAnswer,
): ActivityDraft {
  const answer = { survey, question, score, choice: choices?.join(','), text };
  const checked = checkActivity(
    {
      ...{ customer, source, kind: 'surveyAnswer', key: `${key}:${question}` },
      ...(occurredAt !== undefined && { occurredAt }),
      fields: { ...facts, ...answer, response: key },
    },
    kinds,
    currency,
  );
  if ('draft' in checked) return checked.draft;
  throw new AnswersRefused(undefined, located(question, checked.issues));
}

function refuseRejected(answers: readonly ParsedAnswer[], results: readonly RecordResult[]): void {
  const issues = results.flatMap((result, i) =>
    result.status === 'rejected' ? located(answers[i]?.question ?? '', result.issues) : [],
  );
  if (issues.length > 0) throw new AnswersRefused(closedBy(issues), issues);
}

function closedBy(issues: readonly Issue[]): Closed | undefined {
  const codes = new Set(issues.map(({ code }) => code));
  if (codes.has('CUSTOMER_ERASED')) return 'erased';
  if (codes.has('INVITATION_EXPIRED')) return 'expired';
  return codes.has('IDEMPOTENCY_CONFLICT') || codes.has('INVITATION_USED') ? 'used' : undefined;
}

const located = (question: string, issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, path: [question, ...issue.path] }));
