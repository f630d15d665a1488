import { hash, randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import type { Kind } from '../contract/kind.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, type Issue, ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import type { Road } from '../pipeline/road.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { OPEN_STATUSES, type VersionStatus } from '../rules/rule-set.ts';
import { checkDraft } from './check-draft.ts';
import { authorId, checkComment, writeEntry } from './entry.ts';
import { setStatus } from './lock-version.ts';
import { refuse } from './refuse.ts';
import { leaveSchedule } from './suspend.ts';
import { VersionConflictError } from './version-conflict.ts';

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export interface SaveRuleSet {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  /** The document as the marketer wrote it: JSON text. */
  readonly source: string;
  readonly comment?: string | null;
  /** Number of the version that was edited, 0 for none: nobody's work is overwritten unseen. Absent: the newest. */
  readonly baseVersion?: number | null;
  /** Whether newer versions are known and stay beside this one, such as one that is scheduled. */
  readonly beside?: boolean | null;
}

export interface SavedVersion {
  readonly ruleSetId: string;
  readonly versionId: string;
  readonly number: number;
  readonly warnings: readonly LocatedProblem[];
}

/** Checks a document and keeps it as a new draft version; nothing holds by it until it is published. */
export async function saveRuleSet(road: Road, actor: Actor, input: SaveRuleSet): Promise<SavedVersion> {
  const kind = kindOf(road, input);
  const problems = await checkDraft(road, kind, input.key, input.source);
  refuse(problems);
  return road.database.transact(async (sql) => {
    const saved = await writeVersion(sql, actor, input);
    return { ...saved, warnings: problems };
  });
}

/** Keeps a document that was checked already. What it was edited from is open no longer, and its approvals are gone. */
export async function writeVersion(
  sql: Sql,
  actor: Actor,
  input: SaveRuleSet,
): Promise<{ ruleSetId: string; versionId: string; number: number }> {
  const ruleSet = await lockRuleSet(sql, input);
  if (ruleSet.kind !== input.kind) {
    throw new ConflictError('KIND_FIXED', phrase('authoring.kindStays', { key: input.key, kind: ruleSet.kind }), [
      'kind',
    ]);
  }
  const versions = await readLine(sql, ruleSet.id);
  const base = baseOf(input, ruleSet, versions);
  const published = versions.find(({ status }) => status === 'published')?.number ?? null;
  const isOpen = base !== undefined && (OPEN_STATUSES as readonly string[]).includes(base.status);
  const number = ruleSet.latest + 1;
  const versionId = randomUUID();
  const contentHash = hash('sha256', input.source, 'hex');
  await sql.query(
    'insert-version',
    `insert into rule_set_version
       (id, rule_set_id, number, source, content_hash, status, comment, base, ground, author_id, author_name)
     values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10)`,
    [
      versionId,
      ruleSet.id,
      number,
      input.source,
      contentHash,
      input.comment ?? null,
      base?.number ?? null,
      isOpen ? base.ground : published,
      authorId(actor),
      actor.name.slice(0, 200),
    ],
  );
  await sql.query('update-rule-set', 'update rule_set set latest = $2, title = $3 where id = $1', [
    ruleSet.id,
    number,
    input.title,
  ]);
  if (isOpen && !input.beside) {
    await setStatus(sql, base.id, 'discarded');
    await leaveSchedule(sql, { ...base, key: input.key });
    await writeEntry(sql, base.id, actor, { action: 'edit', data: { number } });
  }
  await writeEntry(sql, versionId, actor, { action: 'save', comment: input.comment });
  await audit(sql, actor, {
    action: 'rule-set.save',
    target: { type: 'rule-set', id: input.key },
    before: { number: base?.number ?? 0 },
    after: { number, kind: input.kind, title: input.title, contentHash },
  });
  return { ruleSetId: ruleSet.id, versionId, number };
}

interface Ancestor {
  readonly id: string;
  readonly number: number;
  readonly status: VersionStatus;
  readonly ground: number | null;
  readonly scheduleId: string | null;
}

const readLine = (sql: Sql, ruleSetId: string): Promise<Ancestor[]> =>
  sql.query<Ancestor>(
    'read-line',
    'select id, number, status, ground, schedule_id as "scheduleId" from rule_set_version where rule_set_id = $1 order by number desc',
    [ruleSetId],
  );

/** The version that was edited; undefined for a first one. Throws when there is a newer one that its author has not seen. */
function baseOf(
  { key, baseVersion, beside }: SaveRuleSet,
  { id }: { readonly id: string },
  versions: readonly Ancestor[],
): Ancestor | undefined {
  const living = versions.filter(({ status }) => status !== 'discarded');
  if (typeof baseVersion !== 'number') return living[0];
  const base = versions.find(({ number }) => number === baseVersion);
  if (!base && baseVersion !== 0) {
    const unknown = phrase('authoring.unknownBase', { number: baseVersion, key });
    throw new ValidationError([{ path: ['baseVersion'], code: 'UNKNOWN_VERSION', ...told(unknown) }]);
  }
  const newer = living.find(({ number }) => number > baseVersion);
  if (newer && !beside) throw new VersionConflictError(key, { ruleSetId: id, ...newer }, baseVersion);
  return base;
}

function kindOf(road: Road, { key, kind: name, title, comment }: SaveRuleSet): Kind<never> {
  const { ruleSetKinds } = road.sources;
  const kind = ruleSetKinds.get(name);
  const issues: Issue[] = [];
  if (!kind) {
    const kinds = { list: [...ruleSetKinds.keys()], by: 'comma' as const };
    issues.push({
      path: ['kind'],
      code: 'UNKNOWN_KIND',
      ...told(phrase('authoring.unknownKind', { kind: name, kinds })),
    });
  }
  if (!KEY.test(key) || key.length > 64) {
    issues.push({ path: ['key'], code: 'BAD_KEY', ...told(phrase('authoring.badKey')) });
  }
  if (title.length < 1 || title.length > 200 || title.includes('\0'))
    issues.push({ path: ['title'], code: 'BAD_LENGTH', ...told(phrase('authoring.badTitle')) });
  if (!kind || issues.length > 0) throw new ValidationError(issues);
  checkComment(comment);
  return kind;
}

async function lockRuleSet(sql: Sql, input: SaveRuleSet): Promise<{ id: string; kind: string; latest: number }> {
  await sql.query(
    'insert-rule-set',
    'insert into rule_set (id, key, kind, title) values ($1, $2, $3, $4) on conflict (key) do nothing',
    [randomUUID(), input.key, input.kind, input.title],
  );
  const [row] = await sql.query<{ id: string; kind: string; latest: number }>(
    'lock-rule-set',
    'select id, kind, latest from rule_set where key = $1 for update',
    [input.key],
  );
  return row as { id: string; kind: string; latest: number };
}
