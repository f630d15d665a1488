import fc from 'fast-check';
import type { ActivityDraft } from '../../src/activities/draft.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
export const START = Date.UTC(2026, 0, 31, 12);

type Content = Pick<ActivityDraft, 'kind' | 'payload'>;
const currency = 'EUR';
const amount = fc.integer({ min: 0, max: 50_000 });
const complaint = fc.constantFrom('c1', 'c2');
const plan = fc.constantFrom('p1', 'p2');
const period = fc.constantFrom('month', 'quarter', 'year');
const of = (kind: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Content> =>
  fc.record(fields).map((payload) => ({ kind, payload: JSON.parse(JSON.stringify(payload)) }));

/** Answers to the survey `any`, which the test publishes; who was invited is taken as said. */
const answered = (question: string, rest: Record<string, fc.Arbitrary<unknown>>) =>
  of('surveyAnswer', {
    survey: fc.constant('any'),
    question: fc.constant(question),
    response: fc.constantFrom('r1', 'r2', undefined),
    invited: fc.constantFrom(true, undefined),
    ...rest,
  });
const comment = fc.constantFrom('Great', 'Not good', 'Please add a map', 'I came on Monday');

/** Any activity of the kinds that metrics read. */
export const content: fc.Arbitrary<Content> = fc.oneof(
  { weight: 6, arbitrary: of('purchase', { amount, currency: fc.constant(currency) }) },
  { weight: 2, arbitrary: of('refund', { amount, currency: fc.constant(currency) }) },
  {
    weight: 2,
    arbitrary: of('interaction', { channel: fc.constantFrom('email', 'chat', 'web'), type: fc.constant('click') }),
  },
  of('complaintOpened', { complaint }),
  of('complaintAnswered', { complaint }),
  of('complaintResolved', { complaint, firstContact: fc.boolean() }),
  of('complaintReopened', { complaint }),
  of('planStarted', { plan, value: amount, currency: fc.constant(currency), period }),
  of('planRenewed', { plan }),
  of('planUpgraded', { plan, value: amount, currency: fc.constant(currency) }),
  of('planDowngraded', { plan, value: amount, currency: fc.constant(currency) }),
  of('planCancelled', { plan }),
  of('referralMade', { referral: fc.constant('r') }),
  of('rating', {
    score: fc.integer({ min: 10, max: 50 }).map((n) => n / 10),
    scaleMin: fc.constant(1),
    scaleMax: fc.constant(5),
  }),
  answered('recommend', { score: fc.integer({ min: 0, max: 10 }) }),
  answered('satisfied', { score: fc.integer({ min: 1, max: 5 }) }),
  answered('effort', { score: fc.integer({ min: 1, max: 5 }) }),
  answered('ease', { score: fc.integer({ min: 1, max: 7 }) }),
  answered('why', { text: comment }),
  of('surveyInvited', { survey: fc.constant('s'), invitation: fc.constant('i') }),
);

/** How long before the clock it happened: often at the edge of a window, often the same day as something else. */
const ago = fc.oneof(
  fc.integer({ min: 0, max: 500 }).map((days) => days * DAY),
  fc.integer({ min: 0, max: 3 * DAY }),
  fc.constantFrom(0, HOUR, 1, 30 * DAY, 30 * DAY - 1, 30 * DAY + 1, 90 * DAY, 365 * DAY, 365 * DAY - 1),
);

export interface Step {
  /** How far the clock moves on before the step. */
  readonly pass: number;
  readonly activities: readonly (Content & { customer: string; key: string; ago: number })[];
  /** Whether those whose time has come are swept before. */
  readonly sweep: boolean;
}

/** What may happen to two customers: batches, late and repeated activities, time. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    pass: fc.oneof(
      fc.integer({ min: 0, max: 2 * DAY }),
      fc.integer({ min: 0, max: 120 }).map((days) => days * DAY),
      // the edge of a window then falls between two activities of one day
      fc.constantFrom(HOUR, 30 * DAY - HOUR / 2, 90 * DAY - HOUR / 2, 365 * DAY - HOUR / 2),
    ),
    sweep: fc.boolean(),
    activities: fc.array(
      fc
        .record({ content, customer: fc.constantFrom('a', 'b'), key: fc.integer({ min: 0, max: 30 }).map(String), ago })
        .map(({ content: what, ...rest }) => ({ ...what, ...rest })),
      { maxLength: 6 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);
