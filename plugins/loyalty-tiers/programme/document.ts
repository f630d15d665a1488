import type { Condition } from '#contract';

/** How many points or credits an activity gives: always as many, or so many for each full so-much of a field. */
export type Amount =
  | { readonly fixed: number }
  | { readonly field: string; readonly every: number; readonly give: number };

/** What an activity earns. */
export interface EarningRule {
  readonly key: string;
  readonly title: string;
  /** Kind of activity. */
  readonly on: string;
  readonly points?: Amount;
  readonly credits?: Amount;
  readonly when?: Condition;
  /** Times as much while a condition holds; of several that hold the largest. */
  readonly bonus?: readonly { readonly when: Condition; readonly times: number }[];
}

/** When points expire that nobody spends. */
export type Expiry =
  | { readonly kind: 'lifetime'; readonly months: number }
  | { readonly kind: 'date'; readonly month: number; readonly day: number; readonly safeDays: number }
  | { readonly kind: 'rolling'; readonly days: number; readonly anyActivity?: boolean };

/** What is to be had for points. */
export interface Reward {
  readonly key: string;
  readonly title: string;
  readonly kind: 'discount' | 'privilege' | 'gift' | 'rebate' | 'content';
  readonly points: number;
  readonly description?: string;
  /** How many there are in all; left out: as many as are wanted. */
  readonly stock?: number;
  /** How many a customer may have; what was taken back does not count. */
  readonly perCustomer?: number;
  readonly when?: Condition;
}

/** In which stretch of time credits count. */
export type Period =
  | { readonly kind: 'rolling'; readonly months: number }
  | { readonly kind: 'calendarYear' }
  | { readonly kind: 'anniversary' };

/** A points programme: the document of the kind `loyalty-points`. Amounts of money are minor units. */
export interface Programme {
  readonly title: string;
  readonly members: Condition;
  /** Until then what was earned may be given back, and points are pending. */
  readonly pendingDays?: number;
  readonly expiry?: Expiry;
  readonly period?: Period;
  readonly earn: readonly EarningRule[];
  readonly rewards?: readonly Reward[];
  readonly transfers?: boolean;
  /** What a point is worth in minor units, and the share of points that is expected to be spent. */
  readonly worth?: { readonly value: number; readonly redeemedShare: number };
}

interface Placed {
  readonly name: string;
  readonly pointer: string;
  readonly when: Condition;
}

/** Every condition of a programme, with a name and its place. Members are the first. */
export function conditionsOf({ members, earn, rewards = [] }: Programme): Placed[] {
  return [
    { name: MEMBER, pointer: '/members', when: members },
    ...earn.flatMap(({ key, when, bonus = [] }, i) => [
      ...(when ? [{ name: `earn.${key}`, pointer: `/earn/${i}/when`, when }] : []),
      ...bonus.map((one, j) => ({ name: `earn.${key}.${j}`, pointer: `/earn/${i}/bonus/${j}/when`, when: one.when })),
    ]),
    ...rewards.flatMap(({ key, when }, i) =>
      when ? [{ name: `reward.${key}`, pointer: `/rewards/${i}/when`, when }] : [],
    ),
  ];
}

/** The outcome of who takes part. */
export const MEMBER = 'member';
/** The kind of the rule sets that are programmes. */
export const PROGRAMMES = 'loyalty-points';
