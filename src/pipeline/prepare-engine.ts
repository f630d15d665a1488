import type { Metric } from '../contract/metric.ts';
import type { Database } from '../db/database.ts';
import { addJob } from '../jobs/run-jobs.ts';
import { listAccumulators } from '../metrics/plan.ts';
import { allocateSlots, retireSlots } from '../metrics/slots.ts';
import { BACKFILL } from './backfill.ts';
import type { EngineSources } from './load-engine.ts';
import { readGenerations } from './load-engine.ts';

/** What is fixed for an account when it is first started: amounts and calendar days could not be added otherwise. */
export interface AccountSettings {
  readonly currency: string;
  readonly timeZone: string;
}

/**
 * At start-up: gives slots to metrics that are new since the last start (customers are then measured again by a job), and
 * keeps the account's currency and time zone as they were when it began.
 */
export async function prepareEngine(
  database: Database,
  sources: EngineSources,
  settings: AccountSettings,
): Promise<void> {
  await database.transact(async (sql) => {
    const before = await readGenerations(sql);
    const definitions = await sql.query<{ definition: Metric }>(
      'metric-definitions',
      'select definition from metric_definition',
    );
    const metrics = [...sources.metrics, ...definitions.map(({ definition }) => definition)];
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
  });
}
