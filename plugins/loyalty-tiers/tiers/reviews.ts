import type { DecideInput } from '#contract';
import { DAY, dateOf } from '../programme/dates.ts';

/** How long a tier is kept that conditions no longer hold for. */
export interface Keeping {
  /** Until the end of the period in which they ceased to: of so many months since the tier began, or a calendar year. */
  readonly period: { readonly kind: 'months'; readonly months: number } | { readonly kind: 'calendarYear' };
  /** How long after the end of a period it is kept on. */
  readonly graceDays?: number;
  /** Down to what the conditions say, or one tier at a review. */
  readonly landing: 'full' | 'oneTier';
  /** When other rules are published, who falls by them: at the next review, unless it is at once. */
  readonly onChange?: 'review' | 'now';
}

/** The first review of a tier behind an instant: the end of a period, and the days of grace. */
export function nextReview(
  { period, graceDays = 0 }: Keeping,
  since: number,
  behind: number,
  days: DecideInput<never>['days'],
): number {
  const grace = graceDays * DAY;
  const { year, month, day } = dateOf(days.calendarDay(since));
  for (let count = 1; ; count++) {
    const end =
      period.kind === 'months'
        ? startOf(year, month + count * period.months, day, days)
        : startOf(year + count, 1, 1, days);
    if (end + grace > behind) return end + grace;
  }
}

/** The beginning of a day; of the last one of a shorter month, where there is no such day. */
function startOf(year: number, month: number, day: number, { startOfDay }: DecideInput<never>['days']): number {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return startOfDay(Date.UTC(year, month - 1, Math.min(day, last)) / DAY);
}
