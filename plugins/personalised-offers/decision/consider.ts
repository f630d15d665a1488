import type { DecidedCustomer, KeeperOutlook } from '#contract';
import { instantOf } from '../offers/document.ts';
import type { PublishedOffer } from '../offers/published.ts';
import { countsForCustomer, type MadeOffer } from '../shelf/made-offer.ts';
import { isScarcity, type Refusal, type RefusalReason } from '../shelf/refusal.ts';
import { type Arm, nameOf, type Shelf } from '../shelf/shelf.ts';
import { armOf } from './arm.ts';
import type { Happened } from './happened.ts';
import { boughtFor, momentAt } from './moments.ts';
import { DAY } from './time.ts';

export type Asked = Pick<DecidedCustomer, 'customerId' | 'now' | 'joinedAt' | 'called'>;
export type Days = Pick<KeeperOutlook, 'calendarDay' | 'startOfDay'>;

/** Why an offer is not made, before it is written down. */
export interface Verdict {
  readonly reason: RefusalReason;
  readonly nextAt?: number | null;
  readonly about?: string | null;
}

/**
 * Offers that may be made to a customer, the first one first. What is not made is refused on the shelf. `unreachable` is why
 * the customer cannot be contacted for offers, by name, as far as it was asked.
 */
export function consider(
  customer: Asked,
  shelf: Shelf,
  eligible: readonly PublishedOffer[],
  happened: readonly Happened[],
  days: Days,
  unreachable: ReadonlyMap<string, Verdict>,
): PublishedOffer[] {
  const comers = eligible
    .filter(({ name }) => !shelf.open.some((other) => nameOf(other) === name))
    .map((one) => ({ one, absent: missing(customer, one, happened, days) }));
  // whoever can be made nothing of an experiment anyway is in none of its arms: so both are alike
  for (const { one, absent } of comers) if (!absent && !unreachable.has(one.name)) draw(shelf, one);
  const refusals: Refusal[] = [];
  const candidates: PublishedOffer[] = [];
  for (const { one, absent } of comers) {
    const verdict = absent ?? judge(customer, shelf, one, unreachable);
    const before = shelf.stored.get(one.name);
    if (verdict) refusals.push(refusalOf(one, verdict, customer.now, before));
    else if (before && waits(before, customer)) refusals.push(before);
    else candidates.push(one);
  }
  shelf.refusals = refusals;
  return rank(candidates, shelf);
}

/** Whether the customer is contacted about it. */
export const isContact = ({ offer }: PublishedOffer): boolean => offer.contact !== false;

/** What was refused because something was scarce is asked for again when its time comes, or somebody acted. */
export const waits = ({ reason, nextAt }: Refusal, { called, now }: Asked): boolean =>
  !called && isScarcity(reason) && (nextAt === null || nextAt > now);

/** The refusal that is stored already, when it says the same. */
export function refusalOf(
  { ruleSet, offer }: PublishedOffer,
  { reason, nextAt = null, about = null }: Verdict,
  now: number,
  before: Refusal | undefined,
): Refusal {
  const same = before?.reason === reason && before.about === about;
  if (same && before.nextAt === nextAt) return before;
  return { ruleSet: ruleSet.key, offer: offer.key, reason, about, at: same ? before.at : now, nextAt };
}

/** Why an offer that has its time is not made, in the order in which it is asked: the first reason counts. */
function judge(
  { now }: Asked,
  shelf: Shelf,
  one: PublishedOffer,
  unreachable: ReadonlyMap<string, Verdict>,
): Verdict | undefined {
  const { name, document, offer } = one;
  if (document.experiment) {
    const about = experimentOf(one);
    const arm = armIn(shelf, about);
    if (!arm) return unreachable.get(name);
    if (arm === 'heldOut') return { reason: 'heldOut', about };
  }
  const rival = offer.group === undefined ? undefined : shelf.open.find(({ group }) => group === offer.group);
  if (rival) return { reason: 'groupTaken', nextAt: rival.expiresAt, about: rival.offer };
  const made = shelf.offers.filter((other) => nameOf(other) === name);
  return customerCap(offer.caps?.perCustomer ?? { most: 1 }, made, now);
}

/** What the offer lacks of the time, the moment or the purchase that it is for. */
export function missing(
  { now, joinedAt }: Asked,
  { offer }: PublishedOffer,
  happened: readonly Happened[],
  days: Days,
): Verdict | undefined {
  const from = instantOf(offer.from, Number.NEGATIVE_INFINITY);
  if (now < from) return { reason: 'notYet', nextAt: from };
  if (offer.upon) {
    const moment = momentAt(offer.upon, happened, joinedAt, now, days);
    if (!moment.there) return { reason: 'noMoment', nextAt: moment.nextAt };
  }
  if (offer.bought) {
    const bought = boughtFor(offer.bought, happened, now);
    if (!bought.there) return { reason: 'notBought', nextAt: bought.nextAt };
  }
  return undefined;
}

/** The key under which the arms of an offer are drawn. */
export const experimentOf = ({ document: { experiment }, ruleSet }: PublishedOffer): string =>
  experiment?.key ?? ruleSet.key;

/** The arm into which the customer was drawn; undefined: none so far. */
export const armIn = (shelf: Shelf, experiment: string): Arm | undefined =>
  (shelf.exposures.get(experiment) ?? shelf.exposed.find((one) => one.experiment === experiment))?.arm;

/** Draws the arm of the customer, which is noted for both arms and kept, unless it was drawn before. */
function draw(shelf: Shelf, one: PublishedOffer): void {
  const { experiment } = one.document;
  const key = experimentOf(one);
  if (!experiment || armIn(shelf, key)) return;
  shelf.exposed.push({
    experiment: key,
    arm: armOf(key, shelf.customerId, experiment.holdout),
    holdout: experiment.holdout,
  });
}

function customerCap(
  { most, days }: { readonly most: number; readonly days?: number },
  made: readonly MadeOffer[],
  now: number,
): Verdict | undefined {
  const since = days === undefined ? Number.NEGATIVE_INFINITY : now - days * DAY;
  const counted = made.filter((one) => countsForCustomer(one) && one.madeAt > since).map(({ madeAt }) => madeAt);
  if (counted.length < most) return undefined;
  const freed = counted.sort((a, b) => a - b)[counted.length - most] as number;
  return { reason: 'customerCap', nextAt: days === undefined ? null : freed + days * DAY };
}

/** Higher priority first, then higher value, then what was shown least recently, then by name. */
export function rank(offers: readonly PublishedOffer[], { offers: made }: Pick<Shelf, 'offers'>): PublishedOffer[] {
  const shown = new Map(made.map((one) => [nameOf(one), one.madeAt]));
  const last = ({ name }: PublishedOffer) => shown.get(name) ?? Number.NEGATIVE_INFINITY;
  return offers.toSorted(
    (a, b) =>
      (b.offer.priority ?? 0) - (a.offer.priority ?? 0) ||
      (b.offer.value ?? 0) - (a.offer.value ?? 0) ||
      order(last(a), last(b)) ||
      order(a.name, b.name),
  );
}

const order = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
