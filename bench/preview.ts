/**
 * The preview of a whole population, its exact difference stored, against the bare sequential scan of the same rows that
 * touches every value, in turns; and judging against json-rules-engine on a sample of the same customers.
 */
import { hash } from 'node:crypto';
import type { Facts } from '../src/contract/fact.ts';
import { Session } from '../src/db/session.ts';
import { runNextJob } from '../src/jobs/run-jobs.ts';
import type { Engine } from '../src/pipeline/engine.ts';
import { engineWith } from '../src/pipeline/engine-with.ts';
import { readPopulation, wantedFor } from '../src/pipeline/read-population.ts';
import type { Road } from '../src/pipeline/road.ts';
import { previewJob } from '../src/preview/preview-job.ts';
import { readPreview } from '../src/preview/read-preview.ts';
import { addPreview, PREVIEW } from '../src/preview/request.ts';
import { createLibraryEvaluator } from '../src/rules/reference.ts';
import { type BenchLine, median } from './line.ts';
import { fillPopulation } from './population.ts';
import { createSystem } from './system.ts';
import { changedDocument, publishSegments } from './workload.ts';

const SIZES = [100_000, 1_000_000] as const;
const RULES = 50;
const FEW = 3;
const ROUNDS = 3;
const SAMPLE = 300;
const NOW = Date.UTC(2026, 6, 1);
const GIB = 2 ** 30;

const draftOf = (rules: number) => {
  const source = changedDocument(RULES, rules);
  return { ruleSetKey: 'bench', kind: 'segments', source, number: null, contentHash: hash('sha256', source, 'hex') };
};

async function preview(road: Road, rules: number): Promise<{ ms: number; moved: number; movers: number }> {
  const id = await addPreview(road.database, { drafts: [draftOf(rules)], metrics: [], at: NOW });
  const begin = performance.now();
  await runNextJob(road.database, new Map([[PREVIEW, previewJob(road)]]), id);
  const ms = performance.now() - begin;
  const { result, moved } = (await readPreview(road.database, id)) ?? {};
  const movers = result?.ruleSets.flatMap(({ moves }) => moves).reduce((sum, { count }) => sum + count, 0) ?? 0;
  return { ms, moved: moved ?? 0, movers };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Milliseconds a customer: the library over the same facts, and the compiled rules. */
async function judgeSample(road: Road): Promise<{ library: number; facts: number }> {
  const engine = await engineWith(road, { ruleSets: [draftOf(RULES)] });
  const sample = await sampleOf(road, engine);
  const [ruleSet] = engine.ruleSets;
  const evaluate = createLibraryEvaluator(ruleSet?.rules ?? [], engine.catalogue);
  for (const facts of sample.slice(0, 50)) await evaluate(facts);
  const ms = await timed(async () => {
    for (const facts of sample) await evaluate(facts);
  });
  return { library: ms / sample.length, facts: engine.sources.length };
}

/** The first customers, as facts in memory. */
async function sampleOf(road: Road, engine: Engine): Promise<Facts[]> {
  const sample: Facts[] = [];
  const session = await Session.begin(road.database, 'isolation level repeatable read read only');
  const enough = new Error('enough');
  await readPopulation(session, {
    at: NOW,
    wanted: wantedFor(engine.ruleSets, engine),
    generations: { rules: 0, metrics: 0 },
    width: engine.plan.width,
    which: '',
    take: async (customers) => {
      for (const customer of customers.slice(0, SAMPLE)) {
        const facts = { numbers: new Float64Array(engine.catalogue.numbers).fill(Number.NaN), texts: [], now: NOW };
        for (const { fill } of engine.sources) fill(facts, customer, NOW);
        sample.push(facts);
      }
      throw enough;
    },
  }).catch((error: unknown) => {
    if (error !== enough) throw error;
  });
  session.cut();
  return sample;
}

export async function benchPreview(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const size of SIZES) lines.push(...(await benchSize(size)));
  return lines;
}

async function benchSize(size: number): Promise<BenchLine[]> {
  const system = await createSystem();
  const { road, database } = system;
  await publishSegments(road, RULES);
  const made = await timed(() => fillPopulation(system, size, NOW));
  const { library, facts } = await judgeSample(road);
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const spent = { scan: [] as number[], all: [] as number[], few: [] as number[] };
  let found = { moved: 0, movers: 0 };
  for (let round = -1; round < ROUNDS; round++) {
    const scan = await timed(() => database.query('', 'select sum(hash_array(metrics)) from customer'));
    const all = await preview(road, RULES);
    const few = await preview(road, FEW);
    found = all;
    if (round < 0) continue;
    spent.scan.push(scan);
    spent.all.push(all.ms);
    spent.few.push(few.ms);
  }
  clearInterval(watch);
  await system.close();
  const ratios = (of: number[]) => median(of.map((ms, i) => ms / (spent.scan[i] as number)));
  const seconds = (of: number[]) => (median(of) / 1000).toFixed(2);
  const name = `Preview of ${size.toLocaleString('en')} customers`;
  const scan = `${seconds(spent.scan)} s for the bare scan (sum of a hash over every value of every row), made in ${(made / 1000).toFixed(0)} s`;
  const movers = `${found.moved.toLocaleString('en')} customers move, ${found.movers.toLocaleString('en')} rows stored`;
  return [
    {
      name: `${name}: all of ${RULES} rules over ${facts} facts changed`,
      figure: `${seconds(spent.all)} s; ${movers}`,
      ratio: ratios(spent.all),
      goal: 10,
      smaller: true,
      against: scan,
    },
    {
      name: `${name}: ${FEW} of ${RULES} rules changed`,
      figure: `${seconds(spent.few)} s`,
      ratio: ratios(spent.few),
      goal: 4,
      smaller: true,
      against: scan,
    },
    {
      name: `${name} against json-rules-engine`,
      figure: `${((median(spent.all) / size) * 1000).toFixed(1)} µs a customer with reading and storing, ${(library * 1000).toFixed(0)} µs by the library`,
      ratio: (library * size) / median(spent.all),
      goal: 100,
      against: `json-rules-engine on ${SAMPLE} of them in memory, in this run`,
    },
    {
      name: `${name}: memory of the process`,
      figure: `${(peak / 2 ** 20).toFixed(0)} MiB at most`,
      ratio: peak / GIB,
      goal: 1,
      smaller: true,
      against: '1 GiB',
    },
  ];
}
