import type { ContactVerdict, ContactWish, KeeperTransaction } from '#contract';
import {
  type CounterName,
  type Counters,
  lockCounters,
  peekCounters,
  takenBy,
  writeCounters,
} from '../shelf/counters.ts';
import type { MadeOffer } from '../shelf/made-offer.ts';
import type { Shelf } from '../shelf/shelf.ts';
import type { Candidate } from './candidate.ts';
import { isContact, refusalOf, type Verdict } from './consider.ts';
import { Limits, readWindows } from './limits.ts';

/**
 * Makes offers as far as attention, caps and budgets last, and lets counters follow whatever became of others. First it is
 * looked whether anything is left, then customers' attention is reserved, and only then counters are locked: those who
 * come at the same time wait for one another no longer than they must. Gives the customers for whom there may be more at
 * once, because attention was reserved for an offer that then could not be made.
 */
export async function award(
  tx: KeeperTransaction,
  shelves: readonly Shelf[],
  candidates: readonly Candidate[],
): Promise<ReadonlySet<Shelf>> {
  const unsettled = shelves.flatMap((shelf) => shelf.unsettled);
  const hopeful = await withSomethingLeft(tx, candidates, unsettled);
  const reached = await contact(tx, hopeful);
  const counters = await lockCounters(tx, countersOf(reached, unsettled));
  for (const offer of unsettled) counters.settle(offer);
  const made = makeWithin(new Limits(counters, await readWindows(tx, reached)), counters, reached);
  await writeCounters(tx, counters);
  const lost = reached.filter((one) => !made.has(one) && one.contact);
  await tx.contacts.commit([...made].filter((one) => one.contact).map(({ draft }) => draft));
  await tx.contacts.release(lost.map(({ draft }) => draft));
  return new Set(
    lost
      .map(({ shelf }) => shelf)
      .filter((shelf) => hopeful.some((one) => one.shelf === shelf && one.contact?.allowed === false)),
  );
}

const countersOf = (candidates: readonly Candidate[], offers: readonly MadeOffer[]): CounterName[] =>
  [...candidates.map(({ draft }) => draft), ...offers].flatMap((one) => takenBy(one).map(({ counter }) => counter));

/** Those for which something is left, whoever else wants it; what comes back now is there for them. */
async function withSomethingLeft(
  tx: KeeperTransaction,
  candidates: readonly Candidate[],
  unsettled: readonly MadeOffer[],
): Promise<Candidate[]> {
  if (candidates.length === 0) return [];
  const [counters, windows] = await Promise.all([
    peekCounters(tx, countersOf(candidates, unsettled)),
    readWindows(tx, candidates),
  ]);
  for (const offer of unsettled) counters.settle(offer);
  const limits = new Limits(counters, windows);
  return candidates.filter((one) => {
    const verdict = limits.verdict(one);
    if (verdict) refuse(one, verdict);
    return !verdict;
  });
}

/** Reserves the attention of those who are to be contacted; gives the candidates that stand. */
async function contact(tx: KeeperTransaction, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const asked = candidates.filter(({ published }) => isContact(published));
  const verdicts = await tx.contacts.reserve(asked.map(wishOf));
  asked.forEach((one, i) => {
    const verdict = verdicts[i] as ContactVerdict;
    one.contact = verdict;
    if (!verdict.allowed) refuse(one, verdict);
  });
  return candidates.filter((one) => one.contact?.allowed !== false);
}

/** The wish to contact a customer about an offer. */
export const wishOf = ({
  draft: { id, customerId, offer },
  published,
}: Pick<Candidate, 'draft' | 'published'>): ContactWish => ({
  ...{ id, customerId, purpose: 'offer', subject: offer },
  ...(published.offer.channels && { channels: published.offer.channels }),
});

/** Makes offers one after the other, as far as limits allow; counters follow. Those that cannot be made are refused. */
export function makeWithin(
  limits: Limits,
  counters: Counters,
  candidates: readonly Candidate[],
): ReadonlySet<Candidate> {
  const made = new Set<Candidate>();
  for (const one of candidates) {
    const { shelf, draft } = one;
    const rival = draft.group === null ? undefined : shelf.open.find(({ group }) => group === draft.group);
    const verdict: Verdict | undefined = rival
      ? { reason: 'groupTaken', nextAt: rival.expiresAt, about: rival.offer }
      : limits.verdict(one);
    if (verdict) {
      refuse(one, verdict);
      continue;
    }
    const offer = { ...draft, channel: one.contact?.allowed ? one.contact.channel : null };
    shelf.offers.push(offer);
    counters.settle(offer);
    limits.made(one);
    made.add(one);
  }
  return made;
}

function refuse({ shelf, now, published }: Candidate, verdict: Verdict): void {
  shelf.refusals = [...shelf.refusals, refusalOf(published, verdict, now, shelf.stored.get(published.name))];
}
