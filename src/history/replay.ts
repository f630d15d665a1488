import type { JobHandler } from '../jobs/run-jobs.ts';
import type { Engine } from '../pipeline/engine.ts';
import { engineWith, type Replacement } from '../pipeline/engine-with.ts';
import type { Road } from '../pipeline/road.ts';
import { stepsOf } from './kept-steps.ts';
import { type Learned, Life, type Settlement } from './life.ts';
import { readStories, type Story } from './relive.ts';
import { ReplayTally } from './replay-tally.ts';
import { countCustomers, nextCustomers, type ReplayInput } from './start-replay.ts';
import { steps } from './steps.ts';

const CHUNK = 200;

/**
 * Lives the past of customers again under other versions, chunk by chunk; nothing that lives is touched. What a chunk
 * adds, and how far the replay has come, commit together, so it goes on where it stopped.
 */
export const replay =
  (road: Road, chunk: number = CHUNK): JobHandler =>
  async (job) => {
    const { database } = road;
    // checked before the job was added
    const input = job.input as unknown as ReplayInput;
    const { from, to, knowing, moves } = input;
    const engine = await engineOf(road, input);
    const asked = new Set(input.asked);
    if (job.progress.total === 0) await job.save(database, { done: 0, total: await countCustomers(database, input) });
    let after = String(job.progress.cursor.after ?? '00000000-0000-0000-0000-000000000000');
    for (;;) {
      const ids = await nextCustomers(database, input, after, chunk);
      const last = ids.at(-1);
      if (last === undefined) return;
      const tally = new ReplayTally(engine.plan.calendar, from, to);
      for (const story of await readStories(database, ids, to, knowing))
        await liveThrough(story, engine, input, (settlement) => note(tally, story.id, settlement, from, asked));
      await database.transact(async (sql) => {
        await tally.write(sql, job.id, moves);
        const done = Math.min(job.progress.total, job.progress.done + ids.length);
        await job.save(sql, { ...job.progress, done, cursor: { after: last } });
      });
      after = last;
    }
  };

async function engineOf(road: Road, { asked, beside }: ReplayInput): Promise<Engine> {
  const ruleSets = await road.database.query<Replacement>(
    'replay-versions',
    `select s.key as "ruleSetKey", s.kind, v.source, s.id as "ruleSetId", v.id as "versionId"
       from rule_set_version v join rule_set s on s.id = v.rule_set_id where v.id = any($1::uuid[])`,
    [[...asked, ...beside]],
  );
  return engineWith(road, { ruleSets });
}

/** From the beginning of the period on, as if the versions had held since ever: what was before is taken in at once. */
async function liveThrough(
  { id, events, kept }: Story,
  engine: Engine,
  { from, to }: ReplayInput,
  tell: (settlement: Settlement) => void,
): Promise<void> {
  const life = new Life(id, engine);
  life.foresee(stepsOf(kept));
  const all = [...events];
  const earlier = all.filter(([at]) => at <= from).map(([, learned]) => learned);
  if (earlier.length > 0) tell(await life.settle(from, together(earlier)));
  for (const [at, learned] of all) {
    if (at <= from) continue;
    for await (const settlement of steps(life, from, at - 1)) tell(settlement);
    tell(await life.settle(at, learned));
  }
  for await (const settlement of steps(life, from, to)) tell(settlement);
}

function together(earlier: readonly Learned[]): Learned {
  const activities = earlier
    .flatMap((learned) => learned.activities ?? [])
    .sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq);
  const profile = earlier.findLast((learned) => learned.profile)?.profile;
  return { activities, ...(profile ? { profile } : {}) };
}

function note(
  tally: ReplayTally,
  customerId: string,
  { at, moved }: Settlement,
  from: number,
  asked: ReadonlySet<string>,
): void {
  for (const { ruleSet, settled } of moved) {
    if (!asked.has(ruleSet.versionId)) continue;
    const was = new Set(settled.before.map(({ key }) => key));
    const is = new Set(settled.after.map(({ key }) => key));
    const move = (outcome: string, entered: boolean) => {
      const number = tally.moves.length;
      return { at, customerId, number, ruleSet: ruleSet.key, outcome, entered };
    };
    for (const key of was) if (!is.has(key)) tally.leave(move(key, false));
    for (const key of is) if (!was.has(key)) tally.enter(move(key, true), at > from);
  }
}
