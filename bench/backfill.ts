/** Publishing a version: how many customers a second are settled by it when about one in a hundred moves. */
import { operator } from '../src/access/viewer.ts';
import { publishVersion } from '../src/authoring/publish.ts';
import { saveRuleSet } from '../src/authoring/save-rule-set.ts';
import { runNextJob } from '../src/jobs/run-jobs.ts';
import { BACKFILL, backfill } from '../src/pipeline/backfill.ts';
import { type BenchLine, median } from './line.ts';
import { fillPopulation } from './population.ts';
import { createSystem } from './system.ts';
import { changedDocument, publishSegments } from './workload.ts';

const CUSTOMERS = 100_000;
const RULES = 50;
const CHANGED = 10;
const GOAL = 50_000;
const ROUNDS = 3;
const NOW = Date.UTC(2026, 6, 1);

export async function benchBackfill(): Promise<BenchLine[]> {
  const system = await createSystem();
  const { road, database } = system;
  await publishSegments(road, RULES);
  await fillPopulation(system, CUSTOMERS, NOW);
  const handlers = new Map([[BACKFILL, backfill(road, () => NOW)]]);
  while (await runNextJob(database, handlers));
  const perSecond: number[] = [];
  const moved: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    // there and back again
    const source = changedDocument(RULES, round % 2 ? CHANGED : 0);
    const { number } = await saveRuleSet(road, operator, { key: 'bench', kind: 'segments', title: 'Segments', source });
    const [before] = await database.query<{ count: number }>('', 'select count(*)::int as count from change');
    const { jobId } = await publishVersion(road, operator, 'bench', number);
    const begin = performance.now();
    await runNextJob(database, handlers, jobId);
    perSecond.push((CUSTOMERS / (performance.now() - begin)) * 1000);
    const [after] = await database.query<{ count: number }>('', 'select count(*)::int as count from change');
    moved.push((after?.count ?? 0) - (before?.count ?? 0));
  }
  await system.close();
  const rate = Math.round(median(perSecond));
  return [
    {
      name: `Settling ${CUSTOMERS.toLocaleString('en')} customers by a new version`,
      figure: `${rate.toLocaleString('en')} customers a second; ${median(moved).toLocaleString('en')} changes`,
      ratio: rate / GOAL,
      goal: 1,
      against: `${GOAL.toLocaleString('en')} customers a second; ${CHANGED} of ${RULES} rules over 30 facts differ, fsync on`,
    },
  ];
}
