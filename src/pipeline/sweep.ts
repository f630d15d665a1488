import type { Road } from './road.ts';

const BATCH = 500;

/**
 * Settles customers whose time has come: something leaves a window, or a condition on time flips. Customers that somebody
 * else holds are left out: they are settled there, or by the next sweep. Returns how many were settled; `now` is the
 * database's clock when absent.
 */
export async function sweep(road: Road, now?: number, limit: number = BATCH): Promise<number> {
  const due = await road.database.query<{ id: string }>(
    'due-customers',
    `select customer_id as id from due
      where due_at <= coalesce($1::float8, extract(epoch from clock_timestamp()) * 1000) order by due_at limit $2`,
    [now ?? null, limit],
  );
  if (due.length === 0) return 0;
  const customerIds = due.map(({ id }) => id);
  const batch = { activities: [], customerIds, skipLocked: true };
  const result = await road.settle(now === undefined ? batch : { ...batch, now });
  return result.customerIds.length;
}

/** Sweeps until nobody is due. */
export async function sweepAll(road: Road, now?: number, onProgress?: (settled: number) => void): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await sweep(road, now);
    if (count === 0) return total;
    total += count;
    onProgress?.(total);
  }
}
