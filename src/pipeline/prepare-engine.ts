import { literal } from '../db/arrays.ts';
import type { Database, Sql } from '../db/database.ts';
import { addJob } from '../jobs/run-jobs.ts';
import { listAccumulators } from '../metrics/plan.ts';
import { allocateSlots, retireSlots } from '../metrics/slots.ts';
import { BACKFILL } from './backfill.ts';
import { type EngineSources, loadEngine, readGenerations, readOwnMetrics } from './load-engine.ts';

/** What is fixed for an account when it is first started: amounts and calendar days could not be added otherwise. */
export interface AccountSettings {
  readonly currency: string;
  readonly timeZone: string;
}

/**
 * At start-up: gives slots to metrics that are new since the last start (customers are then measured again by a job), has
 * customers judged by rule sets that lay still until now, and keeps the account's currency and time zone as they were
 * when it began.
 */
export async function prepareEngine(
  database: Database,
  sources: EngineSources,
  settings: AccountSettings,
): Promise<void> {
  await database.transact(async (sql) => {
    const before = await readGenerations(sql);
    const metrics = [...sources.metrics, ...(await readOwnMetrics(sql, sources))];
    const accumulators = [...listAccumulators({ ...sources, metrics }).values()];
    await retireSlots(sql, accumulators);
    await allocateSlots(sql, accumulators);
    const after = await readGenerations(sql);
    const [row] = await sql.query<{ currency: string; time_zone: string }>(
      'account-settings',
      `update engine set currency = coalesce(currency, $1), time_zone = coalesce(time_zone, $2) returning currency, time_zone`,
      [settings.currency, settings.timeZone],
    );
    if (row?.currency !== settings.currency)
      throw new Error(
        `this database counts in ${row?.currency}; set CURRENCY=${row?.currency}, or use another database`,
      );
    if (row?.time_zone !== settings.timeZone)
      throw new Error(
        `this database counts days in ${row?.time_zone}; set TIME_ZONE=${row?.time_zone}, or use another database`,
      );
    if (after.metrics !== before.metrics) await addJob(sql, BACKFILL, { metricsGeneration: after.metrics });
    await wake(sql, (await loadEngine(sql, sources, after)).resting);
  });
}

/** Rule sets that lay still at the last start and do no longer hold for everybody from now on, as if published anew. */
async function wake(sql: Sql, resting: readonly { readonly id: string }[]): Promise<void> {
  const [row] = await sql.query<{ before: string[] }>(
    'rest-rule-sets',
    `update engine e set resting = $1::uuid[] from (select resting from engine) b returning b.resting::text[] as before`,
    [literal(resting.map(({ id }) => id))],
  );
  const woken = row?.before.filter((id) => !resting.some((one) => one.id === id)) ?? [];
  if (woken.length === 0) return;
  const versions = await sql.query<{ id: string; generation: number }>(
    'wake-rule-sets',
    `with e as (update engine set rules_generation = rules_generation + 1 returning rules_generation)
     update rule_set_version v set generation = e.rules_generation from e
      where v.rule_set_id = any($1::uuid[]) and v.status = 'published' returning v.id, v.generation`,
    [literal(woken)],
  );
  const [first] = versions;
  if (first) await addJob(sql, BACKFILL, { generation: first.generation, versionIds: versions.map(({ id }) => id) });
}
