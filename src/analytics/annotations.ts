import { type Actor, audit } from '../access/audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { type Issue, NotFoundError, ValidationError } from '../errors.ts';
import type { Bounds } from './read-cells.ts';

/** Something that was changed at an instant, noted beside figures over time so that before and after can be compared. */
export interface Annotation {
  readonly key: string;
  /** In epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  /** Who noted it. */
  readonly author: string;
}

const COLUMNS = `key, (extract(epoch from at) * 1000)::float8 as at, text, author`;

/** Most that are shown beside one series. */
const MOST = 200;

/** What was noted of a window, the earliest first. */
export const readAnnotations = (sql: Sql, { from, to }: Bounds): Promise<Annotation[]> =>
  sql.query<Annotation>(
    'annotations',
    `select ${COLUMNS} from annotation where ($1::timestamptz is null or at >= $1) and at < $2 order by at, key limit ${MOST}`,
    [from === null ? null : new Date(from).toISOString(), new Date(to).toISOString()],
  );

export async function readAnnotation(sql: Sql, key: string): Promise<Annotation> {
  const [found] = await sql.query<Annotation>('annotation', `select ${COLUMNS} from annotation where key = $1`, [key]);
  if (!found) throw new NotFoundError(`There is no annotation “${key}”.`, ['key']);
  return found;
}

/** Notes a change under a key, or says of the same key something else. */
export async function saveAnnotation(
  database: Database,
  actor: Actor,
  draft: Omit<Annotation, 'author'>,
): Promise<Annotation> {
  const issues = check(draft);
  if (issues.length > 0) throw new ValidationError(issues);
  return database.transact(async (sql) => {
    const [before] = await sql.query<Annotation>(
      'annotation-lock',
      `select ${COLUMNS} from annotation where key = $1 for update`,
      [draft.key],
    );
    if (before && before.at === draft.at && before.text === draft.text) return before;
    const [after] = await sql.query<Annotation>(
      'annotation-save',
      `insert into annotation (key, at, text, author) values ($1, $2, $3, $4)
       on conflict (key) do update set at = excluded.at, text = excluded.text, author = excluded.author returning ${COLUMNS}`,
      [draft.key, new Date(draft.at).toISOString(), draft.text, actor.name.slice(0, 200)],
    );
    await audit(sql, actor, { action: 'annotation.save', target: targetOf(draft.key), before, after });
    return after as Annotation;
  });
}

/** Takes an annotation away. */
export async function removeAnnotation(database: Database, actor: Actor, key: string): Promise<void> {
  await database.transact(async (sql) => {
    const [before] = await sql.query<Annotation>(
      'annotation-remove',
      `delete from annotation where key = $1 returning ${COLUMNS}`,
      [key],
    );
    if (!before) throw new NotFoundError(`There is no annotation “${key}”.`, ['key']);
    await audit(sql, actor, { action: 'annotation.remove', target: targetOf(key), before });
  });
}

const targetOf = (id: string) => ({ type: 'annotation', id });

function check({ key, text }: Omit<Annotation, 'author'>): Issue[] {
  const issues: Issue[] = [];
  const fault = (path: string, code: string, message: string): void =>
    void issues.push({ path: [path], code, message });
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(key))
    fault('key', 'BAD_KEY', 'A key has lower-case letters, digits and hyphens, at most 64: "new-checkout".');
  if (text.length < 1 || text.length > 300 || text.includes('\0'))
    fault('text', 'BAD_LENGTH', 'A text has 1 to 300 characters.');
  return issues;
}
