import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { type Accumulator, RETIRED } from './accumulator.ts';
import type { Slots } from './plan.ts';

interface SlotRow {
  key: string;
  slot: number;
  width: number;
  generation: number;
}

/**
 * The slots of these accumulators; new ones get the next free slots and a generation of their own, so that customers
 * measured before are measured again. Call it in a transaction: processes that start together take turns.
 */
export async function allocateSlots(sql: Sql, accumulators: Iterable<Accumulator>): Promise<Slots> {
  await sql.query('engine-lock', 'select 1 from engine for update');
  const rows = await readRows(sql);
  const known = new Map(rows.map((row) => [row.key, row]));
  const missing = [...accumulators].filter(({ key }) => !known.has(key));
  if (missing.length > 0) {
    const bump =
      'update engine set metrics_generation = metrics_generation + 1 returning metrics_generation as generation';
    const [engine] = await sql.query<{ generation: number }>('engine-bump-metrics', bump);
    let next = rows.reduce((end, { slot, width }) => Math.max(end, slot + width), 0);
    for (const { key, width } of missing) {
      const row = { key, slot: next, width, generation: engine?.generation ?? 1 };
      await sql.query('slot-insert', 'insert into metric_slot (key, slot, width, generation) values ($1, $2, $3, $4)', [
        key,
        row.slot,
        width,
        row.generation,
      ]);
      known.set(key, row);
      next += width;
    }
  }
  return known;
}

/**
 * Retires the slots of accumulators that nothing brings any more: nobody folds activities into them, so a metric that
 * comes back later gets a new slot and is measured again. Places are never used twice. At start-up only.
 */
export async function retireSlots(sql: Sql, accumulators: Iterable<Accumulator>): Promise<void> {
  await sql.query('engine-lock', 'select 1 from engine for update');
  const wanted = new Set([...accumulators].map(({ key }) => key));
  const gone = (await readRows(sql)).filter(({ key }) => !wanted.has(key) && !key.startsWith(RETIRED));
  if (gone.length === 0) return;
  await sql.query('retire-slots', `update metric_slot set key = $2 || slot where slot = any($1::int[])`, [
    literal(gone.map(({ slot }) => slot)),
    RETIRED,
  ]);
}

/** The slots as they are. */
export async function readSlots(sql: Sql): Promise<Slots> {
  return new Map((await readRows(sql)).map((row) => [row.key, row]));
}

const readRows = (sql: Sql): Promise<SlotRow[]> =>
  sql.query<SlotRow>('slots', 'select key, slot, width, generation from metric_slot order by slot');
