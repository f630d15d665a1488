import { describe, expect, it } from 'vitest';
import { createClient, updateClient } from '../../src/access/clients.ts';
import { makeFirstKey } from '../../src/access/first-key.ts';
import { createKey, revokeKey } from '../../src/access/keys.ts';
import { roles } from '../../src/access/roles.ts';
import { operator } from '../../src/access/viewer.ts';
import { createApp } from '../../src/app.ts';
import { type Scope, scopes } from '../../src/contract/scope.ts';
import { ROLES, type Role } from '../../src/contract/viewer.ts';
import { keyFor, testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';

const { app, run, data } = await testApp();
const { access, database } = app;
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

interface Result {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly issues?: { path: string[]; code: string }[];
  readonly text?: string;
  readonly client?: { id: string; version: number } & Record<string, unknown>;
  readonly key?: { id: string } & Record<string, unknown>;
}
const ERRORS = '... on UserError { code message } ... on ValidationError { issues { path code } }';
const CLIENT = 'id name role scopes segments changeTypes trustedDocumentsOnly disabledAt version';
const DOCUMENTS = {
  createClient: `mutation ($input: CreateClientInput!) { createClient(input: $input) { __typename
    ... on CreateClientSuccess { client { ${CLIENT} } } ${ERRORS} } }`,
  updateClient: `mutation ($input: UpdateClientInput!) { updateClient(input: $input) { __typename
    ... on UpdateClientSuccess { client { ${CLIENT} } } ${ERRORS} } }`,
  createApiKey: `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename
    ... on CreateApiKeySuccess { text key { id prefix expiresAt } } ${ERRORS} } }`,
  revokeApiKey: `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename
    ... on RevokeApiKeySuccess { key { id revokedAt } } ${ERRORS} } }`,
};
/** Does it and gives its result, as the administrator of this file or with another key. */
async function write(name: keyof typeof DOCUMENTS, input: object, key?: string): Promise<Result> {
  const answer = await run<Record<string, Result>>(DOCUMENTS[name], { input }, key === undefined ? {} : bearer(key));
  if (answer.errors) throw new Error(answer.errors[0]?.message);
  return answer.data[name] as Result;
}

describe('clients', () => {
  it('are created, read, edited, disabled and enabled over the API, and every deed is in the log', async () => {
    const input = { name: 'Acme', role: 'PARTNER', segments: ['at-risk'], changeTypes: ['SEGMENT_ENTERED'] };
    const made = await write('createClient', input);
    expect(made.client).toEqual({
      id: expect.any(String),
      ...input,
      scopes: [],
      trustedDocumentsOnly: false,
      disabledAt: null,
      version: 1,
    });
    const { id = '' } = made.client ?? {};
    expect(await write('createClient', input)).toMatchObject({ __typename: 'ConflictError', code: 'NAME_TAKEN' });

    const edit = { id, expectedVersion: 1, scopes: ['METRICS_READ'], changeTypes: ['SEGMENT_LEFT'] };
    const edited = await write('updateClient', edit);
    expect(edited.client).toEqual({
      ...made.client,
      scopes: ['METRICS_READ'],
      changeTypes: ['SEGMENT_LEFT'],
      version: 2,
    });
    expect(await write('updateClient', edit)).toMatchObject({ code: 'VERSION_CONFLICT' });
    const disabled = await write('updateClient', { id, expectedVersion: 2, disabled: true });
    expect(disabled.client).toMatchObject({ disabledAt: expect.any(String), version: 3 });
    const enabled = await write('updateClient', { id, expectedVersion: 3, disabled: false });
    expect(enabled.client).toEqual({ ...edited.client, version: 4 });
    expect((await data<{ node: unknown }>(`{ node(id: "${id}") { ... on Client { ${CLIENT} } } }`)).node).toEqual(
      enabled.client,
    );

    const log = await database.query<{ action: string; before: object | null; after: object | null }>(
      '',
      `select action, before, after from audit_entry where target_type = 'client' and after->>'name' = 'Acme' order by id`,
    );
    expect(log.map(({ action }) => action)).toEqual(['client.create', ...Array(3).fill('client.update')]);
    expect(log[1]).toMatchObject({
      before: { scopes: [], version: 1 },
      after: { scopes: ['metrics:read'], version: 2 },
    });
  });

  it('are refused with every fault at once', async () => {
    const faults = async (input: object) => {
      const { issues = [] } = await write('createClient', { role: 'ANALYST', ...input });
      return issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    };
    expect(await faults({ name: ' ', role: 'PARTNER', segments: ['a b', ''] })).toEqual([
      'name BAD_LENGTH',
      'segments BAD_NAME',
    ]);
    expect(await faults({ name: 'a\0b' })).toEqual(['name BAD_NAME']);
    expect(await faults({ name: ' a' })).toEqual(['name BAD_NAME']);
    expect(await faults({ name: 'x'.repeat(101) })).toEqual(['name BAD_LENGTH']);
    expect(await faults({ name: 'x', role: 'PARTNER', segments: Array(1001).fill('a') })).toEqual([
      'segments TOO_MANY',
    ]);
    // what looks past segments, by its role or besides
    expect(await faults({ name: 'x', segments: ['a'] })).toEqual(['segments CONTRADICTION']);
    expect(await faults({ name: 'x', role: 'PARTNER', scopes: ['RULES_READ'] })).toEqual(['scopes CONTRADICTION']);
    // what would tell whom a pseudonym means
    expect(await faults({ name: 'x', role: 'PARTNER', scopes: ['ACTIVITIES_WRITE'] })).toEqual([
      'scopes CONTRADICTION',
    ]);
    expect(await faults({ name: 'x', role: 'RESPONDENT', scopes: ['CUSTOMERS_FIND'] })).toEqual([
      'scopes CONTRADICTION',
    ]);
    const both = ['ACTIVITIES_WRITE', 'CUSTOMERS_IDENTIFY'];
    expect(await faults({ name: 'trusted', role: 'PARTNER', scopes: both })).toEqual([]);
  });

  it('that are partners see nothing that is not named, also when somebody becomes one', async () => {
    const { client } = await write('createClient', { name: 'bare', role: 'PARTNER' });
    expect(client).toMatchObject({ segments: [], changeTypes: [] });
    const { id = '' } = client ?? {};
    const all = await write('updateClient', { id, expectedVersion: 1, segments: null, changeTypes: null });
    expect(all.client).toMatchObject({ segments: [], changeTypes: [] });
    const other = await write('createClient', { name: 'turncoat', role: 'ANALYST' });
    expect(other.client).toMatchObject({ segments: null, changeTypes: null });
    const turned = await write('updateClient', { id: other.client?.id, expectedVersion: 1, role: 'PARTNER' });
    expect(turned.client).toMatchObject({ segments: [], changeTypes: [] });
  });

  it('are listed by name, in pages both ways, with their keys in one statement', async () => {
    interface Listed {
      clients: {
        totalCount: number;
        nodes: { name: string; keys: { prefix: string; lastUsedAt: string | null }[] }[];
        pageInfo: { hasNextPage: boolean; endCursor: string; startCursor: string };
      };
    }
    const LIST = `query ($first: Int, $after: String, $last: Int, $before: String) {
      clients(first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { name keys { prefix createdAt expiresAt revokedAt lastUsedAt } }
        pageInfo { hasNextPage endCursor startCursor } } }`;
    const all = (await data<Listed>(LIST, { first: 100 })).clients;
    const names = all.nodes.map(({ name }) => name);
    expect(all.totalCount).toBe(names.length);
    const paged: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const { clients }: Listed = await data<Listed>(LIST, { first: 2, after });
      paged.push(...clients.nodes.map(({ name }) => name));
      after = clients.pageInfo.endCursor;
      more = clients.pageInfo.hasNextPage;
    }
    expect(paged).toEqual(names);
    const end = (await data<Listed>(LIST, { last: 2 })).clients;
    expect(end.nodes.map(({ name }) => name)).toEqual(names.slice(-2));
    const before = (await data<Listed>(LIST, { last: 2, before: end.pageInfo.startCursor })).clients;
    expect(before.nodes.map(({ name }) => name)).toEqual(names.slice(-4, -2));
    await access.writeUses();
    const used = (await data<Listed>(LIST, { first: 100 })).clients.nodes.flatMap(({ keys }) => keys);
    expect(used.filter(({ lastUsedAt }) => lastUsedAt !== null)).toHaveLength(1);
  });
});

describe('keys', () => {
  it('are made, shown once, replaced without a gap, and withdrawn', async () => {
    const { client } = await write('createClient', { name: 'shop', role: 'FRONTEND' });
    const clientId = client?.id;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const old = await write('createApiKey', { clientId, expiresAt });
    expect(old).toMatchObject({ key: { prefix: old.text?.slice(0, 12), expiresAt } });
    const who = async (key: string | undefined) =>
      (
        await run<{ viewer: unknown }>(
          '{ viewer { name role expiresAt scopes segments changeTypes } }',
          {},
          bearer(key ?? ''),
        )
      ).data;
    expect(await who(old.text)).toMatchObject({
      viewer: { name: 'shop', role: 'FRONTEND', expiresAt, segments: null, changeTypes: null },
    });
    const next = await write('createApiKey', { clientId });
    expect(await write('createApiKey', { clientId })).toMatchObject({ code: 'TOO_MANY_KEYS' });
    expect(await who(next.text)).toMatchObject({ viewer: { name: 'shop', expiresAt: null } });
    const revoked = await write('revokeApiKey', { id: old.key?.id });
    expect(revoked.key).toMatchObject({ id: old.key?.id, revokedAt: expect.any(String) });
    // on this server at once, and for good
    expect((await run('{ viewer { name } }', {}, bearer(old.text ?? ''))).errors?.[0]?.extensions?.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await write('revokeApiKey', { id: old.key?.id })).key).toEqual(revoked.key);
    expect(await who(next.text)).toMatchObject({ viewer: { name: 'shop' } });
    for (const id of [
      '',
      'x',
      clientId,
      Buffer.from('ApiKey:aaaaaaaa').toString('base64'),
      Buffer.from('ApiKey:\0').toString('base64'),
    ])
      expect(await write('revokeApiKey', { id })).toMatchObject({ code: 'NOT_FOUND' });
    for (const id of ['', old.key?.id, Buffer.from('Client:5').toString('base64')])
      expect(await write('createApiKey', { clientId: id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('cannot all be withdrawn: somebody is left who can make another, whatever is tried at the same time', async () => {
    const url = await testDatabase();
    const own = await createApp({ url, currency: 'EUR', timeZone: 'UTC', plugins: [] });
    const makeAdmin = async (name: string) => {
      const client = await createClient(own.database, operator, { name, role: 'admin' });
      const { key, text } = await createKey(own.database, operator, client.id);
      return { client, key, viewer: await own.access.authenticate(`Bearer ${text}`) };
    };
    try {
      const [one, two] = [await makeAdmin('one'), await makeAdmin('two')];
      // each withdraws the other's key at the same moment
      const answers = await Promise.allSettled([
        revokeKey(own.database, one.viewer, two.key.id),
        revokeKey(own.database, two.viewer, one.key.id),
      ]);
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(answers.find((answer) => answer.status === 'rejected')?.reason).toMatchObject({ code: 'LAST_ADMIN_KEY' });
      const left = answers[0]?.status === 'fulfilled' ? one : two;
      const lock = { code: 'LAST_ADMIN_KEY' };
      await expect(revokeKey(own.database, left.viewer, left.key.id)).rejects.toMatchObject(lock);
      const { id } = left.client;
      await expect(updateClient(own.database, left.viewer, id, 1, { disabled: true })).rejects.toMatchObject(lock);
      await expect(updateClient(own.database, left.viewer, id, 1, { role: 'analyst' })).rejects.toMatchObject(lock);
      await expect(own.access.renew(left.viewer, Date.now() + 60_000)).resolves.toBeDefined();
      // the command line may, and so may somebody who comes by a signed token
      await updateClient(own.database, { ...left.viewer, by: 'token' }, id, 1, { disabled: true });
      await revokeKey(own.database, operator, left.key.id);
    } finally {
      await own.close();
    }
  });
});

describe('whoever keeps clients', () => {
  it('grants nothing and touches nobody beyond their own rights', async () => {
    const keeper = await keyFor(app, { name: 'keeper', role: 'analyst', scopes: ['access:write'] });
    const within = await write('createClient', { name: 'within', role: 'ANALYST' }, keeper);
    expect(within.client).toMatchObject({ name: 'within' });
    const beyond = { issues: [{ code: 'BEYOND_YOUR_RIGHTS' }] };
    for (const input of [{ role: 'ADMIN' }, { role: 'FRONTEND' }, { role: 'ANALYST', scopes: ['RULES_WRITE'] }]) {
      const refused = await write('createClient', { name: 'beyond', ...input }, keeper);
      expect(refused.issues?.[0]?.code).toBe('BEYOND_YOUR_RIGHTS');
    }
    const { id } = within.client ?? {};
    expect(await write('updateClient', { id, expectedVersion: 1, scopes: ['JOBS_WRITE'] }, keeper)).toMatchObject(
      beyond,
    );
    const admin = await write('createClient', { name: 'above', role: 'FRONTEND' });
    const key = await write('createApiKey', { clientId: admin.client?.id });
    const above = { id: admin.client?.id, expectedVersion: 1 };
    for (const refused of [
      await write('updateClient', { ...above, disabled: true }, keeper),
      await write('updateClient', { ...above, role: 'RESPONDENT' }, keeper),
      await write('createApiKey', { clientId: admin.client?.id }, keeper),
      await write('revokeApiKey', { id: key.key?.id }, keeper),
    ])
      expect(refused.issues?.[0]?.code).toBe('BEYOND_YOUR_RIGHTS');
  });

  it('learns what there is to grant', async () => {
    const answer = await data<{ roles: { name: string; about: string; scopes: string[] }[] }>(
      '{ roles { name about scopes } }',
    );
    expect(answer.roles.map(({ name }) => name.toLowerCase())).toEqual([...ROLES]);
    for (const { name, about, scopes: granted } of answer.roles) {
      const role = roles[name.toLowerCase() as Role];
      expect([about, granted.length]).toEqual([role.about, role.scopes.length]);
    }
    expect(answer.roles[0]?.scopes).toHaveLength(Object.keys(scopes).length);
  });
});

describe('the first key', () => {
  it('is made once, by one of several servers that start together, and opens everything', async () => {
    const url = await testDatabase();
    const apps = await Promise.all(
      Array.from({ length: 3 }, () => createApp({ url, currency: 'EUR', timeZone: 'UTC', plugins: [] })),
    );
    try {
      const made = await Promise.all([...apps, ...apps].map((one) => makeFirstKey(one.database)));
      const [text, ...others] = made.filter((one) => one !== undefined);
      expect(others).toEqual([]);
      const viewer = await apps[2]?.access.authenticate(`Bearer ${text}`);
      expect([...(viewer?.scopes ?? [])].sort()).toEqual(Object.keys(scopes).sort() as Scope[]);
      expect(await makeFirstKey((apps[0] as (typeof apps)[0]).database)).toBeUndefined();
    } finally {
      for (const one of apps) await one.close();
    }
  });
});
