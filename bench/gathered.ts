import type { ActivityDraft } from '../src/activities/draft.ts';
import { Gatherer } from '../src/pipeline/gather.ts';
import { type BenchLine, median } from './line.ts';
import { createSystem } from './system.ts';
import { activities, publishSegments, take } from './workload.ts';

const CALLERS = 64;
const CUSTOMERS = 20_000;
const ROUNDS = 7;
const EACH = 40;

interface Run {
  readonly rate: number;
  readonly p99: number;
}

/** Single activities from many callers at once: gathered, against one transaction for each. */
export async function benchGathered(): Promise<BenchLine[]> {
  const system = await createSystem();
  const { road } = system;
  const now = Date.now();
  const source = activities(CUSTOMERS, now - 200 * 86_400_000, 200 * 1728);
  for (let i = 0; i < 50; i++) {
    const batch = take(source, 1000);
    await road.settle({ activities: batch, now: batch.at(-1)?.occurredAt ?? now });
  }
  await publishSegments(road);
  const gatherer = new Gatherer(road);
  const runs: Record<'gathered' | 'single', Run[]> = { gathered: [], single: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const gathered = await call(take(source, CALLERS * EACH * 4), (draft) => gatherer.record({ activities: [draft] }));
    const single = await call(take(source, CALLERS * EACH), (draft) => road.settle({ activities: [draft] }));
    if (round === 0) continue;
    runs.gathered.push(gathered);
    runs.single.push(single);
  }
  await system.close();
  const figure = (of: readonly Run[]) =>
    `${Math.round(median(of.map(({ rate }) => rate))).toLocaleString('en')}/s, p99 ${median(of.map(({ p99 }) => p99)).toFixed(1)} ms`;
  const against = `one transaction for each of the same activities, pool of 16; ${CALLERS} callers in one process, ${CUSTOMERS} customers, 50 rules over 30 facts, fsync on`;
  const pairs = runs.gathered.map((run, i) => [run, runs.single[i] as Run] as const);
  return [
    {
      name: `Single activities from ${CALLERS} callers, gathered: a second`,
      figure: `${figure(runs.gathered)} against ${figure(runs.single)}`,
      ratio: median(pairs.map(([ours, theirs]) => ours.rate / theirs.rate)),
      goal: 5,
      against,
    },
    {
      name: `Single activities from ${CALLERS} callers, gathered: p99`,
      figure: `${figure(runs.gathered)} against ${figure(runs.single)}`,
      ratio: median(pairs.map(([ours, theirs]) => ours.p99 / theirs.p99)),
      goal: 1,
      smaller: true,
      against,
    },
  ];
}

/** Each caller sends its next activity when the last one is answered. */
async function call(drafts: ActivityDraft[], record: (draft: ActivityDraft) => Promise<unknown>): Promise<Run> {
  const times: number[] = [];
  const begin = performance.now();
  const caller = async (): Promise<void> => {
    for (let draft = drafts.pop(); draft; draft = drafts.pop()) {
      const sent = performance.now();
      await record({ ...draft, occurredAt: Date.now() });
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - begin) / 1000;
  times.sort((a, b) => a - b);
  return { rate: times.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}
