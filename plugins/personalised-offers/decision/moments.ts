import type { KeeperOutlook } from '#contract';
import type { CrossSell, Moment } from '../offers/document.ts';
import type { Happened } from './happened.ts';
import { DAY, HOUR } from './time.ts';

type Days = Pick<KeeperOutlook, 'calendarDay' | 'startOfDay'>;

/** Whether something is there; if not, when it is by time alone, or null. */
type There = { readonly there: true } | { readonly there: false; readonly nextAt: number | null };

/** Whether a key moment is there; if not, when it comes by time alone, or null. */
export function momentAt(
  moment: Moment,
  happened: readonly Happened[],
  joinedAt: number | null,
  now: number,
  days: Days,
): There {
  if ('after' in moment) {
    const { after, withinHours } = moment;
    const there = happened.some(({ kind, at }) => kind === after && at <= now && now < at + withinHours * HOUR);
    return there ? { there } : { there, nextAt: null };
  }
  if (joinedAt === null) return { there: false, nextAt: null };
  const day = days.calendarDay(now);
  for (const anniversary of anniversaries(days.calendarDay(joinedAt), day)) {
    if (anniversary + moment.withinDays <= day) continue;
    return anniversary <= day ? { there: true } : { there: false, nextAt: days.startOfDay(anniversary) };
  }
  return { there: false, nextAt: null };
}

/** The last anniversary that may still count, and the next ones; 29 February counts as the last day of the month. */
function anniversaries(joined: number, day: number): number[] {
  const [first, today] = [new Date(joined * DAY), new Date(day * DAY)];
  const years = [-1, 0, 1].map((more) => today.getUTCFullYear() + more);
  return years
    .filter((year) => year > first.getUTCFullYear())
    .map((year) => {
      const last = new Date(Date.UTC(year, first.getUTCMonth() + 1, 0)).getUTCDate();
      return Date.UTC(year, first.getUTCMonth(), Math.min(first.getUTCDate(), last)) / DAY;
    });
}

/**
 * Whether the customer bought not long ago what the offer goes with, and nothing that it offers; if not, when that is so by
 * time alone, or null.
 */
export function boughtFor(
  { any, without = [], withinDays }: CrossSell,
  happened: readonly Happened[],
  now: number,
): There {
  const within = withinDays * DAY;
  const last = (skus: readonly string[]): number =>
    happened.reduce(
      (latest, { kind, at, skus: bought }) =>
        kind === 'purchase' && at <= now && bought.some((sku) => skus.includes(sku)) ? Math.max(latest, at) : latest,
      Number.NEGATIVE_INFINITY,
    );
  const [wanted, unwanted] = [last(any), last(without)];
  if (wanted + within <= now) return { there: false, nextAt: null };
  if (unwanted + within <= now) return { there: true };
  // what was bought later than all that stands against it outlives it
  return { there: false, nextAt: wanted > unwanted ? unwanted + within : null };
}
