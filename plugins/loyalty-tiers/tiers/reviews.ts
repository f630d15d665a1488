import type { DecideInput } from '#contract';
import { DAY, dateOf, monthsLater, nextDate } from '../programme/dates.ts';

/** Until the end of which period a tier is kept. */
type KeepingPeriod =
  /** Of so many months since the tier began. */
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'calendarYear' }
  /** A year from one anniversary of the day the customer joined to the next; where nobody knows it, the calendar year. */
  | { readonly kind: 'anniversary' };

/** How long a tier is kept that conditions no longer hold for. */
export interface Keeping {
  /** Until the end of the period in which they ceased to. */
  readonly period: KeepingPeriod;
  /** How long after the end of a period it is kept on. */
  readonly graceDays?: number;
  /** Down to what the conditions say, or one tier at a review. */
  readonly landing: 'full' | 'oneTier';
  /** When other rules are published, who falls by them: at the next review, unless it is at once. */
  readonly onChange?: 'review' | 'now';
}

/** What is known of a customer's periods: since when the tier is held, and when the customer joined. */
export interface Terms {
  readonly since: number;
  readonly joinedAt: number | undefined;
}

/** The first review of a tier behind an instant: the end of a period, and the days of grace. */
export function nextReview(
  { period, graceDays = 0 }: Keeping,
  { since, joinedAt }: Terms,
  behind: number,
  days: DecideInput<never>['days'],
): number {
  const grace = graceDays * DAY;
  switch (period.kind) {
    case 'months':
      for (let count = 1; ; count++) {
        // counted from the beginning, so that a tier of the 31st ends on a 31st where there is one
        const end = monthsLater(since, count * period.months, days);
        if (end + grace > behind) return end + grace;
      }
    case 'calendarYear':
    case 'anniversary': {
      const joined =
        period.kind === 'anniversary' && joinedAt !== undefined ? dateOf(days.calendarDay(joinedAt)) : NEW_YEAR;
      return nextDate(joined.month, joined.day, Math.max(since, behind - grace), days) + grace;
    }
  }
}

const NEW_YEAR = { month: 1, day: 1 };
