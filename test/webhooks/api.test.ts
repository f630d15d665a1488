import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { keyFor, type TestApp, testApp } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';
import { receiver } from './receiver.ts';
import { append } from './setting.ts';

let app: TestApp;
let partner: Record<string, string>;
let other: Record<string, string>;
const clock = { now: Date.now() };

const PARTNER = { role: 'partner', segments: ['vip'], changeTypes: ['segment.entered'] } as const;

beforeEach(async () => {
  clock.now = Date.now();
  const webhooks = { allow: ['127.0.0.1/32'], random: () => 0.5, timeout: 300, pace: 0, clock: () => clock.now };
  app = await testApp({ webhooks });
  const as = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await keyFor(app.app, { name: `partner ${randomUUID()}`, ...PARTNER })}`,
  });
  [partner, other] = [await as(), await as()];
});

const deliver = (): Promise<void> => app.app.webhooks.deliverer(createLog('silent')).drain();

interface Created {
  createWebhookEndpoint: {
    __typename: string;
    secret: string | null;
    endpoint: { id: string; version: number; publicKey: string | null };
    code?: string;
    issues?: { path: string[]; code: string }[];
  };
}

const CREATE = `mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
  __typename ... on CreateWebhookEndpointSuccess { secret endpoint { id version publicKey } }
  ... on UserError { code } ... on ValidationError { issues { path code } } } }`;

const create = async (
  input: Record<string, unknown>,
  headers: Record<string, string> = partner,
): Promise<Created['createWebhookEndpoint']> => {
  const { data, errors } = await app.run<Created>(CREATE, { input }, headers);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.createWebhookEndpoint;
};

const ask = async <Data>(document: string, variables = {}, headers = partner): Promise<Data> => {
  const { data, errors } = await app.run<Data>(document, variables, headers);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};

describe('the messages of a partner', () => {
  it('tell of customers by the same pseudonyms as the API does, and of nothing that it was not granted', async () => {
    const there = await receiver();
    const { secret } = await create({ url: there.url, lanes: 1 });
    await append(app.app.database, [1, 2]);
    await append(app.app.database, [1], 'other');
    await deliver();
    const { changes } = await ask<{ changes: { nodes: { id: string; cursor: string; customerId: string }[] } }>(
      '{ changes { nodes { id cursor customerId } } }',
    );
    expect(there.received.map(({ body }) => body.data)).toEqual(
      changes.nodes.map(({ id, cursor, customerId }, i) => ({
        ...{ id, cursor, customerId, position: i + 1, previousPosition: i, changeSeq: 1, causedBy: 'time' },
        segmentKey: 'vip',
      })),
    );
    expect(there.received.map(({ body }) => body.timestamp)).toEqual([expect.any(String), expect.any(String)]);
    expect(JSON.stringify(there.received)).not.toContain('00000000-0000-4000-8000');
    const { raw, headers } = there.received[0] as (typeof there.received)[0];
    expect(new Webhook(secret as string).verify(raw, headers)).toMatchObject({ type: 'segment.entered' });
  });

  it('are what a subscription document makes of changes, the same as on the stream', async () => {
    const there = await receiver();
    const query = `subscription Mine($types: [ChangeType!]) { changes(types: $types, segments: ["vip"]) {
      position customerId ... on SegmentEntered { entered: segmentKey } } }`;
    const document = { query, variables: { types: ['SEGMENT_ENTERED'] }, operationName: 'Mine' };
    expect(await create({ url: there.url, document })).toMatchObject({ __typename: 'CreateWebhookEndpointSuccess' });
    await append(app.app.database, [1], 'other');
    await append(app.app.database, [1]);
    await deliver();
    expect(there.received.map(({ body }) => body)).toEqual([
      {
        type: 'segment.entered',
        timestamp: expect.any(String),
        data: { changes: { position: 2, customerId: expect.any(String), entered: 'vip' } },
      },
    ]);
  });

  it('are refused when the document asks for more than the partner may see, is no subscription, or is broken', async () => {
    const there = await receiver();
    const tries = [
      'subscription { changes { customer { attributes } } }',
      'subscription { changes { why } }',
      'query { changes { nodes { id } } }',
      'subscription { changes { id',
      'subscription { changes { nothing } }',
      'subscription($a: String!) { changes(after: $a) { id } }',
    ];
    for (const query of tries)
      expect(await create({ url: there.url, document: { query } })).toMatchObject({
        ...{ code: 'INVALID_INPUT', issues: [{ path: ['document'], code: 'NOT_ALLOWED' }] },
      });
    await append(app.app.database, [1]);
    await deliver();
    expect(there.received).toEqual([]);
  });

  it('stop, and say why, when the document is not allowed any more', async () => {
    const there = await receiver();
    const key = await keyFor(app.app, { name: 'wide', ...PARTNER, scopes: ['customers:read', 'metrics:read'] });
    const headers = { authorization: `Bearer ${key}` };
    const document = { query: 'subscription { changes { position why } }' };
    const { endpoint } = await create({ url: there.url, document }, headers);
    await append(app.app.database, [1]);
    await deliver();
    expect(there.received.map(({ body }) => body.data)).toEqual([{ changes: { position: 1, why: null } }]);
    await app.app.database.query('', `update client set scopes = '{}' where name = 'wide'`);
    await append(app.app.database, [1]);
    await deliver();
    expect(there.received).toHaveLength(1);
    const { webhookEndpoint } = await ask<{ webhookEndpoint: object }>(
      'query($id: ID!) { webhookEndpoint(id: $id) { disabledReason disabledMessage lag } }',
      { id: endpoint.id },
      headers,
    );
    expect(webhookEndpoint).toEqual({
      ...{ disabledReason: 'NOT_ALLOWED', lag: 1 },
      disabledMessage: expect.stringContaining('why'),
    });
  });

  it('come thin when what the document made is larger than twenty kilobytes', async () => {
    const there = await receiver();
    const key = await keyFor(app.app, { name: 'wide', role: 'analyst', scopes: ['webhooks:write'] });
    const document = { query: 'subscription { changes { why } }' };
    await create({ url: there.url, document, lanes: 1 }, { authorization: `Bearer ${key}` });
    await append(app.app.database, [1, 2]);
    await app.app.database.query('', `update change set why = to_jsonb(repeat('x', 19000 + 1000 * position::int))`);
    await deliver();
    expect(there.received.map(({ body }) => [body.tooLarge, Object.keys(body.data)])).toEqual([
      [undefined, ['changes']],
      [true, expect.arrayContaining(['id', 'cursor', 'customerId', 'segmentKey'])],
    ]);
  });

  it('are CloudEvents 1.0 when the owner says so', async () => {
    const there = await receiver();
    const { endpoint } = await create({ url: there.url, format: 'CLOUDEVENTS' });
    await append(app.app.database, [1]);
    await deliver();
    await ask('mutation($id: ID!) { testWebhookEndpoint(input: { id: $id }) { __typename } }', { id: endpoint.id });
    const [event, test] = there.received.map(({ body }) => body as unknown as Record<string, unknown>);
    const epoch = await app.app.feed.epoch();
    const { customerId } = there.received[0]?.body.data ?? {};
    expect(event).toEqual({
      ...{ specversion: '1.0', id: there.received[0]?.id, source: `urn:uuid:${epoch}`, type: 'segment.entered' },
      ...{ subject: `customer/${customerId}`, time: expect.any(String), datacontenttype: 'application/json' },
      data: expect.objectContaining({ segmentKey: 'vip', position: 1 }),
    });
    expect(test).toMatchObject({ type: 'webhook.test', subject: `webhook-endpoint/${endpoint.id}` });
    expect(there.received[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  });
});

describe('endpoints in the API', () => {
  it('are refused with every fault at once', async () => {
    const input = {
      ...{
        url: 'http://10.0.0.1/',
        description: 'x'.repeat(501),
        lanes: 0,
        types: ['SEGMENT_LEFT'],
        segments: ['gold'],
      },
      document: { query: 'subscription { changes { id } }' },
    };
    const { issues } = await create(input);
    expect(issues?.map(({ path, code }) => [path[0], code])).toEqual([
      ...[
        ['url', 'PROTOCOL_NOT_ALLOWED'],
        ['description', 'BAD_LENGTH'],
        ['lanes', 'OUT_OF_RANGE'],
      ],
      ...[
        ['document', 'CONTRADICTION'],
        ['types', 'NOT_ALLOWED'],
        ['segments', 'NOT_ALLOWED'],
      ],
    ]);
    const admin = { authorization: `Bearer ${app.key}` };
    expect(await create({ url: 'https://10.0.0.1/' }, admin)).toMatchObject({
      issues: [{ path: ['url'], code: 'ADDRESS_NOT_ALLOWED' }],
    });
  });

  it('are made once for one key, and their secret is shown once', async () => {
    const there = await receiver();
    const first = await create({ url: there.url, key: 'mine' });
    const again = await create({ url: there.url, key: 'mine' });
    expect(first.secret).toMatch(/^whsec_/);
    expect([again.secret, again.endpoint.id]).toEqual([null, first.endpoint.id]);
    expect(await create({ url: `${there.url}/other`, key: 'mine' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    // another client's key is another key
    expect((await create({ url: there.url, key: 'mine' }, other)).endpoint.id).not.toBe(first.endpoint.id);
  });

  it('keep secrets out of everything that can be read afterwards', async () => {
    const there = await receiver();
    const { secret, endpoint } = await create({ url: `${there.url}?token=hush` });
    const rotated = await ask<{ rotateWebhookSecret: { secret: string } }>(
      'mutation($id: ID!) { rotateWebhookSecret(input: { id: $id }) { ... on RotateWebhookSecretSuccess { secret } } }',
      { id: endpoint.id },
    );
    const rows = await app.app.database.query<{ text: string }>('', 'select a::text as text from audit_entry a');
    const log = rows.map(({ text }) => text).join('\n');
    expect(log).toContain('webhook-endpoint.rotate');
    for (const text of [secret, rotated.rotateWebhookSecret.secret]) {
      const bytes = Buffer.from((text as string).slice(6), 'base64');
      for (const form of [text as string, bytes.toString('hex'), bytes.toString('base64'), 'hush'])
        expect(log).not.toContain(form);
    }
  });

  it('belong to their client: others neither see nor touch them, and an administrator does', async () => {
    const there = await receiver();
    const { endpoint } = await create({ url: there.url });
    const { id } = endpoint;
    const list = '{ webhookEndpoints { totalCount nodes { id clientId } } }';
    const read = 'query($id: ID!) { webhookEndpoint(id: $id) { id } node(id: $id) { id } }';
    expect(await ask(list, {}, other)).toEqual({ webhookEndpoints: { totalCount: 0, nodes: [] } });
    expect(await ask(read, { id }, other)).toEqual({ webhookEndpoint: null, node: null });
    expect(await ask(read, { id })).toEqual({ webhookEndpoint: { id }, node: { id } });
    const mutations = [
      `updateWebhookEndpoint(input: { id: "${id}", expectedVersion: 1, description: "mine now" })`,
      `rotateWebhookSecret(input: { id: "${id}" })`,
      `enableWebhookEndpoint(input: { id: "${id}" })`,
      `disableWebhookEndpoint(input: { id: "${id}" })`,
      `testWebhookEndpoint(input: { id: "${id}" })`,
      `replayWebhook(input: { id: "${id}", from: { time: "2026-11-24T00:00:00Z" } })`,
      `deleteWebhookEndpoint(input: { id: "${id}" })`,
    ];
    for (const mutation of mutations)
      expect(await ask(`mutation { it: ${mutation} { __typename } }`, {}, other)).toEqual({
        it: { __typename: 'NotFoundError' },
      });
    expect(there.received).toEqual([]);
    const admin = { authorization: `Bearer ${app.key}` };
    const { webhookEndpoints } = await ask<{ webhookEndpoints: { nodes: { id: string; clientId: string }[] } }>(
      list,
      {},
      admin,
    );
    expect(webhookEndpoints.nodes.map((node) => node.id)).toEqual([id]);
    const clientId = webhookEndpoints.nodes[0]?.clientId;
    expect((await create({ url: there.url, clientId }, other)).code).toBe('NOT_FOUND');
    expect((await create({ url: there.url, clientId }, admin)).secret).toMatch(/^whsec_/);
    expect(await ask(list)).toMatchObject({ webhookEndpoints: { totalCount: 2 } });
    for (const mutation of mutations)
      expect(
        await ask(`mutation { it: ${mutation} { __typename ... on UserError { code } } }`, {}, admin),
      ).toMatchObject({
        it: { __typename: expect.stringMatching(/Success$/) },
      });
  });

  it('cannot be kept by who has not the scope for it', async () => {
    const key = await keyFor(app.app, { name: 'analyst', role: 'analyst' });
    const headers = { authorization: `Bearer ${key}` };
    const { errors } = await app.run('{ webhookEndpoints { nodes { id } } }', {}, headers);
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(
      (await app.run(CREATE, { input: { url: 'https://example.com' } }, headers)).errors?.[0]?.extensions?.code,
    ).toBe('FORBIDDEN');
  });

  it('are edited by who has seen the last version', async () => {
    const there = await receiver();
    const { endpoint } = await create({ url: there.url, types: ['SEGMENT_ENTERED'], description: 'one' });
    const edit = `mutation($input: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $input) {
      ... on UpdateWebhookEndpointSuccess { endpoint { version description types lanes format } } ... on UserError { code } } }`;
    const input = { id: endpoint.id, expectedVersion: 1, types: null, format: 'CLOUDEVENTS', lanes: 2 };
    expect(await ask(edit, { input })).toEqual({
      updateWebhookEndpoint: {
        endpoint: { version: 2, description: 'one', types: null, lanes: 2, format: 'CLOUDEVENTS' },
      },
    });
    expect(await ask(edit, { input })).toEqual({ updateWebhookEndpoint: { code: 'VERSION_CONFLICT' } });
    const bad = { id: endpoint.id, expectedVersion: 2, url: 'https://[::1]/' };
    expect(await ask(edit, { input: bad })).toEqual({ updateWebhookEndpoint: { code: 'INVALID_INPUT' } });
  });

  it('show what became of deliveries, in pages, by a number of statements that does not grow', async () => {
    const there = await receiver(({ body }) => (body.data.position === 2 ? { status: 503, text: 'later' } : 204));
    const { endpoint } = await create({ url: there.url, lanes: 1 });
    await append(app.app.database, [1, 1, 1]);
    await deliver();
    const read = `query($id: ID!, $after: String) { webhookEndpoint(id: $id) {
      lag failures failingSince lastDeliveredAt nextAttemptAt cursor
      attempts(first: 1, after: $after) {
        nodes { number status delivered answer type changeId position milliseconds } pageInfo { hasNextPage endCursor } }
      failed: attempts(failed: true) { nodes { status answer error } }
      deadLetters { nodes { id } } } }`;
    interface Read {
      webhookEndpoint: {
        cursor: string;
        attempts: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      };
    }
    const { webhookEndpoint: shown } = await ask<Read>(read, { id: endpoint.id });
    expect(shown).toMatchObject({
      ...{ lag: 2, failures: 1, lastDeliveredAt: expect.any(String) },
      failingSince: new Date(clock.now).toISOString(),
      nextAttemptAt: new Date(clock.now + 5000).toISOString(),
      attempts: {
        nodes: [{ number: 1, status: 503, delivered: false, answer: 'later', type: 'segment.entered', position: 2 }],
      },
      ...{ failed: { nodes: [{ status: 503, answer: 'later', error: null }] }, deadLetters: { nodes: [] } },
    });
    const { pageInfo } = shown.attempts;
    expect(pageInfo.hasNextPage).toBe(true);
    const { webhookEndpoint: next } = await ask<Read>(read, { id: endpoint.id, after: pageInfo.endCursor });
    expect(next.attempts).toMatchObject({ nodes: [{ number: 1, status: 204 }], pageInfo: { hasNextPage: false } });

    const many = '{ webhookEndpoints { nodes { lag attempts { nodes { status } } deadLetters { nodes { id } } } } }';
    const count = async (): Promise<number> => {
      await ask(many); // keys and plans are known then
      const statements = recordStatements();
      await ask(many);
      return statements.stop().length;
    };
    const one = await count();
    for (let i = 0; i < 5; i++) await create({ url: there.url });
    expect(await count()).toBe(one);
  });

  it('can be replayed from a time, and tried', async () => {
    const there = await receiver();
    const { endpoint } = await create({ url: there.url, lanes: 1 });
    await append(app.app.database, [1, 2]);
    await deliver();
    const time = new Date(clock.now - 60_000).toISOString();
    expect(
      await ask(
        `mutation($id: ID!, $time: DateTime!) { replayWebhook(input: { id: $id, from: { time: $time } }) {
          ... on ReplayWebhookSuccess { endpoint { lag } } ... on UserError { code message } } }`,
        { id: endpoint.id, time },
      ),
    ).toEqual({ replayWebhook: { endpoint: { lag: 2 } } });
    await deliver();
    expect(there.received.map(({ body }) => body.replay ?? false)).toEqual([false, false, true, true]);
    expect(
      await ask(
        `mutation($id: ID!) { testWebhookEndpoint(input: { id: $id }) {
          ... on TestWebhookEndpointSuccess { attempt { delivered status type changeId } } } }`,
        { id: endpoint.id },
      ),
    ).toEqual({
      testWebhookEndpoint: { attempt: { delivered: true, status: 204, type: 'webhook.test', changeId: null } },
    });
  });

  it('are signed by a key pair when asked for, whose public half can be read', async () => {
    const there = await receiver();
    const { secret, endpoint } = await create({ url: there.url, signing: 'ED25519' });
    expect([secret, endpoint.publicKey]).toEqual([null, expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/)]);
  });

  it('tell their owner of being disabled over the feed, and nobody else', async () => {
    const there = await receiver(() => 410);
    const { endpoint } = await create({ url: there.url });
    await append(app.app.database, [1]);
    await deliver();
    await append(app.app.database, []);
    const feed = `{ changes(types: [WEBHOOK_DISABLED]) { nodes {
      customerId cause { by } ... on WebhookDisabled { reason endpointId } } } }`;
    expect(await ask(feed)).toEqual({
      changes: { nodes: [{ customerId: null, cause: { by: 'DELIVERY' }, reason: 'GONE', endpointId: endpoint.id }] },
    });
    expect(await ask(feed, {}, other)).toEqual({ changes: { nodes: [] } });
  });
});
