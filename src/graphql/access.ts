import { CLIENT_COLUMNS, type Client, type ClientRow, toClient } from '../access/clients.ts';
import { type ApiKey, KEY_COLUMNS, type KeyRow, toKey } from '../access/keys.ts';
import { isUuid } from '../activities/identify.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { Parameters } from '../db/parameters.ts';
import { pageComplexity } from './builder.ts';
import type { ChangeTypes } from './changes.ts';
import { globalId } from './global-ids.ts';
import { beyond, decodePlace, encodePlace, orderBy, sortClause } from './order.ts';
import { limitOf, type Page, toPage, type Window, windowOf } from './page.ts';
import type { AccessEnums } from './viewer.ts';

/** The types of clients and keys, for the mutations. */
export type AccessTypes = ReturnType<typeof access>;

/** Ended keys are kept, so that the log of deeds can be read; this many of a client are shown. */
const MOST_KEYS = 100;

/** `Client`, `ApiKey` and `Query.clients`. */
export function access(
  builder: Builder,
  { Role, Scope }: AccessEnums,
  declared: ReadonlyMap<string, unknown>,
  ChangeType: ChangeTypes['Type'],
) {
  const KeyRef = builder.objectRef<ApiKey>('ApiKey');
  const ClientRef = builder.objectRef<Client>('Client');
  KeyRef.implement({
    extensions: needs('access:write'),
    description: 'A key of a client. Its text was shown when it was made, and is not kept.',
    fields: (t) => ({
      id: t.id({ description: 'Opaque id.', resolve: ({ id }, _args, context) => globalId(context, 'ApiKey', id) }),
      prefix: t.string({ description: 'How its text begins.', resolve: ({ id }) => `rtn_${id}` }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it ends by itself; null: never.',
      }),
      revokedAt: t.expose('revokedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was withdrawn; null: it was not.',
      }),
      lastUsedAt: t.expose('lastUsedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was last used, about to the minute; null: never yet.',
      }),
    }),
  });
  builder.node(ClientRef, {
    extensions: needs('access:write'),
    description: 'Somebody who uses the API: an application, a partner, a person. Keys come and go, its rights stay.',
    id: { description: 'Opaque id, for `node`.', resolve: ({ id }) => id },
    loadMany: (ids: string[], context) => readClients(context, ids),
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name; no other client has it.' }),
      role: t.field({ type: Role, description: 'Its role.', resolve: ({ role }) => role }),
      scopes: t.field({
        type: [Scope],
        description: 'What it may do besides what its role may.',
        resolve: ({ scopes }) => [...scopes],
      }),
      segments: t.stringList({
        nullable: true,
        description: 'Keys of the only segments it may see; null: all.',
        resolve: ({ segments }) => segments && [...segments],
      }),
      changeTypes: t.field({
        type: [ChangeType],
        nullable: true,
        description: 'The only types of change it may see; null: all. Types that nothing brings any more are left out.',
        resolve: ({ changeTypes }) => changeTypes?.filter((type) => declared.has(type)),
      }),
      trustedDocumentsOnly: t.exposeBoolean('trustedDocumentsOnly', {
        description: 'Whether it may only run documents that were stored beforehand.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
      disabledAt: t.expose('disabledAt', {
        type: 'DateTime',
        nullable: true,
        description: 'Since when its keys open nothing; null: they do.',
      }),
      version: t.exposeInt('version', { description: 'Rises with every edit: give it as `expectedVersion`.' }),
      keys: t.field({
        type: [KeyRef],
        description: `Its keys, the newest first, ended ones included; at most ${MOST_KEYS}.`,
        complexity: 10,
        resolve: ({ id }, _args, context) => keysOf(context, id),
      }),
    }),
  });
  builder.queryField('clients', (t) =>
    t.connection(
      {
        extensions: needs('access:write'),
        type: ClientRef,
        description: 'Everybody who may use the API, by name.',
        complexity: pageComplexity,
        resolve: async (_root, args, context) => (await clientPage(context, windowOf(args))) as never,
      },
      {
        name: 'ClientConnection',
        description: 'A page of clients.',
        fields: (connection) => ({
          totalCount: connection.int({
            description: 'How many there are in all; counted only when asked for.',
            resolve: (page) => (page as unknown as { count(): Promise<number> }).count(),
          }),
        }),
      },
      { name: 'ClientEdge', description: 'A client and its place in the list.' },
    ),
  );
  return { ClientRef, KeyRef };
}

const ORDER = orderBy([{ name: 'name', descending: false, type: 'text', nullable: false, sql: 'name' }], 'id');

const cursorOf = ({ id, name }: ClientRow): string => encodePlace(ORDER, { now: 0, id, values: [name] });

async function clientPage(context: GraphContext, window: Window): Promise<Page<Client, ClientRow>> {
  const parameters = new Parameters();
  const conditions = (['after', 'before'] as const).flatMap((side) => {
    const cursor = window[side];
    return cursor === undefined ? [] : [beyond(ORDER, decodePlace(ORDER, cursor), side, parameters)];
  });
  const rows = await context.query<ClientRow>(
    '',
    `select ${CLIENT_COLUMNS} from client where ${conditions.join(' and ') || 'true'}
      order by ${sortClause(ORDER, window.inverted)} limit ${parameters.bind(limitOf(window), 'int')}`,
    parameters.values,
  );
  return toPage(rows, rows.map(toClient), window, cursorOf, async () => {
    const [row] = await context.query<{ count: number }>('clients-count', 'select count(*)::int as count from client');
    return row?.count ?? 0;
  });
}

async function readClients(context: GraphContext, ids: readonly string[]): Promise<(Client | null)[]> {
  const rows = await context.query<ClientRow>(
    'clients-by-id',
    `select ${CLIENT_COLUMNS} from client where id = any($1::uuid[])`,
    [ids.filter(isUuid)],
  );
  const found = new Map(rows.map((row) => [row.id, toClient(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

/** The keys of all clients of an answer, in one statement. */
function keysOf(context: GraphContext, clientId: string): Promise<ApiKey[]> {
  const loader = context.batch.of<string, ApiKey[]>('keys-of-clients', async (ids) => {
    const rows = await context.query<KeyRow>(
      'keys-of-clients',
      `select k.* from unnest($1::uuid[]) c(id) cross join lateral (
         select ${KEY_COLUMNS} from api_key where client_id = c.id order by api_key.created_at desc, id limit ${MOST_KEYS}) k`,
      [ids],
    );
    const found = Map.groupBy(rows.map(toKey), (key) => key.clientId);
    return ids.map((id) => found.get(id) ?? []);
  });
  return loader.load(clientId);
}
