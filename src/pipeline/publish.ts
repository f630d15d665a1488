import { type Actor, audit } from '../access/audit.ts';
import type { Kind } from '../contract/kind.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import { texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, type Issue, NotFoundError, ValidationError } from '../errors.ts';
import { addJob } from '../jobs/run-jobs.ts';
import { checkDocument } from '../rules/check-document.ts';
import { orderRuleSets } from '../rules/order-rule-sets.ts';
import { BACKFILL } from './backfill.ts';
import { factsRead } from './facts-read.ts';
import { makeCatalogue } from './make-catalogue.ts';
import type { Road } from './road.ts';
import { refuse } from './save-rule-set.ts';

export interface Published {
  readonly ruleSetId: string;
  readonly versionId: string;
  readonly generation: number;
  /** The job that settles every customer by the new version. */
  readonly jobId: string;
}

interface VersionRow {
  id: string;
  rule_set_id: string;
  rule_set: string;
  kind: string;
  number: number;
  status: string;
  source: string;
}

interface Candidate extends VersionRow {
  readonly ruleSetKind: Kind<never>;
  readonly document: never;
}

/**
 * Makes a version the one that holds, in one transaction: from its commit on every settlement judges by it, and a job
 * settles all customers that were judged before. Everything that stands in the way is reported at once.
 */
export async function publishVersion(road: Road, actor: Actor, ruleSetKey: string, number: number): Promise<Published> {
  const { plan } = await road.engine();
  return road.database.transact(async (sql) => {
    // publications take turns: each is checked against all the others that hold
    await sql.query('engine-lock', 'select 1 from engine for update');
    const version = await readVersion(sql, ruleSetKey, number);
    if (version.status === 'published')
      throw new ConflictError('ALREADY_PUBLISHED', `Version ${number} of "${ruleSetKey}" is published already.`, [
        'number',
      ]);
    const others = (await readPublished(sql)).filter((one) => one.rule_set_id !== version.rule_set_id);
    const all = [...others, version].map((one) => parse(road, one));
    checkTogether(all, version);
    const provided = all.flatMap(
      ({ ruleSetKind, document, rule_set }) => ruleSetKind.provides?.(document, rule_set) ?? [],
    );
    const catalogue = makeCatalogue(plan, await readAttributes(sql), provided);
    for (const { id, ruleSetKind, source, rule_set } of all) {
      const { problems } = checkDocument(ruleSetKind, source, catalogue);
      if (id === version.id) refuse(problems);
      else if (problems.some(({ severity }) => severity === 'error'))
        throw broken(rule_set, problems[0]?.message ?? '');
    }
    const published = await activate(sql, all.find(({ id }) => id === version.id) as Candidate);
    const { generation, superseded } = published;
    await audit(sql, actor, {
      action: 'rule-set.publish',
      target: { type: 'rule-set', id: ruleSetKey },
      before: { number: superseded },
      after: { number, generation },
    });
    return published;
  });
}

const broken = (ruleSet: string, message: string): ValidationError =>
  new ValidationError([
    {
      path: ['number'],
      code: 'BREAKS_OTHER',
      message: `The published rule set "${ruleSet}" would no longer fit: ${message}`,
    },
  ]);

async function readVersion(sql: Sql, key: string, number: number): Promise<VersionRow> {
  const [row] = key.includes('\0')
    ? []
    : await sql.query<VersionRow>(
        'read-version',
        `select v.id, v.rule_set_id, s.key as rule_set, s.kind, v.number, v.status, v.source
       from rule_set_version v join rule_set s on s.id = v.rule_set_id where s.key = $1 and v.number = $2 for update`,
        [key, number],
      );
  if (!row) throw new NotFoundError(`There is no version ${number} of a rule set "${key}".`, ['number']);
  return row;
}

const readPublished = (sql: Sql): Promise<VersionRow[]> =>
  sql.query<VersionRow>(
    'read-published',
    `select v.id, v.rule_set_id, s.key as rule_set, s.kind, v.number, v.status, v.source
       from rule_set_version v join rule_set s on s.id = v.rule_set_id where v.status = 'published' order by s.key`,
  );

function parse(road: Road, row: VersionRow): Candidate {
  const ruleSetKind = road.sources.ruleSetKinds.get(row.kind);
  if (!ruleSetKind) throw new NotFoundError(`The kind ${row.kind} of rule set "${row.rule_set}" is not installed.`);
  return { ...row, ruleSetKind, document: JSON.parse(row.source) as never };
}

/** What only the published rule sets together can show: names used twice, and reading in a circle. */
function checkTogether(all: readonly Candidate[], version: VersionRow): void {
  const issues: Issue[] = [];
  const providers = new Map<string, string>();
  const sets = all.map(({ ruleSetKind, document, rule_set }) => {
    const provides = (ruleSetKind.provides?.(document, rule_set) ?? []).map(({ name }) => name);
    for (const name of provides) {
      const other = providers.get(name);
      const message = `"${name}" is already provided by the rule set "${other}"; choose another key.`;
      if (other !== undefined) issues.push({ path: ['source'], code: 'NAME_TAKEN', message });
      providers.set(name, rule_set);
    }
    return { key: rule_set, provides, reads: ruleSetKind.rules(document).flatMap(({ when }) => factsRead(when)) };
  });
  const { cycle } = orderRuleSets(sets);
  if (cycle) {
    const [first = version.rule_set] = cycle;
    const message = `Rule sets read each other in a circle: ${[...cycle, first].join(' reads ')}. Remove one of these conditions.`;
    issues.push({ path: ['source'], code: 'CYCLE', message });
  }
  if (issues.length > 0) throw new ValidationError(issues);
}

async function activate(sql: Sql, version: Candidate): Promise<Published & { readonly superseded: number | null }> {
  const { id, rule_set_id: ruleSetId, ruleSetKind, document } = version;
  const [engine] = await sql.query<{ generation: number }>(
    'bump-rules',
    'update engine set rules_generation = rules_generation + 1 returning rules_generation as generation',
  );
  const generation = engine?.generation ?? 0;
  const [before] = await sql.query<{ number: number }>(
    'supersede-version',
    `update rule_set_version set status = 'superseded' where rule_set_id = $1 and status = 'published' returning number`,
    [ruleSetId],
  );
  await sql.query(
    'publish-version',
    `update rule_set_version set status = 'published', generation = $2, published_at = clock_timestamp() where id = $1`,
    [id, generation],
  );
  await writeOutcomeCodes(sql, ruleSetId, ruleSetKind.outcomes(document));
  const jobId = await addJob(sql, BACKFILL, { ruleSetId, versionId: id, generation });
  return { ruleSetId, versionId: id, generation, jobId, superseded: before?.number ?? null };
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
