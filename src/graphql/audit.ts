import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import { globalId, localId } from './global-ids.ts';
import { limitOf, type Page, toPage, windowOf } from './page.ts';

/** A deed as it was written down. */
interface Entry {
  readonly id: string;
  readonly at: Date;
  readonly actor: {
    readonly by: 'key' | 'token' | 'operator' | 'system';
    readonly id: string;
    readonly clientId: string | null;
    readonly name: string;
  };
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string };
  readonly before: unknown;
  readonly after: unknown;
}

interface Row {
  id: string;
  at: number;
  actor_by: Entry['actor']['by'];
  actor_id: string;
  actor_client_id: string | null;
  actor_name: string;
  action: string;
  target_type: string;
  target_id: string;
  before: unknown;
  after: unknown;
}

interface Filter {
  readonly target?: { readonly type: string; readonly id?: string | null } | null | undefined;
  readonly actor?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly from?: Date | null | undefined;
  readonly until?: Date | null | undefined;
}

/** `Query.auditEntries`: who did what to what, newest first. */
export function auditLog(builder: Builder): void {
  const extensions = needs('audit:read');
  const ActorBy = builder.enumType('AuditActorBy', {
    description: 'How it was shown who did it.',
    values: {
      KEY: { value: 'key', description: 'By an API key.' },
      TOKEN: { value: 'token', description: 'By a signed token.' },
      OPERATOR: { value: 'operator', description: 'By access to the machine: at the command line.' },
      SYSTEM: { value: 'system', description: 'A part of the system did it by itself.' },
    } as const,
  });
  const Actor = builder.objectRef<Entry['actor']>('AuditActor').implement({
    extensions,
    description: 'Who did it, named as at that time.',
    fields: (t) => ({
      by: t.expose('by', { type: ActorBy, description: 'How it was shown who it was.' }),
      id: t.exposeString('id', { description: 'Id of the key, or the subject of the token.' }),
      clientId: t.id({
        nullable: true,
        description: 'The client whose key it was; null: none.',
        resolve: ({ clientId }, _args, context) => (clientId === null ? null : globalId(context, 'Client', clientId)),
      }),
      name: t.exposeString('name', { description: 'Name of the client or person.' }),
    }),
  });
  const Target = builder.objectRef<Entry['target']>('AuditTarget').implement({
    extensions,
    description: 'What it was done to.',
    fields: (t) => ({
      type: t.exposeString('type', { description: 'Kind of thing: `rule-set`, `client`, `customer`.' }),
      id: t.exposeString('id', { description: 'Its key, or an id of ours.' }),
    }),
  });
  const EntryRef = builder.objectRef<Entry>('AuditEntry').implement({
    extensions,
    description: 'Something that was done. It was written down in the same transaction, and stays as it is for ever.',
    fields: (t) => ({
      id: t.id({ description: 'Opaque id.', resolve: ({ id }, _args, context) => globalId(context, 'AuditEntry', id) }),
      at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
      actor: t.field({ type: Actor, description: 'Who did it.', resolve: ({ actor }) => actor }),
      action: t.exposeString('action', { description: 'What was done: `rule-set.publish`, `customer.erase`.' }),
      target: t.field({ type: Target, description: 'What it was done to.', resolve: ({ target }) => target }),
      before: t.expose('before', {
        type: 'JSON',
        nullable: true,
        description: 'How it was before, as far as it says something; never personal data.',
      }),
      after: t.expose('after', {
        type: 'JSON',
        nullable: true,
        description: 'How it is since then, as far as it says something; never personal data.',
      }),
    }),
  });
  const TargetInput = builder.inputType('AuditTargetInput', {
    description: 'What was done something to.',
    fields: (t) => ({
      type: t.string({ required: true, description: 'Kind of thing: "rule-set".' }),
      id: t.string({ description: 'Its key or id, as entries give it; left out: all of this kind.' }),
    }),
  });
  builder.queryField('auditEntries', (t) =>
    t.connection(
      {
        extensions,
        type: EntryRef,
        description: 'What was done, newest first. Read forwards: `first` and `after`.',
        complexity: pageComplexity,
        args: {
          target: t.arg({ type: TargetInput, description: 'Only what was done to this.' }),
          actor: t.arg.string({ description: 'Only what was done by this key, client or subject: its id.' }),
          action: t.arg.string({ description: 'Only this: "customer.erase".' }),
          from: t.arg({ type: 'DateTime', description: 'Only from this time on.' }),
          until: t.arg({ type: 'DateTime', description: 'Only before this time.' }),
        },
        resolve: (_root, { first, last, after, before, ...filter }, context) =>
          readEntries(context, { first, last, after, before }, filter as Filter),
      },
      { description: 'A page of the audit log.' },
      { description: 'An entry and its place in the log.' },
    ),
  );
}

async function readEntries(
  context: GraphContext,
  args: Parameters<typeof windowOf>[0],
  filter: Filter,
): Promise<Page<Entry>> {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined)
    throw badInput('The audit log is read forwards: use first and after.', 'BAD_PAGE');
  const actor = filter.actor && (localId(context, 'Client', filter.actor) || filter.actor);
  const rows = await context.query<Row>(
    'audit-entries',
    `select id, (extract(epoch from at) * 1000)::float8 as at, actor_by, actor_id, actor_client_id, actor_name, action,
            target_type, target_id, before, after
       from audit_entry
      where ($1::bigint is null or id < $1) and ($2::text is null or target_type = $2)
        and ($3::text is null or target_id = $3) and ($4::text is null or actor_id = $4 or actor_client_id::text = $4)
        and ($5::text is null or action = $5) and ($6::timestamptz is null or at >= $6)
        and ($7::timestamptz is null or at < $7)
      order by id desc limit $8`,
    [
      window.after === undefined ? null : decodePlace(window.after),
      ...[filter.target?.type, filter.target?.id, actor, filter.action].map((text) => searchable(text)),
      filter.from ?? null,
      filter.until ?? null,
      limitOf(window),
    ],
  );
  const entries = rows.map(toEntry);
  return toPage(entries, entries, window, encodePlace, () => entries.length);
}

/** No text in the database has a NUL in it. */
const searchable = (text: string | null | undefined): string | null => text?.replaceAll('\0', '\ufffd') ?? null;

const toEntry = (row: Row): Entry => ({
  id: row.id,
  at: new Date(row.at),
  actor: { by: row.actor_by, id: row.actor_id, clientId: row.actor_client_id, name: row.actor_name },
  action: row.action,
  target: { type: row.target_type, id: row.target_id },
  before: row.before,
  after: row.after,
});

const encodePlace = ({ id }: Entry): string => Buffer.from(`audit.${id}`).toString('base64url');

function decodePlace(cursor: string): string {
  const [, id] = /^audit\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (id === undefined) throw badInput('This is not a cursor of this list.', 'BAD_CURSOR');
  return id;
}
