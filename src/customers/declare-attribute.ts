import { type Actor, audit } from '../access/audit.ts';
import type { Database } from '../db/database.ts';
import { ConflictError, type Issue, ValidationError } from '../errors.ts';
import type { AttributeType } from './attribute.ts';
import { readAttributes } from './read-attributes.ts';

export interface AttributeDraft {
  readonly key: string;
  readonly title: string;
  readonly type: AttributeType;
  /** For `enum`: the words it may be. */
  readonly options?: readonly string[] | null;
  /** Whether its values tell who a person is: they lie apart, and no rule tests them. */
  readonly personal?: boolean | null;
}

const MOST = 200;

/**
 * Declares an attribute of customers, or gives it another title or further options. Its type stays, and no option is
 * taken away: values that were set, and rules that test them, go on to fit. Whether it is personal stays as well: what
 * ordinary values led to stands in changes and reasons, so nothing could make them personal afterwards.
 */
export async function declareAttribute(database: Database, actor: Actor, draft: AttributeDraft): Promise<void> {
  const options = draft.options ?? [];
  const personal = draft.personal ?? false;
  const issues = check(draft, options);
  if (issues.length > 0) throw new ValidationError(issues);
  await database.transact(async (sql) => {
    await sql.query('engine-lock', 'select 1 from engine for update');
    const known = await readAttributes(sql);
    const same = known.find(({ key }) => key === draft.key);
    if (!same && known.length >= MOST)
      throw new ValidationError([
        { path: [], code: 'TOO_MANY', message: `There are ${MOST} attributes; that is the most.` },
      ]);
    if (same && same.type !== draft.type)
      throw new ConflictError('TYPE_FIXED', `"${draft.key}" is of type ${same.type}; the type of an attribute stays.`, [
        'type',
      ]);
    if (same && same.personal !== personal)
      throw new ConflictError(
        'PERSONAL_FIXED',
        `"${draft.key}" was declared ${same.personal ? 'personal' : 'as not personal'}, and that stays: declare another attribute, set it, and remove the values of this one.`,
        ['personal'],
      );
    const lost = same?.options.find((option) => !options.includes(option));
    if (lost !== undefined)
      throw new ConflictError('OPTIONS_GROW', `The option "${lost}" may be in use; options can only be added.`, [
        'options',
      ]);
    if (same && same.title === draft.title && same.options.length === options.length) return;
    await sql.query(
      'declare-attribute',
      `insert into attribute (key, title, type, options, personal) values ($1, $2, $3, $4, $5)
       on conflict (key) do update set title = excluded.title, options = excluded.options`,
      [draft.key, draft.title, draft.type, JSON.stringify(options), personal],
    );
    await sql.query('bump-attributes', 'update engine set attributes_generation = attributes_generation + 1');
    const { key, title, type } = draft;
    const after = { title, type, options, personal };
    await audit(sql, actor, {
      action: 'attribute.declare',
      target: { type: 'attribute', id: key },
      before: same,
      after,
    });
  });
}

function check({ key, title, type }: AttributeDraft, options: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  const fault = (path: string, code: string, message: string): void =>
    void issues.push({ path: [path], code, message });
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(key))
    fault(
      'key',
      'BAD_KEY',
      'A key begins with a lower-case letter and has letters and digits, at most 64: "birthDate".',
    );
  if (title.length < 1 || title.length > 200 || title.includes('\0'))
    fault('title', 'BAD_LENGTH', 'A title has 1 to 200 characters.');
  if (type !== 'enum' && options.length > 0)
    fault('options', 'NOT_NEEDED', 'Only an attribute of type ENUM has options.');
  if (type === 'enum' && (options.length < 1 || options.length > 200))
    fault('options', 'BAD_LENGTH', 'An enum has 1 to 200 options.');
  if (new Set(options).size < options.length) fault('options', 'REPEATED', 'Each option stands once.');
  if (options.some((option) => option.length < 1 || option.length > 200 || option.includes('\0')))
    fault('options', 'BAD_LENGTH', 'An option has 1 to 200 characters.');
  return issues;
}
