import type { Actor } from '../access/audit.ts';
import type { Kind } from '../contract/kind.ts';
import { texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { addJob } from '../jobs/run-jobs.ts';
import { BACKFILL } from '../pipeline/backfill.ts';
import { writeEntry } from './entry.ts';
import type { Candidate } from './inspect.ts';
import { setStatus } from './lock-version.ts';

export interface Activated {
  readonly generation: number;
  /** The job that settles every customer by the new versions. */
  readonly jobId: string;
  /** The version that each of the rule sets had before, by the rule set's id. */
  readonly formers: ReadonlyMap<string, string>;
}

/** Makes versions the ones that hold, all under one generation: from its commit on every settlement judges by them. */
export async function activate(
  sql: Sql,
  actor: Actor,
  candidates: readonly Candidate[],
  comment: string | null | undefined,
): Promise<Activated> {
  const [engine] = await sql.query<{ generation: number }>(
    'bump-rules',
    'update engine set rules_generation = rules_generation + 1 returning rules_generation as generation',
  );
  const generation = engine?.generation ?? 0;
  const formers = new Map<string, string>();
  for (const { id, ruleSetId, ruleSetKind, document } of candidates) {
    const [former] = await sql.query<{ id: string }>(
      'supersede-version',
      `update rule_set_version set status = 'superseded' where rule_set_id = $1 and status = 'published' returning id`,
      [ruleSetId],
    );
    if (former) {
      formers.set(ruleSetId, former.id);
      await writeEntry(sql, former.id, actor, { action: 'supersede' });
    }
    await setStatus(sql, id, 'published');
    await sql.query(
      'publish-version',
      'update rule_set_version set generation = $2, published_at = clock_timestamp() where id = $1',
      [id, generation],
    );
    await writeEntry(sql, id, actor, { action: 'publish', comment });
    await writeOutcomeCodes(sql, ruleSetId, ruleSetKind.outcomes(document));
  }
  const versionIds = candidates.map(({ id }) => id);
  return { generation, formers, jobId: await addJob(sql, BACKFILL, { generation, versionIds }) };
}

/** Every outcome has a code for ever; those that the version does not know any more are marked. */
async function writeOutcomeCodes(sql: Sql, ruleSetId: string, outcomes: ReturnType<Kind['outcomes']>): Promise<void> {
  await sql.query('retire-codes', 'update outcome_code set active = false where rule_set_id = $1', [ruleSetId]);
  await sql.query(
    'write-codes',
    `insert into outcome_code (rule_set_id, key, title, data)
     select $1, key, title, data from unnest($2::text[], $3::text[], $4::jsonb[]) as v(key, title, data)
     on conflict (rule_set_id, key) do update set title = excluded.title, data = excluded.data, active = true`,
    [
      ruleSetId,
      texts(outcomes.map(({ key }) => key)),
      texts(outcomes.map(({ title }) => title)),
      texts(
        outcomes.map(({ data }) => (data === undefined ? null : JSON.stringify(data))),
        'jsonb',
      ),
    ],
  );
}
