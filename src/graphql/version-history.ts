import { ACTIONS, type Action } from '../authoring/entry.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { constantCase } from './activity-inputs.ts';
import { badInput } from './bad-input.ts';
import { limitOf, type Page, type PageArguments, toPage, windowOf } from './page.ts';

interface Line {
  readonly id: string;
  readonly versionId: string;
  readonly at: number;
  readonly action: Action;
  readonly by: string;
  readonly name: string;
  readonly comment: string | null;
  readonly data: unknown;
}

const MEANS: Readonly<Record<Action, string>> = {
  save: 'It was saved.',
  edit: 'It was edited: another version took its place, and its approvals are void.',
  comment: 'Somebody said something.',
  submit: 'It was handed to those who review.',
  approve: 'Somebody approved it.',
  request_changes: 'Somebody asked for changes; approvals are void.',
  discard: 'It was given up.',
  schedule: 'It was scheduled.',
  unschedule: 'It was taken back from its schedule.',
  suspend: 'Its schedule was suspended.',
  publish: 'It was published.',
  roll_out: 'It holds for another share of the customers.',
  supersede: 'Another version took its place.',
  revert: 'It was made to go back to an older version.',
};

/** `VersionEntry`: what was done to a version, by whom. */
export function versionEntries(builder: Builder) {
  const ActionType = builder.enumType('VersionAction', {
    description: 'What was done to a version.',
    values: Object.fromEntries(
      ACTIONS.map((action) => [constantCase(action), { value: action, description: MEANS[action] }]),
    ) as Record<string, { value: Action; description: string }>,
  });
  return builder.objectRef<Line>('VersionEntry').implement({
    extensions: needs('rules:read'),
    description: 'One line in the history of a version. It is never edited.',
    fields: (t) => ({
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
      action: t.field({ type: ActionType, description: 'What was done.', resolve: ({ action }) => action }),
      by: t.string({
        description: 'Who did it: the name of the client, token or command line.',
        resolve: ({ name }) => name,
      }),
      comment: t.exposeString('comment', { nullable: true, description: 'What they said.' }),
      data: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What else there is to say, such as the instant of a schedule.',
        resolve: ({ data }) => data as never,
      }),
    }),
  });
}

/** The history of a version, the oldest line first; one statement for all versions of the answer. */
export async function historyPage(context: GraphContext, versionId: string, args: PageArguments): Promise<Page<Line>> {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined)
    throw badInput('This list is read forwards: use first and after.', 'BAD_PAGE');
  const after = window.after === undefined ? '0' : decode(window.after);
  const limit = limitOf(window);
  const loader = context.batch.of<string, Line[]>(`version-history ${after} ${limit}`, async (ids) => {
    const rows = await context.query<Line>(
      'version-history',
      `select e.* from unnest($1::uuid[]) v(id) cross join lateral (
         select id::text, version_id as "versionId", (extract(epoch from at) * 1000)::float8 as at, action,
                actor_by as by, actor_name as name, comment, data
           from rule_set_entry where version_id = v.id and id > $2::bigint order by rule_set_entry.id limit $3) e`,
      [ids, after, limit],
    );
    const found = Map.groupBy(rows, (row) => row.versionId);
    return ids.map((id) => found.get(id) ?? []);
  });
  const rows = await loader.load(versionId);
  return toPage(
    rows,
    rows,
    window,
    ({ id }) => Buffer.from(`entry.${id}`).toString('base64url'),
    () => 0,
  );
}

function decode(cursor: string): string {
  const [, id] = /^entry\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (id === undefined) throw badInput('This is not a cursor of this list.', 'BAD_CURSOR');
  return id;
}
