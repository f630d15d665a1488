import type { GraphContext } from '#contract';
import type { Target } from '../document/document.ts';
import { MEMBERS } from './members.ts';
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
  /** The job of the replay that says who was there on the first day, or `FEED`. */
  readonly replay: string;
}

/** In the place of a replay: what the feed told says who was there. */
export const FEED = '00000000-0000-0000-0000-000000000000';

/** What is known of the current year of a target. */
export interface Begun extends Counts {
  readonly begun: boolean;
  readonly ended: boolean;
  /** Whether there is, or was, the segment that it is about. */
  readonly hasGroup: boolean;
  /** Whether the replay, if there is one, tells of the first day. */
  readonly isTold: boolean;
}

function parametersOf(context: GraphContext, followed: readonly Followed[]): unknown[] {
  const targets = followed.map(({ ruleSet, plan: { kept, risky }, target, replay }, place) => ({
    ...{ place, rule_set: ruleSet, kept, risky, replay, segment: target.segment ?? null },
    ...{ first_day: target.from, years: target.years, stages: target.stage === undefined ? kept : [target.stage] },
  }));
  return [JSON.stringify(targets), new Date(context.now), context.account.timeZone, FEED];
}

/** How targets stand, in their order; customers is 0 where nobody is known. One statement for all. */
export async function readCounts(context: GraphContext, followed: readonly Followed[]): Promise<Begun[]> {
  const rows = await context.query<Begun & { place: number }>(
    'retention-counts',
    `${MEMBERS}
     , counted as materialized (
       select place, count(*)::int as customers, (count(*) filter (where retained))::int as retained,
              (count(*) filter (where at_risk))::int as "atRisk", (count(*) filter (where reachable))::int as reachable
         from member group by 1)
     select t.place, t.begun, t.ended, t.has_group as "hasGroup", coalesce(r.is_told, false) as "isTold", t.year,
            (extract(epoch from $2 - t.start) / extract(epoch from t.until - t.start))::float8 as elapsed,
            coalesce(c.customers, 0) as customers, c.retained, c."atRisk", c.reachable
       from timed t left join running r on r.place = t.place left join counted c on c.place = t.place order by t.place`,
    parametersOf(context, followed),
  );
  return rows.map(({ place: _place, ...counts }) => counts);
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
      where ${WHICH[part]} and ($5::uuid is null or customer_id > $5) and ($6::uuid is null or customer_id < $6)
      order by customer_id ${page.inverted ? 'desc' : 'asc'} limit $7`,
    [...parametersOf(context, [followed]), page.after, page.before, page.limit],
  );
  return rows.map(({ id }) => id);
}
