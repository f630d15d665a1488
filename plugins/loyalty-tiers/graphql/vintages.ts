import { type Builder, type GraphContext, needs, type PossibleOutcome } from '#contract';
import { type Developed, develop } from '../ledger/breakage.ts';
import { liabilityOf } from '../ledger/liability.ts';
import type { ProgrammeData } from '../programme/kind.ts';

/** What was issued in one month, and what became of it. */
interface MonthOfIssue extends Developed {
  readonly month: string;
  readonly outstanding: number;
  readonly expired: number;
  readonly worth: ProgrammeData['worth'];
}

interface Row {
  month: string;
  issued: number;
  outstanding: number;
  expired: number;
  redeemed: number[] | null;
}

/** `PointsProgramme.vintages`: what is owed for points, and how many are never spent, by month of issue. */
export function vintages(builder: Builder, Programme: ReturnType<typeof builder.objectRef<PossibleOutcome>>): void {
  const Vintage = builder.objectRef<MonthOfIssue>('PointsVintage').implement({
    extensions: needs('satisfaction:read', 'rules:read'),
    description: 'Points of one month of issue, and what became of them. Months are UTC.',
    fields: (t) => ({
      month: t.exposeString('month', { description: 'The month: `2026-11`.' }),
      issued: t.field({
        type: 'Long',
        description: 'Points that were given, without those that were taken back.',
        resolve: ({ issued }) => issued,
      }),
      redeemed: t.field({
        type: ['Long'],
        description: 'How many of them were spent by the end of each month since, the month of issue first.',
        resolve: ({ redeemed }) => [...redeemed],
      }),
      expired: t.field({ type: 'Long', description: 'How many expired.', resolve: ({ expired }) => expired }),
      outstanding: t.field({
        type: 'Long',
        description: 'How many are still there, pending ones included.',
        resolve: ({ outstanding }) => outstanding,
      }),
      breakage: t.float({
        nullable: true,
        description: 'The share that was not spent by now; null: nothing was issued.',
        resolve: ({ breakage }) => breakage,
      }),
      expectedRedeemed: t.float({
        nullable: true,
        description: 'The share that will have been spent ever, if it grows as in older months; null: nobody can tell.',
        resolve: ({ expectedRedeemed }) => expectedRedeemed,
      }),
      liability: t.field({
        type: 'Long',
        nullable: true,
        description:
          'What is owed for what is still there, in minor units, by the worth and the share that the programme says; ' +
          'null: it says none.',
        resolve: ({ outstanding, worth }) => (worth ? liabilityOf(outstanding, worth) : null),
      }),
    }),
  });
  builder.objectField(Programme, 'vintages', (t) =>
    t.field({
      extensions: needs('satisfaction:read', 'rules:read'),
      type: [Vintage],
      complexity: 100,
      description: 'By month of issue, the oldest of the last 60 first.',
      resolve: (programme, _args, context) => read(context, programme),
    }),
  );
}

async function read(context: GraphContext, { ruleSet, data }: PossibleOutcome): Promise<MonthOfIssue[]> {
  const rows = await context.query<Row>(
    'loyalty-vintages',
    `with lots as (
       select customer_id, id, remaining, expired,
              date_trunc('month', to_timestamp(earned_at / 1000), 'UTC') as month
         from loyalty_tiers_lot where programme = $1 and purse = 'points'
     ), months as (
       select month, sum(remaining)::float8 as outstanding, sum(expired)::float8 as expired
         from lots where month > to_timestamp($2::float8 / 1000) - interval '60 months' group by month
     ), moved as (
       select l.month,
              greatest(0, (extract(year from age) * 12 + extract(month from age)))::int as age,
              sum(case when e.from_side in ('issued', 'adjusted', 'transferred') then e.points
                       when e.to_side in ('reversed', 'adjusted', 'transferred') then -e.points else 0 end) as issued,
              sum(case when e.to_side in ('spent', 'debt') then e.points when e.from_side = 'spent' then -e.points else 0 end) as points
         from loyalty_tiers_entry e join lots l on l.customer_id = e.customer_id and l.id = e.lot,
              lateral (select age(date_trunc('month', to_timestamp(e.at / 1000), 'UTC') at time zone 'UTC',
                                  l.month at time zone 'UTC') as age) a
        where e.programme = $1 and e.purse = 'points' group by 1, 2
     )
     select to_char(m.month at time zone 'UTC', 'YYYY-MM') as month, m.outstanding, m.expired,
            (select coalesce(sum(s.issued), 0)::float8 from moved s where s.month = m.month) as issued,
            (select array_agg((select coalesce(sum(s.points), 0)::float8 from moved s where s.month = m.month and s.age <= g) order by g)
               from generate_series(0, greatest(0, extract(year from now_age.age) * 12 + extract(month from now_age.age))::int) g) as redeemed
       from months m, lateral (select age(date_trunc('month', to_timestamp($2::float8 / 1000), 'UTC') at time zone 'UTC',
                                          m.month at time zone 'UTC') as age) now_age
      order by m.month`,
    [ruleSet, context.now],
  );
  const developed = develop(rows.map(({ issued, redeemed }) => ({ issued, redeemed: redeemed ?? [] })));
  const { worth } = data as ProgrammeData;
  return rows.map(({ month, outstanding, expired }, i) => ({
    ...(developed[i] as Developed),
    month,
    outstanding,
    expired,
    worth,
  }));
}
