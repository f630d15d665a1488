import type { GraphContext, PossibleOutcome } from '#contract';
import type { Customer } from '#entities';
import { DAY, type Days, periodEnd } from '../programme/dates.ts';
import { PROGRAMMES } from '../programme/document.ts';
import type { ProgrammeData } from '../programme/kind.ts';
import { dataOf } from './tier-data.ts';

/** One number that is short of what a tier asks for. */
export interface Missing {
  readonly fact: string;
  readonly value: number;
  readonly least: number;
  readonly unit: { readonly en: string; readonly zh?: string | undefined };
  readonly money: boolean;
}

/** How far a customer is from a tier. */
export interface Progress {
  readonly customer: Customer;
  readonly tier: PossibleOutcome;
  /** Where the customer is now, by the same rule set. */
  readonly held: PossibleOutcome | undefined;
  /** Null: the tier asks for more than numbers. */
  readonly missing: readonly Missing[] | null;
  /** The last day on which it counts, where the customer lives; null: there is no end. */
  readonly until: { readonly at: number; readonly timeZone: string } | null;
}

export const missingOf = ({ value, least }: Missing): number => Math.max(0, least - value);

/** In which periods the credits of programmes count. */
export const periodsOf = async (context: GraphContext): Promise<ProgrammeData['period'][]> =>
  (await context.possibleOutcomes(PROGRAMMES)).map(({ data }) => (data as ProgrammeData).period);

export function progressTo(
  { tier, held }: Pick<Progress, 'tier' | 'held'>,
  customer: Customer,
  periods: readonly ProgrammeData['period'][],
  context: GraphContext,
): Progress {
  const asked = dataOf(tier).needs;
  const missing = asked?.map(({ fact, least }): Missing | undefined => {
    const reading = context.metric(customer, fact);
    if (!reading) return undefined;
    const { metric, value } = reading;
    const unit = { en: metric.unit, zh: metric.translations?.zh?.unit };
    return { fact, least, unit, money: metric.type === 'money', value: Number.isNaN(value) ? 0 : value };
  });
  const known = missing?.every((one) => one !== undefined) ? missing : null;
  const timeZone = customer.timeZone ?? context.account.timeZone;
  const credits = known?.some(({ fact }) => fact === 'tierCredits') ?? false;
  const at = credits
    ? Math.min(...periods.map((period) => endOf(period, customer, context)))
    : Number.POSITIVE_INFINITY;
  return { customer, tier, held, missing: known, until: Number.isFinite(at) ? { at, timeZone } : null };
}

/** When a period that has a fixed end ends next; one that slides along never does. */
function endOf(period: ProgrammeData['period'], { joinedAt }: Customer, { account, now }: GraphContext): number {
  if (period === undefined || period.kind === 'rolling') return Number.POSITIVE_INFINITY;
  return periodEnd(period, now, joinedAt?.getTime() ?? null, daysIn(account.timeZone));
}

export const dayIn = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);

/** The calendar of a time zone, to the day. */
const daysIn = (timeZone: string): Days => ({
  calendarDay: (at) => Date.parse(dayIn(at, timeZone)) / DAY,
  startOfDay: (day) => {
    // midnight there lies within a day of midnight in UTC
    let [low, high] = [(day - 1) * DAY, (day + 1) * DAY];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (Date.parse(dayIn(middle, timeZone)) / DAY < day) low = middle;
      else high = middle;
    }
    return high;
  },
});
