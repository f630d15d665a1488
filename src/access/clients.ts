import type { Scope } from '../contract/scope.ts';
import type { Role, Viewer } from '../contract/viewer.ts';
import type { Database, Sql } from '../db/database.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { audit } from './audit.ts';
import { checkClient } from './check-client.ts';
import { checkGrant } from './check-grant.ts';
import { keepReachable, lockAccess } from './keep-reachable.ts';
import { boundOf } from './viewer.ts';

/** Somebody who uses the API: an application, a partner, a person. Its keys come and go, its rights stay. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Besides those of the role. */
  readonly scopes: readonly Scope[];
  /** Keys of the only segments it may see; null: all. */
  readonly segments: readonly string[] | null;
  /** The only types of change it may see; null: all. */
  readonly changeTypes: readonly string[] | null;
  readonly trustedDocumentsOnly: boolean;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** Rises with every edit. */
  readonly version: number;
}

/** What one says of a client to create it, or to edit it: then what is left out stays. */
export interface ClientInput {
  readonly name: string;
  readonly role: Role;
  readonly scopes?: readonly Scope[];
  readonly segments?: readonly string[] | null;
  readonly changeTypes?: readonly string[] | null;
  readonly trustedDocumentsOnly?: boolean;
}

/** What {@link toClient} is made of; instants as epoch milliseconds. */
export const CLIENT_COLUMNS = `id, name, role, scopes, segments, change_types as "changeTypes",
  trusted_documents_only as "trustedDocumentsOnly", (extract(epoch from created_at) * 1000)::float8 as "createdAt",
  (extract(epoch from disabled_at) * 1000)::float8 as "disabledAt", version`;

export interface ClientRow extends Omit<Client, 'createdAt' | 'disabledAt'> {
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

export const toClient = (row: ClientRow): Client => ({
  ...row,
  createdAt: new Date(row.createdAt),
  disabledAt: row.disabledAt === null ? null : new Date(row.disabledAt),
});

/** Creates a client. A partner that names no segments or types of change may see none. */
export const createClient = (database: Database, by: Viewer, input: ClientInput): Promise<Client> =>
  database.transact((sql) => insertClient(sql, by, input));

/** The same, in a transaction of the caller. */
export async function insertClient(sql: Sql, by: Viewer, input: ClientInput): Promise<Client> {
  const client = normal({ scopes: [], segments: null, changeTypes: null, trustedDocumentsOnly: false, ...input });
  checkClient(client);
  checkGrant(by, client);
  const [row] = await sql.query<ClientRow>(
    'create-client',
    `insert into client (name, role, scopes, segments, change_types, trusted_documents_only)
     values ($1, $2, $3, $4, $5, $6) on conflict (name) do nothing returning ${CLIENT_COLUMNS}`,
    valuesOf(client),
  );
  if (!row) throw nameTaken(client.name);
  const made = toClient(row);
  await audit(sql, by, { action: 'client.create', target: { type: 'client', id: made.id }, after: made });
  return made;
}

/** Edits a client. What it may do and see changes within half a minute, also in streams that are open. */
export async function updateClient(
  database: Database,
  by: Viewer,
  id: string,
  expectedVersion: number,
  { disabled, ...edits }: Partial<ClientInput> & { readonly disabled?: boolean },
): Promise<Client> {
  return database.transact(async (sql) => {
    await lockAccess(sql);
    const before = await lockClient(sql, id);
    checkGrant(by, before);
    if (before.version !== expectedVersion)
      throw new ConflictError(
        'VERSION_CONFLICT',
        `Somebody edited this client; it is at version ${before.version} now.`,
        ['expectedVersion'],
      );
    const client = normal({ ...before, ...edits });
    checkClient(client);
    checkGrant(by, client);
    const [taken] = await sql.query('client-name', 'select 1 from client where name = $1 and id <> $2', [
      client.name,
      id,
    ]);
    if (taken) throw nameTaken(client.name);
    const [row] = await sql.query<ClientRow>(
      'update-client',
      `update client set name = $1, role = $2, scopes = $3, segments = $4, change_types = $5, trusted_documents_only = $6,
              disabled_at = case when $8::boolean then coalesce(disabled_at, now()) end, version = version + 1
        where id = $7 returning ${CLIENT_COLUMNS}`,
      [...valuesOf(client), id, disabled ?? before.disabledAt !== null],
    );
    const after = toClient(row as ClientRow);
    await audit(sql, by, { action: 'client.update', target: { type: 'client', id }, before, after });
    await keepReachable(sql, by);
    return after;
  });
}

export async function findClient(sql: Sql, name: string): Promise<Client | undefined> {
  const [row] = await sql.query<ClientRow>('client-by-name', `select ${CLIENT_COLUMNS} from client where name = $1`, [
    name,
  ]);
  return row && toClient(row);
}

/** Locks a client until the transaction ends. */
export async function lockClient(sql: Sql, id: string): Promise<Client> {
  const [row] = await sql.query<ClientRow>(
    'lock-client',
    `select ${CLIENT_COLUMNS} from client where id = $1 for update`,
    [id],
  );
  if (!row) throw new NotFoundError('There is no such client.', ['id']);
  return toClient(row);
}

type Rights = Required<ClientInput>;

const normal = <T extends Rights>(client: T): T => ({
  ...client,
  scopes: [...new Set(client.scopes)].sort(),
  segments: boundOf(client.role, client.segments),
  changeTypes: boundOf(client.role, client.changeTypes),
});

const valuesOf = ({ name, role, scopes, segments, changeTypes, trustedDocumentsOnly }: Rights): unknown[] => [
  name,
  role,
  scopes,
  segments,
  changeTypes,
  trustedDocumentsOnly,
];

const nameTaken = (name: string): ConflictError =>
  new ConflictError('NAME_TAKEN', `There is a client "${name}" already; choose another name.`, ['name']);
