import type { Condition, KeptActivity } from '#contract';
import type { Purse } from '../ledger/account.ts';
import type { NewLot } from '../ledger/events.ts';
import { DAY, type Days, expiryOf, periodEnd } from './dates.ts';
import type { Amount, EarningRule, Programme } from './document.ts';

/** Whom an activity earns something. */
export interface Earner {
  readonly joinedAt: number | null;
  meets(when: Condition): boolean;
}

/** What an activity earns its customer in a programme, by purse; nothing for whom does not take part. */
export function earned(
  programme: Programme,
  activity: KeptActivity,
  earner: Earner,
  days: Days,
): Readonly<Record<Purse, readonly NewLot[]>> {
  const points: NewLot[] = [];
  const credits: NewLot[] = [];
  const rules = programme.earn.filter(({ on }) => on === activity.kind);
  if (rules.length === 0 || !earner.meets(programme.members)) return { points, credits };
  const { occurredAt: earnedAt, id: source, payload } = activity;
  const base = typeof payload.amount === 'number' ? payload.amount : 0;
  for (const rule of rules) {
    if (rule.when && !earner.meets(rule.when)) continue;
    const times = timesOf(rule, earner);
    const lot = { id: `${source}:${rule.key}`, earnedAt, source, base };
    const availableAt = earnedAt + (programme.pendingDays ?? 0) * DAY;
    const expiresAt = expiryOf(programme.expiry, earnedAt, days);
    const end = periodEnd(programme.period, earnedAt, earner.joinedAt, days);
    const given = amountOf(rule.points, payload, times);
    const credited = amountOf(rule.credits, payload, times);
    if (given > 0) points.push({ ...lot, availableAt, expiresAt, points: given });
    // what places a customer in a tier counts at once
    if (credited > 0) credits.push({ ...lot, availableAt: earnedAt, expiresAt: end, points: credited });
  }
  return { points, credits };
}

/** The largest bonus that holds, in hundredths. */
function timesOf({ bonus = [] }: EarningRule, earner: Earner): number {
  const holding = bonus.filter(({ when }) => earner.meets(when)).map(({ times }) => Math.round(times * 100));
  return holding.length === 0 ? 100 : Math.max(...holding);
}

/** More than anybody earns at once, and few enough to be added up exactly. */
const MOST = 1_000_000_000_000n;

/** Whole points, rounded down once, at the very end. */
export function amountOf(
  amount: Amount | undefined,
  payload: Readonly<Record<string, unknown>>,
  hundredths: number,
): number {
  if (!amount) return 0;
  if ('fixed' in amount) return Number((BigInt(amount.fixed) * BigInt(hundredths)) / 100n);
  const value = payload[amount.field];
  if (typeof value !== 'number' || !(value > 0)) return 0;
  // decimals are kept to the millionth
  const millionths = BigInt(Math.round(value * 1_000_000));
  const earned = (millionths * BigInt(amount.give) * BigInt(hundredths)) / (BigInt(amount.every) * 100_000_000n);
  return Number(earned < MOST ? earned : MOST);
}
