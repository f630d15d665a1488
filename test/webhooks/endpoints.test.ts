import { beforeEach, describe, expect, it } from 'vitest';
import { keyFor } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';
import { CREATE_ENDPOINT, type PartnerSetting, partnerSetting } from './partner-setting.ts';
import { receiver } from './receiver.ts';
import { append } from './setting.ts';

let at: PartnerSetting;
beforeEach(async () => {
  at = await partnerSetting();
});

describe('endpoints in the API', () => {
  it('are refused with every fault at once', async () => {
    const input = {
      url: 'http://10.0.0.1/',
      description: 'x'.repeat(501),
      lanes: 0,
      types: ['SEGMENT_LEFT'],
      segments: ['gold'],
      document: { query: 'subscription { changes { id } }' },
    };
    const { issues } = await at.create(input);
    expect(issues?.map(({ path, code }) => [path[0], code])).toEqual([
      ['url', 'PROTOCOL_NOT_ALLOWED'],
      ['description', 'BAD_LENGTH'],
      ['lanes', 'OUT_OF_RANGE'],

      ['document', 'CONTRADICTION'],
      ['types', 'NOT_ALLOWED'],
      ['segments', 'NOT_ALLOWED'],
    ]);
    const admin = { authorization: `Bearer ${at.key}` };
    expect(await at.create({ url: 'https://10.0.0.1/' }, admin)).toMatchObject({
      issues: [{ path: ['url'], code: 'ADDRESS_NOT_ALLOWED' }],
    });
  });

  it('are made once for one key, and their secret is shown once', async () => {
    const there = await receiver();
    const first = await at.create({ url: there.url, key: 'mine' });
    const again = await at.create({ url: there.url, key: 'mine' });
    expect(first.secret).toMatch(/^whsec_/);
    expect([again.secret, again.endpoint.id]).toEqual([null, first.endpoint.id]);
    expect(await at.create({ url: `${there.url}/other`, key: 'mine' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    // another client's key is another key
    expect((await at.create({ url: there.url, key: 'mine' }, at.other)).endpoint.id).not.toBe(first.endpoint.id);
  });

  it('keep secrets out of everything that can be read afterwards', async () => {
    const there = await receiver();
    const { secret, endpoint } = await at.create({ url: `${there.url}?token=hush` });
    const rotated = await at.ask<{ rotateWebhookSecret: { secret: string } }>(
      'mutation($id: ID!) { rotateWebhookSecret(input: { id: $id }) { ... on RotateWebhookSecretSuccess { secret } } }',
      { id: endpoint.id },
    );
    const rows = await at.app.database.query<{ text: string }>('', 'select a::text as text from audit_entry a');
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
    const { endpoint } = await at.create({ url: there.url });
    const { id } = endpoint;
    const list = '{ webhookEndpoints { totalCount nodes { id clientId } } }';
    const read = 'query($id: ID!) { webhookEndpoint(id: $id) { id } node(id: $id) { id } }';
    expect(await at.ask(list, {}, at.other)).toEqual({ webhookEndpoints: { totalCount: 0, nodes: [] } });
    expect(await at.ask(read, { id }, at.other)).toEqual({ webhookEndpoint: null, node: null });
    expect(await at.ask(read, { id })).toEqual({ webhookEndpoint: { id }, node: { id } });
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
      expect(await at.ask(`mutation { it: ${mutation} { __typename } }`, {}, at.other)).toEqual({
        it: { __typename: 'NotFoundError' },
      });
    expect(there.received).toEqual([]);
    const admin = { authorization: `Bearer ${at.key}` };
    const { webhookEndpoints } = await at.ask<{ webhookEndpoints: { nodes: { id: string; clientId: string }[] } }>(
      list,
      {},
      admin,
    );
    expect(webhookEndpoints.nodes.map((node) => node.id)).toEqual([id]);
    const clientId = webhookEndpoints.nodes[0]?.clientId;
    expect((await at.create({ url: there.url, clientId }, at.other)).code).toBe('NOT_FOUND');
    expect((await at.create({ url: there.url, clientId }, admin)).secret).toMatch(/^whsec_/);
    expect(await at.ask(list)).toMatchObject({ webhookEndpoints: { totalCount: 2 } });
    for (const mutation of mutations)
      expect(
        await at.ask(`mutation { it: ${mutation} { __typename ... on UserError { code } } }`, {}, admin),
      ).toMatchObject({
        it: { __typename: expect.stringMatching(/Success$/) },
      });
  });

  it('cannot be kept by who has not the scope for it', async () => {
    const key = await keyFor(at.app, { name: 'analyst', role: 'analyst' });
    const headers = { authorization: `Bearer ${key}` };
    const { errors } = await at.run('{ webhookEndpoints { nodes { id } } }', {}, headers);
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(
      (await at.run(CREATE_ENDPOINT, { input: { url: 'https://example.com' } }, headers)).errors?.[0]?.extensions?.code,
    ).toBe('FORBIDDEN');
  });

  it('are edited by who has seen the last version', async () => {
    const there = await receiver();
    const { endpoint } = await at.create({ url: there.url, types: ['SEGMENT_ENTERED'], description: 'one' });
    const edit = `mutation($input: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $input) {
      ... on UpdateWebhookEndpointSuccess { endpoint { version description types lanes format } } ... on UserError { code } } }`;
    const input = { id: endpoint.id, expectedVersion: 1, types: null, format: 'CLOUDEVENTS', lanes: 2 };
    expect(await at.ask(edit, { input })).toEqual({
      updateWebhookEndpoint: {
        endpoint: { version: 2, description: 'one', types: null, lanes: 2, format: 'CLOUDEVENTS' },
      },
    });
    expect(await at.ask(edit, { input })).toEqual({ updateWebhookEndpoint: { code: 'VERSION_CONFLICT' } });
    const bad = { id: endpoint.id, expectedVersion: 2, url: 'https://[::1]/' };
    expect(await at.ask(edit, { input: bad })).toEqual({ updateWebhookEndpoint: { code: 'INVALID_INPUT' } });
  });

  it('show what became of deliveries, in pages, by a number of statements that does not grow', async () => {
    const there = await receiver(({ body }) => (body.data.position === 2 ? { status: 503, text: 'later' } : 204));
    const { endpoint } = await at.create({ url: there.url, lanes: 1 });
    await append(at.app.database, [1, 1, 1]);
    await at.deliver();
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
    const { webhookEndpoint: shown } = await at.ask<Read>(read, { id: endpoint.id });
    expect(shown).toMatchObject({
      lag: 2,
      failures: 1,
      lastDeliveredAt: expect.any(String),
      failingSince: new Date(at.clock.now).toISOString(),
      nextAttemptAt: new Date(at.clock.now + 5000).toISOString(),
      attempts: {
        nodes: [{ number: 1, status: 503, delivered: false, answer: 'later', type: 'segment.entered', position: 2 }],
      },
      failed: { nodes: [{ status: 503, answer: 'later', error: null }] },
      deadLetters: { nodes: [] },
    });
    const { pageInfo } = shown.attempts;
    expect(pageInfo.hasNextPage).toBe(true);
    const { webhookEndpoint: next } = await at.ask<Read>(read, { id: endpoint.id, after: pageInfo.endCursor });
    expect(next.attempts).toMatchObject({ nodes: [{ number: 1, status: 204 }], pageInfo: { hasNextPage: false } });

    const many = '{ webhookEndpoints { nodes { lag attempts { nodes { status } } deadLetters { nodes { id } } } } }';
    const count = async (): Promise<number> => {
      await at.ask(many); // keys and plans are known then
      const statements = recordStatements();
      await at.ask(many);
      return statements.stop().length;
    };
    const one = await count();
    for (let i = 0; i < 5; i++) await at.create({ url: there.url });
    expect(await count()).toBe(one);
  });

  it('can be replayed from a time, and tried', async () => {
    const there = await receiver();
    const { endpoint } = await at.create({ url: there.url, lanes: 1 });
    await append(at.app.database, [1, 2]);
    await at.deliver();
    const time = new Date(at.clock.now - 60_000).toISOString();
    expect(
      await at.ask(
        `mutation($id: ID!, $time: DateTime!) { replayWebhook(input: { id: $id, from: { time: $time } }) {
          ... on ReplayWebhookSuccess { endpoint { lag } } ... on UserError { code message } } }`,
        { id: endpoint.id, time },
      ),
    ).toEqual({ replayWebhook: { endpoint: { lag: 2 } } });
    await at.deliver();
    expect(there.received.map(({ body }) => body.replay ?? false)).toEqual([false, false, true, true]);
    expect(
      await at.ask(
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
    const { secret, endpoint } = await at.create({ url: there.url, signing: 'ED25519' });
    expect([secret, endpoint.publicKey]).toEqual([null, expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/)]);
  });

  it('tell their owner of being disabled over the feed, and nobody else', async () => {
    const there = await receiver(() => 410);
    const { endpoint } = await at.create({ url: there.url });
    await append(at.app.database, [1]);
    await at.deliver();
    await append(at.app.database, []);
    const feed = `{ changes(types: [WEBHOOK_DISABLED]) { nodes {
      customerId cause { by } ... on WebhookDisabled { reason endpointId } } } }`;
    expect(await at.ask(feed)).toEqual({
      changes: { nodes: [{ customerId: null, cause: { by: 'DELIVERY' }, reason: 'GONE', endpointId: endpoint.id }] },
    });
    expect(await at.ask(feed, {}, at.other)).toEqual({ changes: { nodes: [] } });
  });
});
