import {
  type Activity,
  type ActivityFollower,
  type Issue,
  isUuid,
  type Phrase,
  type RoadTransaction,
  say,
} from '#contract';
import { CaseAssigned, caseActivities } from './activities.ts';
import { mayReach, reachedBy } from './cases/case.ts';
import type { State } from './document/document.ts';
import { phrases } from './document/words.ts';

type Step = Pick<Activity, 'kind' | 'payload'>;

interface Known {
  readonly id: string;
  readonly customerId: string;
  readonly externalId: string | null;
  readonly state: State;
  readonly owner: string | null;
}

/**
 * Refuses steps of cases that are not there, are over, or have come further already. What is refused for good is refused
 * before anything is locked; under the locks it is seen what others did meanwhile, and what the same batch does.
 */
export const refuseSteps: ActivityFollower = {
  of: caseActivities.map(({ key }) => key),
  async prepare(drafts, look) {
    const cases = await readNamed(look, drafts);
    return drafts.map((draft) => {
      const named = cases.get(String(draft.payload.case));
      const { id, externalId } = draft.customer;
      const isTheirs = named && (named.customerId === id || named.externalId === externalId);
      const issues = faultOf(isTheirs ? named : undefined, draft);
      return issues && { issues };
    });
  },
  async refuse(activities, tx) {
    const cases = await readNamed(tx, activities);
    const refused = new Map<Step, readonly Issue[]>();
    for (const activity of activities.toSorted((a, b) => a.occurredAt - b.occurredAt)) {
      const named = cases.get(String(activity.payload.case));
      const own = named?.customerId === activity.customerId ? named : undefined;
      const issues = faultOf(own, activity) ?? takenFrom(own, activity);
      if (issues) refused.set(activity, issues);
      else if (own) cases.set(own.id, after(own, activity));
    }
    return activities.map((activity) => refused.get(activity));
  },
};

/** The cases that steps name. */
async function readNamed(look: Pick<RoadTransaction, 'query'>, steps: readonly Step[]): Promise<Map<string, Known>> {
  const ids = steps.map(({ payload }) => String(payload.case)).filter(isUuid);
  const rows = await look.query<Known>(
    'feedback-steps',
    `select k.id, k.state, k.owner, k.customer_id as "customerId", c.external_id as "externalId"
       from feedback_loop_case k join customer c on c.id = k.customer_id where k.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const refuse = (field: string, code: string, phrase: Phrase): Issue[] => [
  { path: [field], code, message: say(phrase, 'en'), phrase },
];

/** Why a step leads nowhere for ever. */
function faultOf(one: Known | undefined, { kind }: Step): Issue[] | undefined {
  if (!one) return refuse('case', 'UNKNOWN_CASE', phrases.unknownCase());
  const { state } = one;
  if (state === 'told') return refuse('case', 'CASE_CLOSED', phrases.caseClosed());
  const to = reachedBy(kind);
  return to && !mayReach(state, to) ? refuse('case', 'CASE_FURTHER', phrases.caseFurther({ state })) : undefined;
}

/** Whether somebody else has by now what a step wants to take. */
function takenFrom(one: Known | undefined, { payload: { insteadOf } }: Step): Issue[] | undefined {
  if (insteadOf === undefined || insteadOf === (one?.owner ?? '')) return undefined;
  return refuse('insteadOf', 'CASE_TAKEN', phrases.caseTaken({ owner: one?.owner ?? '' }));
}

function after(one: Known, { kind, payload }: Step): Known {
  if (kind === CaseAssigned.key) return { ...one, owner: String(payload.owner) };
  return { ...one, state: reachedBy(kind) ?? one.state };
}
