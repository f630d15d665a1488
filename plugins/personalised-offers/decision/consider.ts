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

type Asked = Pick<DecidedCustomer, 'customerId' | 'now' | 'joinedAt' | 'called'>;
type Days = Pick<KeeperOutlook, 'calendarDay' | 'startOfDay'>;

/** Why an offer is not made, before it is written down. */
export interface Verdict {
  readonly reason: RefusalReason;
  readonly nextAt?: number | null;
  readonly about?: string | null;
}

/** Offers that may be made to a customer, the first one first. What is not made is refused on the shelf. */
export function consider(
  customer: Asked,
  shelf: Shelf,
  eligible: readonly PublishedOffer[],
  happened: readonly Happened[],
  days: Days,
): PublishedOffer[] {
  const refusals: Refusal[] = [];
  const candidates: PublishedOffer[] = [];
  for (const one of eligible) {
    const made = shelf.offers.filter((other) => nameOf(other) === one.name);
    if (made.some(({ state }) => state === 'open')) continue;
    const verdict = judge(customer, shelf, one, made, happened, days);
    const before = shelf.stored.get(one.name);
    if (verdict) refusals.push(refusalOf(one, verdict, customer.now, before));
    else if (before && waits(before, customer)) refusals.push(before);
    else candidates.push(one);
  }
  shelf.refusals = refusals;
  return rank(candidates, shelf);
}

/** What was refused because something was scarce is asked for again when its time comes, or somebody acted. */
const waits = ({ reason, nextAt }: Refusal, { called, now }: Asked): boolean =>
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

/** Why an offer is not made, in the order in which it is asked: the first reason counts. */
function judge(
  { customerId, now, joinedAt }: Asked,
  shelf: Shelf,
  { ruleSet, document: { experiment }, offer }: PublishedOffer,
  made: readonly MadeOffer[],
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
  // before anything is weighed against anything else, so that both arms are alike
  if (experiment) {
    const key = experiment.key ?? ruleSet.key;
    if (drawn(shelf, key, customerId, experiment.holdout) === 'heldOut') return { reason: 'heldOut', about: key };
  }
  const rival = offer.group === undefined ? undefined : shelf.open.find(({ group }) => group === offer.group);
  if (rival) return { reason: 'groupTaken', nextAt: rival.expiresAt, about: rival.offer };
  return customerCap(offer.caps?.perCustomer ?? { most: 1 }, made, now);
}

/** The arm of the customer; drawn once, noted for both arms, and kept. */
function drawn(shelf: Shelf, experiment: string, customerId: string, holdout: number): Arm {
  const before = shelf.exposures.get(experiment) ?? shelf.exposed.find((one) => one.experiment === experiment);
  if (before) return before.arm;
  const arm = armOf(experiment, customerId, holdout);
  shelf.exposed.push({ experiment, arm, holdout });
  return arm;
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
