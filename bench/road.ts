import type { Database, Sql } from '../src/db/database.ts';
import type { ActiveRuleSet } from '../src/pipeline/engine.ts';
import { Road } from '../src/pipeline/road.ts';
import { createLibraryEvaluator } from '../src/rules/reference.ts';
import { type BenchLine, median } from './line.ts';
import { type BenchSystem, createSystem } from './system.ts';
import { activities, publishSegments, take } from './workload.ts';

const CUSTOMERS = 20_000;
const HISTORY = 100_000;
const READS = /^(lock-|read-|due-)/;

type Statement = readonly [name: string, text: string, values: readonly unknown[]];

/** A database that remembers what the road wrote, statement by statement, so that it can be done again bare. */
function recording(database: Database, log: (statements: Statement[]) => void): Database {
  const recorder: Database = Object.create(database);
  recorder.transact = (work) => {
    const statements: Statement[] = [];
    const run = database.transact((sql) =>
      work({
        query: (name, text, values = []) => {
          if (!READS.test(name)) statements.push([name, text, values]);
          return sql.query(name, text, values);
        },
      }),
    );
    return run.then((result) => {
      log(statements);
      return result;
    });
  };
  return recorder;
}

const replay = (database: Database, statements: readonly Statement[]): Promise<void> =>
  database.transact(async (sql: Sql) => {
    for (const [name, text, values] of statements) await sql.query(name, text, values);
  });

/** The road against the bare SQL of its writes, and against itself with json-rules-engine, at three sizes of batch. */
export async function benchRoad(): Promise<BenchLine[]> {
  const first = await createSystem();
  const now = Date.now();
  const source = activities(CUSTOMERS, now - 400 * 86_400_000, (400 * 86_400_000) / HISTORY);
  for (let done = 0; done < HISTORY; done += 1000) {
    const batch = take(source, 1000);
    await first.road.settle({ activities: batch, now: batch.at(-1)?.occurredAt ?? now });
  }
  await publishSegments(first.road);
  const ids = (await first.database.query<{ id: string }>('all', 'select id from customer')).map(({ id }) => id);
  for (let i = 0; i < ids.length; i += 1000)
    await first.road.settle({ activities: [], customerIds: ids.slice(i, i + 1000), now });
  await first.database.query('vac', 'vacuum analyze');
  await first.database.orm.close();
  const bare = await first.copy();
  const library = await first.copy();
  const ours = await first.copy();
  const lines: BenchLine[] = [];
  let at = now;
  for (const [size, rounds, batches, slow] of [
    [100, 9, 40, 3],
    [1, 7, 300, 20],
    [1000, 7, 6, 1],
  ] as const) {
    lines.push(...(await compare({ ours, bare, library }, source, size, rounds, batches, slow, () => (at += 5))));
  }
  for (const system of [bare, library, ours, first]) await system.close();
  return lines;
}

type Systems = Record<'ours' | 'bare' | 'library', BenchSystem>;

async function compare(
  { ours, bare, library }: Systems,
  source: ReturnType<typeof activities>,
  size: number,
  rounds: number,
  batches: number,
  slow: number,
  tick: () => number,
): Promise<BenchLine[]> {
  const log: Statement[][] = [];
  const road = new Road(
    recording(ours.database, (statements) => log.push(statements)),
    ours.sources,
  );
  const evaluators = new WeakMap<ActiveRuleSet, ReturnType<typeof createLibraryEvaluator>>();
  const withLibrary = new Road(library.database, library.sources, async (ruleSet, facts, holds) => {
    const { catalogue } = await library.road.engine();
    const evaluator = evaluators.get(ruleSet) ?? createLibraryEvaluator(ruleSet.rules, catalogue);
    evaluators.set(ruleSet, evaluator);
    holds.set(await evaluator(facts));
  });
  const rates = { ours: [] as number[], bare: [] as number[], library: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const work = Array.from({ length: batches }, () => take(source, size)).map((drafts) => {
      const now = tick();
      return { now, activities: drafts.map((draft) => ({ ...draft, occurredAt: now })) };
    });
    log.length = 0;
    const time = async (run: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await run();
      return (performance.now() - start) / 1000;
    };
    const oursSeconds = await time(async () => {
      for (const batch of work) await road.settle(batch);
    });
    const written = [...log];
    const bareSeconds = await time(async () => {
      for (const statements of written) await replay(bare.database, statements);
    });
    const few = work.slice(0, slow);
    const librarySeconds = await time(async () => {
      for (const batch of few) await withLibrary.settle(batch);
    });
    // the rest, so that the three databases stay alike
    for (const batch of work.slice(slow)) await library.road.settle(batch);
    if (round === 0) continue; // warm-up
    rates.ours.push((batches * size) / oursSeconds);
    rates.bare.push((batches * size) / bareSeconds);
    rates.library.push((few.length * size) / librarySeconds);
  }
  const rate = (values: readonly number[]) => Math.round(median(values)).toLocaleString('en');
  const against = `${CUSTOMERS} customers, ${HISTORY} activities before, 50 rules over 30 facts, fsync on, one connection`;
  return [
    {
      name: `The road, batch ${size}, against the bare SQL of the same writes`,
      figure: `${rate(rates.ours)} activities/s against ${rate(rates.bare)}`,
      ratio: median(rates.ours.map((value, i) => value / (rates.bare[i] as number))),
      ...(size === 100 ? { goal: 0.6 } : {}),
      against: `keys, activities, customers, changes and outcomes written by the same statements with ready parameters; ${against}`,
    },
    {
      name: `The road, batch ${size}, against the road with json-rules-engine`,
      figure: `${rate(rates.ours)} activities/s against ${rate(rates.library)}`,
      ratio: median(rates.ours.map((value, i) => value / (rates.library[i] as number))),
      ...(size === 100 ? { goal: 15 } : {}),
      against: `the same road, an Engine of json-rules-engine 7.3.1 for each customer; ${against}`,
    },
  ];
}
