import { Database, type Sql, type Transaction } from '../src/db/database.ts';
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
class RecordingDatabase extends Database {
  readonly #log: (statements: Statement[]) => void;

  constructor({ orm, pool, url, pooled }: Database, log: (statements: Statement[]) => void) {
    super(orm, pool, url, pooled);
    this.#log = log;
  }

  override async transact<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const statements: Statement[] = [];
    const note = (name: string, text: string, values: readonly unknown[] = []): void => {
      if (!READS.test(name)) statements.push([name, text, values]);
    };
    const result = await super.transact((sql) =>
      work({
        query(...statement) {
          note(...statement);
          return sql.query(...statement);
        },
        send(...statement) {
          note(...statement);
          sql.send(...statement);
        },
      }),
    );
    this.#log(statements);
    return result;
  }
}

const replay = (database: Database, statements: readonly Statement[]): Promise<void> =>
  database.transact(async (sql: Sql) => {
    for (const [name, text, values] of statements) await sql.query(name, text, values);
  });

/** The road against the bare SQL of its writes, and against itself with json-rules-engine, at three sizes of batch. */
export async function benchRoad(): Promise<BenchLine[]> {
  const first = await createSystem();
  const now = Date.now();
  // a lane never meets the customers of another one: none of the three sides waits for a lock
  const sources = Array.from({ length: LANES }, (_, lane) =>
    activities(CUSTOMERS / LANES, now - 400 * DAY, (400 * DAY * LANES) / HISTORY, 11 + lane, `lane${lane}-`),
  );
  for (let done = 0; done < HISTORY; done += 1000 * LANES) {
    for (const source of sources) {
      const batch = take(source, 1000);
      await first.road.settle({ activities: batch, now: batch.at(-1)?.occurredAt ?? now });
    }
  }
  await publishSegments(first.road);
  const ids = (await first.database.query<{ id: string }>('all', 'select id from customer')).map(({ id }) => id);
  for (let i = 0; i < ids.length; i += 1000)
    await first.road.settle({ activities: [], customerIds: ids.slice(i, i + 1000), now });
  await first.database.query('vac', 'vacuum analyze');
  await first.database.close();
  const systems = { bare: await first.copy(), library: await first.copy(), ours: await first.copy() };
  const lines: BenchLine[] = [];
  let at = now;
  for (const load of LOADS) lines.push(...(await compare(systems, sources, load, () => (at += 5))));
  for (const system of [...Object.values(systems), first]) await system.close();
  return lines;
}

const DAY = 86_400_000;
const LANES = 2;

interface Load {
  readonly size: number;
  readonly lanes: number;
  readonly rounds: number;
  /** Batches of a lane in a round, and how many of them the library gets: it takes long. */
  readonly batches: number;
  readonly slow: number;
}

const LOADS: readonly Load[] = [
  { size: 100, lanes: 1, rounds: 9, batches: 40, slow: 4 },
  { size: 100, lanes: 2, rounds: 9, batches: 30, slow: 3 },
  { size: 1, lanes: 1, rounds: 7, batches: 300, slow: 30 },
  { size: 1000, lanes: 1, rounds: 7, batches: 6, slow: 1 },
];

type Systems = Record<'ours' | 'bare' | 'library', BenchSystem>;
type Source = ReturnType<typeof activities>;

async function compare({ ours, bare, library }: Systems, sources: readonly Source[], load: Load, tick: () => number) {
  const { size, lanes, rounds, batches, slow } = load;
  const log: Statement[][][] = sources.map(() => []);
  const roads = sources.map(
    (_, lane) =>
      new Road(new RecordingDatabase(ours.database, (statements) => log[lane]?.push(statements)), ours.sources),
  );
  const evaluators = new WeakMap<ActiveRuleSet, ReturnType<typeof createLibraryEvaluator>>();
  const { catalogue } = await library.road.engine();
  const withLibrary = new Road(library.database, library.sources, async (ruleSet, facts, holds) => {
    const evaluator = evaluators.get(ruleSet) ?? createLibraryEvaluator(ruleSet.rules, catalogue);
    evaluators.set(ruleSet, evaluator);
    holds.set(await evaluator(facts));
  });
  const rates = { ours: [] as number[], bare: [] as number[], library: [] as number[] };
  let changes = 0;
  for (let round = 0; round <= rounds; round++) {
    const work = sources.slice(0, lanes).map((source) =>
      Array.from({ length: batches }, () => {
        const now = tick();
        return { now, activities: take(source, size).map((draft) => ({ ...draft, occurredAt: now })) };
      }),
    );
    for (const statements of log) statements.length = 0;
    const oursSeconds = await time(work, async (batch, lane) => {
      changes += (await roads[lane]?.settle(batch))?.changes ?? 0;
    });
    const written = log.slice(0, lanes).map((statements) => [...statements]);
    const bareSeconds = await time(written, (statements) => replay(bare.database, statements));
    const librarySeconds = await time(
      work.map((lane) => lane.slice(0, slow)),
      (batch) => withLibrary.settle(batch),
    );
    // the rest, so that the three databases stay alike
    for (const lane of work) for (const batch of lane.slice(slow)) await library.road.settle(batch);
    if (round === 0) {
      changes = 0;
      continue; // warm-up
    }
    rates.ours.push((lanes * batches * size) / oursSeconds);
    rates.bare.push((lanes * batches * size) / bareSeconds);
    rates.library.push((lanes * slow * size) / librarySeconds);
  }
  return report(load, rates, changes / (rounds * lanes * batches * size));
}

/** Seconds until every lane has done its list, one after the other within a lane. */
async function time<T>(
  lanes: readonly (readonly T[])[],
  run: (item: T, lane: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  await Promise.all(
    lanes.map(async (items, lane) => {
      for (const item of items) await run(item, lane);
    }),
  );
  return (performance.now() - start) / 1000;
}

function report({ size, lanes }: Load, rates: Record<keyof Systems, number[]>, changes: number): BenchLine[] {
  const rate = (values: readonly number[]) => Math.round(median(values)).toLocaleString('en');
  const setting = `${CUSTOMERS} customers, ${HISTORY} activities before, 50 rules over 30 facts, ${changes.toFixed(2)} changes an activity, fsync on, ${lanes} connection${lanes > 1 ? 's' : ''}`;
  const name = `The road, batch ${size}, ${lanes} connection${lanes > 1 ? 's' : ''}`;
  const against = (peer: 'bare' | 'library') => ({
    figure: `${rate(rates.ours)} activities/s against ${rate(rates[peer])}`,
    ratio: median(rates.ours.map((value, i) => value / (rates[peer][i] as number))),
  });
  return [
    {
      name: `${name}, against the bare SQL of the same writes`,
      ...against('bare'),
      ...(size === 100 ? { goal: 0.6 } : {}),
      against: `keys, activities, customers, changes and outcomes written by the same statements with ready parameters; ${setting}`,
    },
    {
      name: `${name}, against the road with json-rules-engine`,
      ...against('library'),
      ...(size === 100 ? { goal: 15 } : {}),
      against: `the same road, a new Engine of json-rules-engine 7.3.1 for each customer; ${setting}`,
    },
  ];
}
