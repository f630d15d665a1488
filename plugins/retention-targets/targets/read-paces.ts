import type { GraphContext } from '#contract';
import type { Target } from '../document/document.ts';
import { within } from '../document/places.ts';
import type { Counts } from './pace.ts';
import type { Plan } from './plan.ts';

/** Customers of a target: all of the first day, or those of them whom a figure counts. */
export const PARTS = {
  all: 'Customers of the first day of the year.',
  retained: 'Those who are customers still.',
  lost: 'Those who are customers no more.',
  atRisk: 'Those who are customers still, and may leave.',
  reachable: 'Those at risk who may be contacted.',
} as const;
export type Part = keyof typeof PARTS;

const WHICH: Readonly<Record<Part, string>> = {
  all: 'true',
  retained: 'retained',
  lost: 'not retained',
  atRisk: 'at_risk',
  reachable: 'reachable',
};

/** A target of a published rule set. */
export interface Followed {
  readonly ruleSet: string;
  readonly plan: Plan;
  readonly target: Target;
}

/**
 * Who was in the stages of a target on the first day of its year, by what the feed told until then, and where they are now.
 * `$1` the rule set; `$2` to `$6` the targets; `$7` now; `$8` the time zone; `$9` and `$10` stages that are kept and risky.
 */
const MEMBERS = `
  with target as (
    select t.*, ($7 at time zone $8)::date as today
      from unnest($2::text[], $3::date[], $4::int[], $5::text[], $6::text[]) as t(key, first_day, years, stages, segment)
  ), dated as (
    select key, years, stages, segment, today, first_day,
           -- what began on a 29 February is a year old on the 28th of the next
           y + (today >= first_day + make_interval(years => y))::int as year
      from target, lateral (select 1 + extract(year from age(today, first_day))::int as y) old
  ), timed as (
    select key, years, stages, segment, year, today >= first_day as begun,
           (first_day + make_interval(years => year - 1)) at time zone $8 as start,
           (first_day + make_interval(years => year)) at time zone $8 as until
      from dated
  ), was as (
    select t.key, h.customer_id
      from timed t cross join lateral (
        select distinct on (c.customer_id) c.customer_id, c."to" as stage
          from change c join rule_set r on r.id = c.rule_set_id
         where r.key = $1 and c.type = 'stage.changed' and c.created_at <= t.start
         order by c.customer_id, c.change_seq desc) h
     where t.begun and t.year <= t.years and h.stage = any(string_to_array(t.stages, ','))
       and (t.segment is null or (
         select m.type = 'segment.entered' from change m join rule_set g on g.id = m.rule_set_id
          where m.customer_id = h.customer_id and m.type in ('segment.entered', 'segment.left')
            and g.key = split_part(t.segment, '.', 1) and m.key = split_part(t.segment, '.', 2) and m.created_at <= t.start
          order by m.change_seq desc limit 1))
  ), standing as (
    select h.customer_id, bool_or(o.key = any($9::text[])) as retained,
           bool_or(o.key = any($10::text[]) or o.key like 'signal.%') as risky
      from outcome h join outcome_code o using (code) join rule_set r on r.id = o.rule_set_id
     where r.key = $1 group by 1
  ), member as (
    select w.key, w.customer_id, coalesce(s.retained, false) as retained,
           coalesce(s.retained and s.risky, false) as at_risk,
           coalesce(s.retained and s.risky, false) and c.erased_at is null and coalesce(p.consent, unasked.is_fine) as reachable
      from was w join customer c on c.id = w.customer_id
      cross join (
        select coalesce((select document #>> '{consent,follow-up}' from contact_policy order by version desc limit 1),
                        'opt-out') = 'opt-out' as is_fine) unasked
      left join standing s on s.customer_id = w.customer_id
      left join contact_preference p on p.customer_id = w.customer_id and p.purpose = 'follow-up'
  )`;

function parametersOf(context: GraphContext, followed: readonly Followed[]): unknown[] {
  const [{ ruleSet, plan }] = followed as [Followed];
  const targets = followed.map(({ target }) => target);
  const stagesOf = ({ stage }: Target): string => stage ?? plan.kept.map((key) => within('stage', key)).join(',');
  return [
    ruleSet,
    targets.map(({ key }) => key),
    targets.map(({ from }) => from),
    targets.map(({ years }) => years),
    targets.map(stagesOf),
    targets.map(({ segment }) => segment ?? null),
    new Date(context.now),
    context.account.timeZone,
    plan.kept,
    plan.risky,
  ];
}

/** How targets of one rule set stand, by their keys; customers is 0 where nobody is known. One statement. */
export async function readCounts(
  context: GraphContext,
  followed: readonly Followed[],
): Promise<ReadonlyMap<string, Counts & { readonly begun: boolean }>> {
  const rows = await context.query<Counts & { key: string; begun: boolean }>(
    'retention-counts',
    `${MEMBERS}
     select t.key, t.begun, t.year,
            (extract(epoch from $7 - t.start) / extract(epoch from t.until - t.start))::float8 as elapsed,
            count(m.customer_id)::int as customers, (count(*) filter (where m.retained))::int as retained,
            (count(*) filter (where m.at_risk))::int as "atRisk", (count(*) filter (where m.reachable))::int as reachable
       from timed t left join member m on m.key = t.key group by t.key, t.begun, t.year, t.start, t.until`,
    parametersOf(context, followed),
  );
  return new Map(rows.map(({ key, ...counts }) => [key, counts]));
}

/** Ids of customers of a target, in their order, behind and before an id. */
export async function readMembers(
  context: GraphContext,
  followed: Followed,
  part: Part,
  page: {
    readonly after: string | null;
    readonly before: string | null;
    readonly limit: number;
    readonly inverted: boolean;
  },
): Promise<string[]> {
  const rows = await context.query<{ id: string }>(
    `retention-members-${part}-${page.inverted}`,
    `${MEMBERS}
     select customer_id as id from member
      where ${WHICH[part]} and ($11::uuid is null or customer_id > $11) and ($12::uuid is null or customer_id < $12)
      order by customer_id ${page.inverted ? 'desc' : 'asc'} limit $13`,
    [...parametersOf(context, [followed]), page.after, page.before, page.limit],
  );
  return rows.map(({ id }) => id);
}
