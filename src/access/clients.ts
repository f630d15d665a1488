import type { Scope } from '../contract/scope.ts';
import type { Role } from '../contract/viewer.ts';
import type { Database, Sql } from '../db/database.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { type Actor, audit } from './audit.ts';
import { checkClient } from './check-client.ts';

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

export const CLIENT_COLUMNS = `id, name, role, scopes, segments, change_types as "changeTypes",
  trusted_documents_only as "trustedDocumentsOnly", created_at as "createdAt", disabled_at as "disabledAt", version`;

const RETURNING = `returning ${CLIENT_COLUMNS}`;

/** Creates a client. A partner that names no segments or types of change may see none. */
export async function createClient(database: Database, actor: Actor, input: ClientInput): Promise<Client> {
  const partner = input.role === 'partner';
  const client = {
    ...{ scopes: [], trustedDocumentsOnly: false, ...input },
    segments: input.segments ?? (partner ? [] : null),
    changeTypes: input.changeTypes ?? (partner ? [] : null),
  };
  checkClient(client);
  return database.transact(async (sql) => {
    const [made] = await sql.query<Client>(
      'create-client',
      `insert into client (name, role, scopes, segments, change_types, trusted_documents_only)
       values ($1, $2, $3, $4, $5, $6) on conflict (name) do nothing ${RETURNING}`,
      valuesOf(client),
    );
    if (!made) throw nameTaken(client.name);
    await tell(sql, actor, 'client.create', made.id, undefined, client);
    return made;
  });
}

/** Edits a client. What it may do and see changes within half a minute, also in streams that are open. */
export async function updateClient(
  database: Database,
  actor: Actor,
  id: string,
  expectedVersion: number,
  input: Partial<ClientInput> & { readonly disabled?: boolean },
): Promise<Client> {
  return database.transact(async (sql) => {
    const before = await lockClient(sql, id);
    if (before.version !== expectedVersion)
      throw new ConflictError(
        'VERSION_CONFLICT',
        `Somebody edited this client; it is at version ${before.version} now.`,
        ['expectedVersion'],
      );
    const { disabled, ...edits } = input;
    const client = { ...before, ...edits };
    checkClient(client);
    const disabledAt = disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? new Date()) : null;
    const [taken] = await sql.query('client-name', 'select 1 from client where name = $1 and id <> $2', [
      client.name,
      id,
    ]);
    if (taken) throw nameTaken(client.name);
    const [after] = await sql.query<Client>(
      'update-client',
      `update client set name = $1, role = $2, scopes = $3, segments = $4, change_types = $5, trusted_documents_only = $6,
              disabled_at = $8, version = version + 1 where id = $7 ${RETURNING}`,
      [...valuesOf(client), id, disabledAt],
    );
    await tell(sql, actor, 'client.update', id, before, after);
    return after as Client;
  });
}

export async function listClients(sql: Sql): Promise<Client[]> {
  return sql.query<Client>('clients', `select ${CLIENT_COLUMNS} from client order by name`);
}

/** Locks a client until the transaction ends. */
export async function lockClient(sql: Sql, id: string): Promise<Client> {
  const [client] = await sql.query<Client>(
    'lock-client',
    `select ${CLIENT_COLUMNS} from client where id = $1 for update`,
    [id],
  );
  if (!client) throw new NotFoundError('There is no such client.', ['id']);
  return client;
}

const valuesOf = (client: ClientInput & Pick<Client, 'scopes' | 'segments' | 'changeTypes'>) => [
  ...[client.name, client.role, client.scopes, client.segments, client.changeTypes, client.trustedDocumentsOnly],
];

const nameTaken = (name: string): ConflictError =>
  new ConflictError('NAME_TAKEN', `There is a client "${name}" already; choose another name.`, ['name']);

const tell = (sql: Sql, actor: Actor, action: string, id: string, before: unknown, after: unknown): Promise<void> =>
  audit(sql, actor, { action, target: { type: 'client', id }, before, after });
