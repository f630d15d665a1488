import { type Interval, wilson } from '#contract';

/** Customers of the first day of a year, and where they are now. */
export interface Counts {
  /** Which year of the target, 1, 2, 3 …, and how much of it is over, from 0 to 1. */
  readonly year: number;
  readonly elapsed: number;
  readonly customers: number;
  readonly retained: number;
  /** Retained, and in a stage of risk or with a sign of leaving; and those of them who may be contacted. */
  readonly atRisk: number;
  readonly reachable: number;
}

/** How a target stands. Shares are fractions. */
export interface Pace extends Counts {
  readonly rate: number;
  readonly interval: Interval;
  /** What the target asks for by now: a year's share to the power of the part of the year that is over. */
  readonly asked: number;
  /** Whether even the lower end of the interval is not below what is asked by now. */
  readonly onTrack: boolean;
  /** How many of those at risk have to be kept so that the year ends as it should; more than there are: it cannot. */
  readonly toSave: number;
}

/** Why there is no pace. */
export const NO_PACE = {
  notBegun: 'Its first day is still to come.',
  ended: 'Its last year is over.',
  noSegment: 'There is no such segment.',
  nobody:
    'Nobody is known to have been in such a stage on the first day of the year: of history that was imported, or from before ' +
    'the rule set was published, a replay says who was.',
  notReplayed:
    'The replay does not tell: it has to be over, of all customers, with their moves, of the rule set (and of that of the ' +
    'segment), and to hold the first day of the year.',
} as const;
export type NoPace = keyof typeof NO_PACE;

/** How far customers were kept, against the share that the year asks for. Source: on track by the lower Wilson bound. */
export function paceOf(counts: Counts, target: number): Pace {
  const { customers, retained, atRisk, elapsed } = counts;
  const rate = retained / customers;
  const interval = wilson(rate, customers, 0.95);
  const asked = target ** elapsed;
  return {
    ...counts,
    rate,
    interval,
    asked,
    onTrack: interval.low >= asked,
    // rounding must not ask for one more than the share does
    toSave: Math.max(0, Math.ceil(customers * target - 1e-9) - (retained - atRisk)),
  };
}
