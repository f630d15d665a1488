import { type GraphContext, type Interval, wilson } from '#contract';

export const SPANS = { month: 'Calendar months.', quarter: 'Quarters of the year.', year: 'Calendar years.' } as const;
export type Span = keyof typeof SPANS;

/** Which periods, as calendar days of the account's time zone, and what counts as being a customer. */
export interface History {
  readonly kinds: readonly string[];
  readonly span: Span;
  readonly from: string;
  readonly until: string;
}

/** Who was active in the period before, and in this one. */
export interface Period {
  /** The first day of the period, and the day behind its last. */
  readonly from: string;
  readonly until: string;
  readonly isOver: boolean;
  /** Active in the period before; in this one; in both. */
  readonly before: number;
  readonly active: number;
  readonly retained: number;
  /** Active in this one and never before; or before, and not in the period before. */
  readonly new: number;
  readonly returned: number;
}

/** |S ∩ E| / |S| with its Wilson interval at 95 %; undefined: nobody was active before. */
export function rateOf({ before, retained }: Period): { rate: number; interval: Interval } | undefined {
  if (before === 0) return undefined;
  const rate = retained / before;
  return { rate, interval: wilson(rate, before, 0.95) };
}

/** More periods than that are not told at once. */
export const MOST_PERIODS = 120;

/** Retention from period to period by what customers did. One statement. */
export const readHistory = (context: GraphContext, { kinds, span, from, until }: History): Promise<Period[]> =>
  context.query<Period>(
    'retention-history',
    `with days as (
       select date_trunc($2, $3::date::timestamp) as first_period, $4::date::timestamp as until,
              make_interval(years => ($2 = 'year')::int, months => case $2 when 'month' then 1 when 'quarter' then 3 else 0 end) as span
     ), period as (
       select p, p + span as until, p - span as previous
         from days, generate_series(first_period, days.until - interval '1 microsecond', span) as p
        limit ${MOST_PERIODS}
     ), done as (
       select distinct customer_id, date_trunc($2, occurred_at at time zone $5) as p
         from activity where kind = any($1::text[]) and occurred_at <= $6
     ), first as (select customer_id, min(p) as p from done group by 1),
     seen as (
       select period.p, d.customer_id, bool_or(d.p = period.previous) as before, bool_or(d.p = period.p) as now
         from period join done d on d.p in (period.p, period.previous) group by 1, 2
     )
     select to_char(period.p, 'YYYY-MM-DD') as "from", to_char(period.until, 'YYYY-MM-DD') as until,
            period.until at time zone $5 <= $6 as "isOver",
            (count(*) filter (where s.before))::int as before, (count(*) filter (where s.now))::int as active,
            (count(*) filter (where s.before and s.now))::int as retained,
            (count(*) filter (where s.now and f.p = period.p))::int as new,
            (count(*) filter (where s.now and not s.before and f.p < period.p))::int as returned
       from period left join seen s on s.p = period.p left join first f on f.customer_id = s.customer_id
      group by period.p, period.until order by period.p`,
    [kinds, span, from, until, context.account.timeZone, new Date(context.now)],
  );
