import { CopyIn } from '../src/db/copy-in.ts';
import { Session } from '../src/db/session.ts';
import type { Engine } from '../src/pipeline/engine.ts';
import { createJudge } from '../src/pipeline/judge.ts';
import { ScannedCustomer } from '../src/pipeline/scanned.ts';
import type { BenchSystem } from './system.ts';
import { FACTS, SPREAD, seeded } from './workload.ts';

const BLOCK = 1000;
const COLUMNS = 'id, external_id, metrics, held, measured_at, metrics_generation, rules_generation, activity_seq';

/**
 * Customers as the road would have left them at `now`, written past it: plausible numbers in every slot that the facts of
 * the workload are read from and in the others, and what the published rules say of them.
 */
export async function fillPopulation({ database, road }: BenchSystem, count: number, now: number): Promise<void> {
  const engine = await road.engine();
  const { plan, generations } = engine;
  const draw = drawer(engine);
  const judge = createJudge(engine);
  const customer = new ScannedCustomer(new Float64Array(plan.width));
  const session = await Session.begin(database, '');
  const copy = new CopyIn(session, `customer (${COLUMNS})`);
  for (let n = 0; n < count; ) {
    const rows = [];
    for (const end = Math.min(count, n + BLOCK); n < end; n++) {
      draw(customer.numbers, now);
      const { held } = await judge(customer, now);
      const pairs = held.flatMap(({ code }) => [code, now]);
      const own = [crypto.randomUUID(), `p${n}`, `{${customer.numbers.join(',')}}`, `{${pairs.join(',')}}`];
      rows.push([...own, now, plan.generation, generations.rules, 1]);
    }
    await copy.write(rows);
  }
  await copy.end();
  await session.commit();
  await database.query('', 'vacuum (analyze) customer', [], 600_000);
}

/** Fills every slot: small counts, some unknown, and the slots of the facts over the range of the rules' thresholds. */
function drawer({ plan }: Engine): (numbers: Float64Array, now: number) => void {
  const random = seeded(23);
  const ranges = new Map<number, number>();
  for (const [fact, most] of FACTS)
    for (const slot of plan.metrics.get(fact)?.slots ?? []) ranges.set(slot, most * SPREAD);
  const windows = new Set(plan.windows.map(({ oldest }) => oldest.slot));
  return (numbers, now) => {
    for (let slot = 0; slot < numbers.length; slot++) {
      const most = ranges.get(slot);
      const value = most === undefined ? Math.floor(random() * 1000) : Math.floor(random() * most);
      // something lies in each window and leaves it only later
      numbers[slot] = windows.has(slot) ? now - Math.floor(random() * 1000) : value;
    }
  };
}
