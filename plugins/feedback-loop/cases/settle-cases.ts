import { type DecidedCustomer, type KeeperOutlook, type KeptActivity, type KeptChange, uuidOf } from '#contract';
import { changeOf } from '../changes.ts';
import { LOOP, type LoopDocument, STATES, type State } from '../document/document.ts';
import { type FollowUp, followUpOf } from '../follow-ups/follow-up.ts';
import { addWorkingHours } from '../hours/working-time.ts';
import { type Followed, ruleFor, whyOf } from '../rules-of.ts';
import { type Case, type Event, isOpen, step } from './case.ts';

/** What becomes of a customer's cases, and what they are asked for. */
export interface Settlement {
  readonly cases: ReadonlyMap<string, Case>;
  readonly touched: ReadonlySet<string>;
  readonly changes: readonly KeptChange[];
  readonly followUps: readonly FollowUp[];
  /** What was said last of all from which something follows, by the key of the rule set. */
  readonly heard: ReadonlyMap<string, KeptActivity>;
}

/** Until when a case has to have come further: the first deadline of those still ahead. */
export function dueAt(document: LoopDocument | undefined, openedAt: number, state: State, look: KeeperOutlook) {
  if (!document?.deadlines) return null;
  for (const next of STATES.slice(STATES.indexOf(state) + 1)) {
    const hours = document.deadlines[next as 'told'];
    if (hours === undefined) continue;
    const at = addWorkingHours(openedAt, hours, document.hours, look);
    return Number.isFinite(at) ? at : null;
  }
  return null;
}

/**
 * Follows what a customer did, in the order of time. What was due before now comes first, as if somebody had looked in
 * time; what is due now comes last.
 */
export function settleCases(customer: DecidedCustomer, open: readonly Case[], look: KeeperOutlook): Settlement {
  const cases = new Map(open.map((one) => [one.id, one]));
  const touched = new Set<string>();
  const changes: KeptChange[] = [];
  const followUps: FollowUp[] = [];
  const heard = new Map<string, KeptActivity>();
  const ruleSetOf = (one: Case) => customer.ruleSets(LOOP).find(({ key }) => key === one.ruleSet);
  const documentOf = (one: Case) => ruleSetOf(one)?.document as LoopDocument | undefined;
  const put = (before: Case | undefined, after: Case, event: Event, why?: readonly unknown[]): void => {
    cases.set(after.id, after);
    touched.add(after.id);
    changes.push({ ...changeOf(before, after, event, ruleSetOf(after)), ...(why && { why }) });
  };
  const escalateDue = (until: number): void => {
    for (const one of cases.values()) {
      if (!isOpen(one) || one.escalated || one.dueAt === null || one.dueAt > until) continue;
      put(one, escalated(one, documentOf(one)), 'escalated');
    }
  };
  escalateDue(customer.now - 1);
  for (const activity of customer.activities) {
    const named = cases.get(activity.payload.case as string);
    const stepped = named && step(named, activity, (to) => dueAt(documentOf(named), named.openedAt, to, look));
    if (named && stepped) put(named, stepped.after, stepped.event);
    for (const followed of ruleFor(customer, activity)) {
      const { key } = followed.rule;
      heard.set(followed.ruleSet.key, activity);
      const followUp = followUpOf(customer.customerId, activity, followed);
      if (followUp) {
        followUps.push(followUp);
        continue;
      }
      const same = [...cases.values()].find(
        (one) => isOpen(one) && one.rule === key && one.ruleSet === followed.ruleSet.key,
      );
      if (same) put(same, { ...same, voices: same.voices + 1 }, 'repeated', whyOf(followed, activity));
      else put(undefined, opened(customer, activity, followed, look), 'opened', whyOf(followed, activity));
    }
  }
  escalateDue(customer.now);
  return { cases, touched, changes, followUps, heard };
}

/** A case that is late goes to whom the document names. */
export const escalated = (one: Case, document: LoopDocument | undefined): Case => ({
  ...one,
  escalated: true,
  owner: document?.escalateTo ?? one.owner,
});

function opened(
  { customerId }: DecidedCustomer,
  { id: activityId, occurredAt }: KeptActivity,
  { ruleSet, document, rule }: Followed,
  look: KeeperOutlook,
): Case {
  const { priority, owner = null } =
    'openCase' in rule.follow ? rule.follow.openCase : { priority: 'normal' as const, owner: undefined };
  return {
    ...{ customerId, activityId, ruleSet: ruleSet.key, rule: rule.key, priority, owner, theme: null },
    id: uuidOf(`case\0${activityId}\0${ruleSet.key}`),
    ...{ state: 'collected', stateAt: occurredAt, openedAt: occurredAt, escalated: false, voices: 1 },
    dueAt: dueAt(document, occurredAt, 'collected', look),
  };
}

/** When a customer's cases want to be looked at again; Infinity: never. */
export function nextOf(cases: Iterable<Case>): number {
  const due = [...cases].flatMap((one) => (isOpen(one) && !one.escalated && one.dueAt !== null ? [one.dueAt] : []));
  return Math.min(Number.POSITIVE_INFINITY, ...due);
}
