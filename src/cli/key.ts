import { parseArgs } from 'node:util';
import { type Client, type ClientInput, findClient, insertClient } from '../access/clients.ts';
import { lockAccess } from '../access/keep-reachable.ts';
import { insertKey, type NewKey, revokeKey } from '../access/keys.ts';
import { operator } from '../access/viewer.ts';
import type { Scope } from '../contract/scope.ts';
import { ROLES, type Role } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import { rotateLinkKey } from '../surveys/links.ts';
import { type OpenTables, openTables } from './open-tables.ts';
import type { Command } from './run.ts';
import { CommandFailure, UsageError } from './usage-error.ts';

/** `retinue key create|list|revoke|rotate-links`: who may ask, and who may answer. */
export const keyCommand: Command = async ([action, ...args]) => {
  if (action === 'create') return create(args);
  if (action === 'list') return list(args);
  if (action === 'revoke') return revoke(args);
  if (action === 'rotate-links') return rotateLinks(args);
  throw new UsageError('Say what to do: key create, key list, key revoke or key rotate-links.');
};

/** Makes a key; its text alone goes to the standard output, so that it can be piped to where it is kept. */
async function create(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      client: { type: 'string' },
      role: { type: 'string' },
      scopes: { type: 'string' },
      segments: { type: 'string' },
      changes: { type: 'string' },
      expires: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { client: name, role, json } = values;
  if (name === undefined) throw new UsageError('Say whose key it is: --client NAME.');
  if (role !== undefined && !ROLES.includes(role as Role)) throw new UsageError(`--role is ${ROLES.join(', ')}.`);
  const rights = {
    ...(role !== undefined && { role: role as Role }),
    ...(values.scopes !== undefined && { scopes: wordsOf(values.scopes) as Scope[] }),
    ...(values.segments !== undefined && { segments: wordsOf(values.segments) }),
    ...(values.changes !== undefined && { changeTypes: wordsOf(values.changes) }),
  };
  const expiresAt = values.expires === undefined ? null : instantAfter(values.expires);
  return withTables(async (tables) => {
    checkChangeTypes(tables, rights.changeTypes ?? []);
    const { client, made } = await tables.database.transact(async (sql) => {
      await lockAccess(sql);
      const known = await findClient(sql, name);
      if (known && Object.keys(rights).length > 0)
        throw new CommandFailure(
          `There is a client "${name}" already, with the role ${known.role}: leave its rights out to make it another key.`,
        );
      if (!known && !role)
        throw new UsageError(`There is no client "${name}" yet: say what it may do with --role (${ROLES.join(', ')}).`);
      const client = known ?? (await insertClient(sql, operator, { name, ...rights } as ClientInput));
      return { client, made: await insertKey(sql, operator, client.id, expiresAt) };
    });
    await warn(tables.database, client);
    console.log(json ? JSON.stringify(described(client, made)) : made.text);
    console.error(`A key for "${client.name}" (${client.role}). It is shown this once.`);
    return 0;
  });
}

interface Listed {
  readonly id: string;
  readonly client: string;
  readonly role: string;
  readonly state: 'alive' | 'expired' | 'revoked' | 'disabled';
  /** ISO 8601, as the others. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

async function list(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  return withTables(async ({ database }) => {
    const rows = await database.query<Listed>(
      'list-keys',
      `select k.id, c.name as client, c.role, ${iso('k.created_at')} as "createdAt",
              ${iso('k.expires_at')} as "expiresAt", ${iso('k.last_used_at')} as "lastUsedAt",
              case when k.revoked_at is not null then 'revoked' when c.disabled_at is not null then 'disabled'
                   when k.expires_at <= now() then 'expired' else 'alive' end as state
         from api_key k join client c on c.id = k.client_id order by c.name, k.created_at, k.id`,
    );
    const day = (at: string | null): string => at?.slice(0, 16).replace('T', ' ') ?? '-';
    const table = [
      ['ID', 'CLIENT', 'ROLE', 'STATE', 'MADE', 'ENDS', 'LAST USED'],
      ...rows.map((row) => [
        row.id,
        row.client,
        row.role,
        row.state,
        day(row.createdAt),
        day(row.expiresAt),
        day(row.lastUsedAt),
      ]),
    ];
    const widths = table[0]?.map((_, i) => Math.max(...table.map((cells) => cells[i]?.length ?? 0))) ?? [];
    const lines = table.map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    console.log(values.json ? JSON.stringify(rows) : lines.join('\n'));
    return 0;
  });
}

async function revoke(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
  const [text, ...more] = positionals;
  // what stands between "rtn_" and the secret, however much of a key is given
  const [, id] = /^(?:rtn_)?([0-9A-Za-z]{8})(?:_\w*)?$/.exec(text ?? '') ?? [];
  if (id === undefined || more.length > 0)
    throw new UsageError('Name one key by its id, as "retinue key list" shows it.');
  return withTables(async ({ database }) => {
    await revokeKey(database, operator, id);
    console.error(`The key ${id} opens nothing any more; servers that know it learn so within 20 seconds.`);
    return 0;
  });
}

async function rotateLinks(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { 'end-old': { type: 'boolean', default: false } } });
  const endOld = values['end-old'];
  return withTables(async ({ database }) => {
    const number = await rotateLinkKey(database, operator, { endOld });
    const old = endOld
      ? 'links that were made before open nothing any more'
      : 'older links stay good until they expire';
    console.error(`Links of invitations are made by key ${number} within 20 seconds; ${old}.`);
    return 0;
  });
}

async function withTables(work: (tables: OpenTables) => Promise<number>): Promise<number> {
  const tables = await openTables();
  try {
    return await work(tables);
  } finally {
    await tables.close();
  }
}

const described = ({ name, role, scopes, segments, changeTypes }: Client, { key, text }: NewKey) => ({
  key: text,
  id: key.id,
  expiresAt: key.expiresAt,
  client: name,
  role,
  scopes,
  segments,
  changes: changeTypes,
});

const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** `90d`, `12h`, or a day such as 2027-01-31. */
function instantAfter(text: string): Date {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(Date.now() + Number(count) * (unit === 'd' ? 86_400_000 : 3_600_000));
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new UsageError('--expires is such as 90d, 12h or 2027-01-31.');
  return new Date(at);
}

function checkChangeTypes({ changes }: OpenTables, types: readonly string[]): void {
  const unknown = types.find((type) => !changes.has(type));
  if (unknown !== undefined)
    throw new UsageError(`There is no type of change "${unknown}"; there are ${[...changes.keys()].join(', ')}.`);
}

/** Rights that are probably not meant: they are given all the same. */
async function warn(database: Database, { role, segments, changeTypes }: Client): Promise<void> {
  if (role === 'partner' && changeTypes?.length === 0)
    console.error('It may see no change yet: name types of change with --changes.');
  const known = await database.query<{ key: string }>(
    'segment-keys',
    `select distinct k.key from outcome_code k join rule_set s on s.id = k.rule_set_id where s.kind = 'segments'`,
  );
  const keys = new Set(known.map(({ key }) => key));
  for (const segment of segments ?? []) if (!keys.has(segment)) console.error(`There is no segment "${segment}" yet.`);
}
