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

/** What must never be, whoever does what: each with the rows that show it. */
const NEVER: readonly (readonly [what: string, text: string])[] = [
  [
    'is eligible, and it is neither made nor said why not, or both',
    `select concat_ws(' ', c.external_id, s.key, k.key) as id
       from customer c cross join lateral unnest(c.held) with ordinality as h(code, n)
       join outcome_code k on k.code = h.code and h.n % 2 = 1 join rule_set s on s.id = k.rule_set_id
      where s.kind = 'personalised-offers'
        and (select count(*) from personalised_offers_offer o where o.customer_id = c.id and o.rule_set = s.key
                and o.offer = k.key and o.state = 'open')
          + (select count(*) from personalised_offers_refusal r where r.customer_id = c.id and r.rule_set = s.key
                and r.offer = k.key) <> 1`,
  ],
  [
    'has two open offers of a group',
    `select customer_id || ' ' || exclusive_group as id from personalised_offers_offer
      where state = 'open' and exclusive_group is not null group by customer_id, exclusive_group having count(*) > 1`,
  ],
  [
    'is held out, and was made an offer',
    `select o.customer_id as id from personalised_offers_offer o join personalised_offers_exposure e using (customer_id)
      where e.experiment = o.rule_set and e.arm = 'heldOut'`,
  ],
];

/** Everything that is leaked, over its limit, or must never be: sentences, none when all is well. Limits by rule set, side and name. */
export async function faultsOf(database: Database, limits: Readonly<Record<string, number>>): Promise<string[]> {
  const never = NEVER.map(([what, text]) =>
    database.query<{ id: string }>('', text).then((rows) => rows.map(({ id }) => `${id} ${what}`)),
  );
  const sums = (await readSums(database)).flatMap((sum) => {
    const { what, reserved, committed, rows_open, rows_redeemed } = sum;
    const limit = limits[what] ?? Number.POSITIVE_INFINITY;
    const leaked = reserved !== rows_open || committed !== rows_redeemed;
    return [
      ...(leaked ? [`${what} says ${reserved} + ${committed}, offers ${rows_open} + ${rows_redeemed}`] : []),
      ...(rows_open + rows_redeemed > limit ? [`${what} exceeds ${limit}: ${rows_open} + ${rows_redeemed}`] : []),
    ];
  });
  return [...sums, ...(await Promise.all(never)).flat()];
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
