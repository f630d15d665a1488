import { hash, randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import type { Kind } from '../contract/kind.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { checkDocument, type LocatedProblem } from '../rules/check-document.ts';
import type { Road } from './road.ts';

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export interface SaveRuleSet {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  /** The document as the marketer wrote it: JSON text. */
  readonly source: string;
  readonly comment?: string | null;
  /** Number of the latest version the author has seen; 0 for a new rule set. */
  readonly expectedVersion?: number | null;
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
  const { catalogue } = await road.engine();
  const { problems } = checkDocument(kind, input.source, catalogue);
  refuse(problems);
  return road.database.transact(async (sql) => {
    const ruleSet = await lockRuleSet(sql, input);
    if (ruleSet.kind !== input.kind)
      throw new ConflictError('KIND_FIXED', `"${input.key}" is a rule set of kind ${ruleSet.kind}; its kind stays.`, [
        'kind',
      ]);
    if (typeof input.expectedVersion === 'number' && input.expectedVersion !== ruleSet.latest) {
      const message = `Somebody saved version ${ruleSet.latest} in the meantime; look at it, then save again.`;
      throw new ConflictError('VERSION_CONFLICT', message, ['expectedVersion']);
    }
    const number = ruleSet.latest + 1;
    const versionId = randomUUID();
    const contentHash = hash('sha256', input.source, 'hex');
    await sql.query(
      'insert-version',
      `insert into rule_set_version (id, rule_set_id, number, source, content_hash, status, comment)
       values ($1, $2, $3, $4, $5, 'draft', $6)`,
      [versionId, ruleSet.id, number, input.source, contentHash, input.comment ?? null],
    );
    await sql.query('update-rule-set', 'update rule_set set latest = $2, title = $3 where id = $1', [
      ruleSet.id,
      number,
      input.title,
    ]);
    await audit(sql, actor, {
      action: 'rule-set.save',
      target: { type: 'rule-set', id: input.key },
      before: { number: ruleSet.latest },
      after: { number, kind: input.kind, title: input.title, contentHash },
    });
    return { ruleSetId: ruleSet.id, versionId, number, warnings: problems };
  });
}

function kindOf(road: Road, { key, kind: name, title, comment }: SaveRuleSet): Kind<never> {
  const { ruleSetKinds } = road.sources;
  const kind = ruleSetKinds.get(name);
  const issues = [];
  if (!kind) {
    const message = `There is no kind "${name}"; there are ${[...ruleSetKinds.keys()].join(', ')}.`;
    issues.push({ path: ['kind'], code: 'UNKNOWN_KIND', message });
  }
  if (!KEY.test(key) || key.length > 64) {
    const message = 'A key has lower-case words joined by hyphens, at most 64 characters.';
    issues.push({ path: ['key'], code: 'BAD_KEY', message });
  }
  if (title.length < 1 || title.length > 200 || title.includes('\0'))
    issues.push({ path: ['title'], code: 'BAD_LENGTH', message: 'A title has 1 to 200 characters.' });
  if ((comment ?? '').length > 1000 || (comment ?? '').includes('\0'))
    issues.push({ path: ['comment'], code: 'BAD_LENGTH', message: 'A comment has at most 1000 characters.' });
  if (!kind || issues.length > 0) throw new ValidationError(issues);
  return kind;
}

/** Throws when a document has errors: one issue for each, with its JSON pointer, line and column. */
export function refuse(problems: readonly LocatedProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ValidationError(
    errors.map(({ pointer, code, message, line, column }) => {
      const place = line === undefined ? '' : ` (line ${line}, column ${column})`;
      return { path: ['source', ...pointer.split('/').slice(1)], code, message: `${message}${place}` };
    }),
  );
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
