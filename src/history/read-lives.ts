import type { Activity } from '../contract/activity.ts';
import { literal, readFloats } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { carryKept } from '../metrics/kept.ts';
import { nextExpiry } from '../metrics/plan.ts';
import type { Engine } from '../pipeline/engine.ts';
import { readHeld } from '../pipeline/lock-customers.ts';
import { readSpans } from '../pipeline/read-past.ts';
import { Life } from './life.ts';
import { Remembered } from './remembered.ts';

interface Row {
  id: string;
  attributes: Record<string, unknown>;
  locale: string | null;
  time_zone: string | null;
  joined_at: number | null;
  metrics: Buffer;
  held: Buffer;
  measured_at: number;
  due_at: number;
  rules_generation: number;
  /** Whether metrics exist that it was not measured by. */
  unmeasured: boolean;
}

/**
 * Customers as they stand, in their order, ready to live on in memory: with the activities that lie in a window still,
 * which are all that time can take away. Two statements, whatever the number. One that waits to be judged by newer rules is
 * due at once.
 */
export async function readLives(sql: Sql, engine: Engine, ids: readonly string[]): Promise<Life[]> {
  const { plan } = engine;
  const rows = await sql.query<Row>(
    'lives',
    `select id, attributes, locale, time_zone, (extract(epoch from joined_at) * 1000)::float8 as joined_at,
            array_send(metrics) as metrics, array_send(held) as held, measured_at, due_at,
            rules_generation, metrics_generation < $2 as unmeasured
       from customer where id = any($1::uuid[])`,
    [literal(ids), plan.generation],
  );
  const longest = Math.max(0, ...plan.windows.map(({ ms }) => ms));
  const kinds = [...new Set(plan.windows.flatMap((window) => window.kinds))];
  const everything = [...plan.kinds.keys()];
  const pasts = await readSpans(
    sql,
    rows.map(({ id, measured_at, unmeasured }) => ({
      customerId: id,
      from: unmeasured ? Number.NEGATIVE_INFINITY : measured_at - longest,
      to: Number.POSITIVE_INFINITY,
      kinds: unmeasured ? everything : kinds,
    })),
  );
  const lives = new Map<string, Life>();
  for (const [i, row] of rows.entries()) lives.set(row.id, await liveOn(row, engine, pasts[i] ?? []));
  return ids.flatMap((id) => lives.get(id) ?? []);
}

async function liveOn(row: Row, engine: Engine, activities: readonly Activity[]): Promise<Life> {
  const profile = {
    attributes: row.attributes,
    locale: row.locale,
    timeZone: row.time_zone,
    joinedAt: row.joined_at,
  };
  const past = new Remembered();
  past.add(activities);
  const standing = { profile, numbers: await numbersOf(row, engine, activities), held: readHeld(row.held) };
  const stale = row.rules_generation < engine.generations.rules;
  const due = stale ? row.measured_at : Math.min(row.due_at, nextExpiry(engine.plan, standing.numbers));
  return new Life(row.id, engine, {
    standing: { ...standing, measuredAt: row.measured_at },
    rulesGeneration: row.rules_generation,
    due,
    past,
  });
}

/** What the row says; what it does not say yet follows from all that the customer did. */
async function numbersOf(row: Row, engine: Engine, activities: readonly Activity[]): Promise<Float64Array> {
  const { plan } = engine;
  const numbers = plan.initial.slice();
  readFloats(row.metrics, numbers);
  if (!row.unmeasured) return numbers;
  const again = new Life(row.id, engine);
  await again.settle(row.measured_at, { activities });
  carryKept(plan.keepers, numbers, again.standing.numbers);
  return again.standing.numbers;
}
