import type { DecidedCustomer } from '#contract';
import type { PublishedOffer } from '../offers/published.ts';
import { nameOf, type Shelf } from '../shelf/shelf.ts';
import type { Happened } from './happened.ts';
import { HOUR } from './time.ts';

/**
 * Whether it takes more than what has just happened to decide on an offer. It does not where its moment has just come, or
 * where it is refused for lack of something that has not come now either: most of what happens to most customers.
 */
export function looksBack(
  { called, moved, now }: Pick<DecidedCustomer, 'called' | 'moved' | 'now'>,
  shelf: Shelf,
  { name, offer: { upon, bought } }: PublishedOffer,
  fresh: readonly Happened[],
): boolean {
  const moment = upon && 'after' in upon ? upon : undefined;
  if ((!moment && !bought) || shelf.open.some((one) => nameOf(one) === name)) return false;
  const has =
    moment !== undefined &&
    fresh.some(({ kind, at }) => kind === moment.after && at <= now && now < at + moment.withinHours * HOUR);
  const before = called || moved.length > 0 ? undefined : shelf.stored.get(name);
  const waits = before?.reason === 'noMoment';
  if (moment && !has) return !waits;
  if (!bought) return false;
  const lacks = before?.reason === 'notBought' && before.nextAt === null;
  return !lacks || fresh.some(({ skus }) => skus.some((sku) => bought.any.includes(sku)));
}
