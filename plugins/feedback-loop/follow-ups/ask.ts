import type { ContactVerdict, DecidedCustomer, KeeperTransaction, KeptChange } from '#contract';
import { ruleFor } from '../rules-of.ts';
import { changeOfAsk, type FollowUp, followUpOf, type Said, type Waiting, waitingFor, wishOf } from './follow-up.ts';
import { readSaid, writeWaiting } from './store.ts';

/** A customer, what follows from what they have just said, and what waits from before. */
export interface Asked {
  readonly customer: DecidedCustomer;
  readonly fresh: readonly FollowUp[];
  /** What was said last of all that a rule set heard, by its key. */
  readonly heard: ReadonlyMap<string, Said>;
  readonly waiting: readonly Waiting[];
}

/** What is told of a customer, and when the first of what waits is asked again. */
export interface Told {
  readonly changes: readonly KeptChange[];
  readonly next: number;
}

/**
 * Asks customers for what follows from what they said: what is fresh, and what the contact policy refused before and whose
 * time has come, as long as its rule is the one that fits. What is refused waits, unless something else was heard since.
 */
export async function askCustomers(asked: readonly Asked[], tx: KeeperTransaction): Promise<ReadonlyMap<Asked, Told>> {
  const due = new Map(asked.map((one) => [one, dueOf(one)]));
  const said = await readSaid(tx, [...due.values()].flat());
  const wishes = asked.flatMap((one) => {
    const again = (due.get(one) ?? []).flatMap((waiting) => stillWanted(one.customer, waiting, said));
    return [...again, ...one.fresh].map((followUp) => ({ one, followUp, wish: wishOf(followUp) }));
  });
  const verdicts = wishes.length === 0 ? [] : await tx.contacts.reserve(wishes.map(({ wish }) => wish));
  await tx.contacts.commit(wishes.filter((_, i) => verdicts[i]?.allowed).map(({ wish }) => wish));
  const made = wishes.map((each, i) => ({ ...each, verdict: verdicts[i] as ContactVerdict }));
  const own = Map.groupBy(made, ({ one }) => one);
  const settled = asked.map((one) => ({ one, ...settle(one, due.get(one) ?? [], own.get(one) ?? []) }));
  await writeWaiting(
    tx,
    settled.flatMap(({ one, wait }) => wait.filter((each) => !one.waiting.includes(each))),
    settled.flatMap(({ one, wait }) =>
      one.waiting.filter(({ ruleSet }) => !wait.some((each) => each.ruleSet === ruleSet)),
    ),
  );
  return new Map(settled.map(({ one, changes, wait }) => [one, { changes, next: nextOf(wait) }]));
}

/** What waits still: what the customer said later counts in its place. */
const standing = ({ waiting, heard }: Asked): Waiting[] =>
  waiting.filter(({ ruleSet, saidAt }) => !((heard.get(ruleSet)?.occurredAt ?? Number.NEGATIVE_INFINITY) >= saidAt));

const dueOf = (one: Asked): Waiting[] => {
  const { called, now } = one.customer;
  return called ? standing(one).filter(({ nextAt }) => nextAt === null || nextAt <= now) : [];
};

/** The wish again, when by the rules of now the same rule fits what was said. */
function stillWanted(
  customer: DecidedCustomer,
  { activityId, ruleSet, rule }: Waiting,
  said: ReadonlyMap<string, Said>,
): FollowUp[] {
  const activity = said.get(activityId);
  const followed = activity && ruleFor(customer, activity).find((one) => one.ruleSet.key === ruleSet);
  const followUp =
    followed?.rule.key === rule ? followUpOf(customer.customerId, activity as Said, followed) : undefined;
  return followUp ? [followUp] : [];
}

/** What is told, and what waits from now on. */
function settle(
  one: Asked,
  due: readonly Waiting[],
  wishes: readonly { readonly followUp: FollowUp; readonly verdict: ContactVerdict }[],
): { readonly changes: KeptChange[]; readonly wait: readonly Waiting[] } {
  const wait = new Map(
    standing(one)
      .filter((each) => !due.includes(each))
      .map((each) => [each.ruleSet, each]),
  );
  const changes: KeptChange[] = [];
  for (const { followUp, verdict } of wishes) {
    const waiting = verdict.allowed ? undefined : waitingFor(followUp, verdict, one.customer.now);
    if (verdict.allowed) changes.push(changeOfAsk(followUp, verdict.channel));
    else if (waiting && isLast(one, followUp, wait.get(waiting.ruleSet))) wait.set(waiting.ruleSet, waiting);
  }
  return { changes, wait: [...wait.values()] };
}

/** Whether nothing was heard since what a wish follows from. */
function isLast({ heard }: Asked, { said, followed }: FollowUp, other: Waiting | undefined): boolean {
  const last = heard.get(followed.ruleSet.key);
  if (last && last.id !== said.id && last.occurredAt >= said.occurredAt) return false;
  return !other || other.saidAt <= said.occurredAt;
}

const nextOf = (waiting: readonly Waiting[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ nextAt, until }) => nextAt ?? until));
