import type { Database } from '../../../src/db/database.ts';

interface Sum {
  readonly what: string;
  readonly reserved: number;
  readonly committed: number;
  readonly rows_open: number;
  readonly rows_redeemed: number;
}

/** What every counter says, and what offers say that it should: read at one instant. */
const readSums = (database: Database): Promise<Sum[]> =>
  database.query<Sum>(
    '',
    `with taken as (
       select rule_set, 'cap' as of, offer as name, state, 1 as amount from personalised_offers_offer where capped
       union all
       select rule_set, 'budget', budget, state, cost from personalised_offers_offer where budget is not null)
     select concat_ws(' ', rule_set, of, name) as what,
            coalesce(max(c.reserved), 0)::int as reserved, coalesce(max(c.committed), 0)::int as committed,
            coalesce(sum(amount) filter (where state = 'open'), 0)::int as rows_open,
            coalesce(sum(amount) filter (where state = 'redeemed'), 0)::int as rows_redeemed
       from personalised_offers_counter c full join taken t using (rule_set, of, name) group by rule_set, of, name`,
  );

/** Everything that is leaked, or over its limit: sentences, none when all is well. Limits by rule set, side and name. */
export async function faultsOf(database: Database, limits: Readonly<Record<string, number>>): Promise<string[]> {
  return (await readSums(database)).flatMap((sum) => {
    const { what, reserved, committed, rows_open, rows_redeemed } = sum;
    const limit = limits[what] ?? Number.POSITIVE_INFINITY;
    const leaked = reserved !== rows_open || committed !== rows_redeemed;
    return [
      ...(leaked ? [`${what} says ${reserved} + ${committed}, offers ${rows_open} + ${rows_redeemed}`] : []),
      ...(rows_open + rows_redeemed > limit ? [`${what} exceeds ${limit}: ${rows_open} + ${rows_redeemed}`] : []),
    ];
  });
}

/** Offers that exceed a cap in a rolling stretch of time, among those that stand or were redeemed. */
export const excessesOf = (database: Database, offer: string, most: number, ms: number): Promise<{ id: string }[]> =>
  database.query(
    '',
    `select a.id from personalised_offers_offer a
      where a.offer = $1 and a.state in ('open', 'redeemed')
        and (select count(*) from personalised_offers_offer b where b.rule_set = a.rule_set and b.offer = a.offer
                and b.state in ('open', 'redeemed') and b.made_at > a.made_at - $3::float8 and b.made_at <= a.made_at) > $2`,
    [offer, most, ms],
  );
