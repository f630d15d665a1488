import type { RoadTransaction, SettledCustomer } from '#contract';

/** Keeps when milestones were first reached, in the road's transaction: one statement, the same when it runs twice. */
export async function keepMilestones(customers: readonly SettledCustomer[], tx: RoadTransaction): Promise<void> {
  const reached = customers.flatMap(({ customerId, after }) => after.map(({ key }) => ({ customerId, key })));
  await tx.query(
    'sample-milestones-keep',
    `insert into sample_milestones_reached (customer_id, milestone, reached_at)
     select customer_id, milestone, to_timestamp($3::float8 / 1000.0)
       from unnest($1::uuid[], $2::text[]) as v(customer_id, milestone)
     on conflict do nothing`,
    [reached.map(({ customerId }) => customerId), reached.map(({ key }) => key), tx.now],
  );
}
