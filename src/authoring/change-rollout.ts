import { type Actor, audit } from '../access/audit.ts';
import type { Sql } from '../db/database.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { addJob } from '../jobs/run-jobs.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { BACKFILL } from '../pipeline/backfill.ts';
import type { Authoring } from './authoring.ts';
import { writeEntry } from './entry.ts';
import { endRollouts } from './rollout.ts';

export interface RolloutChange {
  /** Key of the rule set. */
  readonly key: string;
  /** The share for which the version holds from now on; null: it holds for everybody, and the rollout is complete. */
  readonly percent: number | null;
}

export interface ChangedRollout {
  readonly versionId: string;
  /** The job that settles every customer by the new terms. */
  readonly jobId: string;
}

interface Running {
  readonly versionId: string;
  readonly ruleSetId: string;
  readonly number: number;
  readonly percent: number | null;
}

/** Lets a version that is being rolled out hold for more customers, or fewer, or for all. */
export async function changeRollout(
  { road }: Authoring,
  actor: Actor,
  { key, percent }: RolloutChange,
): Promise<ChangedRollout> {
  if (percent !== null && !(Number.isInteger(percent) && percent >= 0 && percent <= 100)) {
    throw new ValidationError([{ path: ['percent'], code: 'OUT_OF_RANGE', ...told(phrase('rollout.share')) }]);
  }
  return road.database.transact(async (sql) => {
    await sql.query('engine-lock', 'select 1 from engine for update');
    const running = await readRunning(sql, key);
    if (percent === null) await endRollouts(sql, [running.ruleSetId], 'completed');
    else
      await sql.query('widen-rollout', 'update rollout set percent = $2 where version_id = $1', [
        running.versionId,
        percent,
      ]);
    const generation = await newGeneration(sql, running.versionId);
    await writeEntry(sql, running.versionId, actor, {
      action: 'roll_out',
      data: { from: running.percent, percent: percent ?? 'all' },
    });
    await audit(sql, actor, {
      action: 'rule-set.roll-out',
      target: { type: 'rule-set', id: key },
      before: { number: running.number, percent: running.percent },
      after: { number: running.number, percent: percent ?? 'all' },
    });
    const jobId = await addJob(sql, BACKFILL, { generation, versionIds: [running.versionId] });
    return { versionId: running.versionId, jobId };
  });
}

async function readRunning(sql: Sql, key: string): Promise<Running> {
  const [running] = await sql.query<Running>(
    'running-rollout',
    `select r.version_id as "versionId", r.rule_set_id as "ruleSetId", v.number, r.percent
       from rollout r join rule_set s on s.id = r.rule_set_id join rule_set_version v on v.id = r.version_id
      where s.key = $1 and r.ended_at is null for update of r`,
    [key.replaceAll('\0', ' ')],
  );
  if (running) return running;
  throw new NotFoundError(phrase('rollout.notRunning', { key }), ['key']);
}

/** Whoever was judged before is judged again, by this version. */
async function newGeneration(sql: Sql, versionId: string): Promise<number> {
  const [row] = await sql.query<{ generation: number }>(
    'renew-version',
    `with engine as (update engine set rules_generation = rules_generation + 1 returning rules_generation)
     update rule_set_version set generation = (select rules_generation from engine) where id = $1 returning generation`,
    [versionId],
  );
  return row?.generation ?? 0;
}
