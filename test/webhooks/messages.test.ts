import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { keyFor } from '../support/app.ts';
import { PARTNER, type PartnerSetting, partnerSetting } from './partner-setting.ts';
import { receiver } from './receiver.ts';
import { append } from './setting.ts';

let at: PartnerSetting;
beforeEach(async () => {
  at = await partnerSetting();
});

describe('the messages of a partner', () => {
  it('tell of customers by the same pseudonyms as the API does, and of nothing that it was not granted', async () => {
    const there = await receiver();
    const { secret } = await at.create({ url: there.url, lanes: 1 });
    await append(at.app.database, [1, 2]);
    await append(at.app.database, [1], 'other');
    await at.deliver();
    const { changes } = await at.ask<{ changes: { nodes: { id: string; cursor: string; customerId: string }[] } }>(
      '{ changes { nodes { id cursor customerId } } }',
    );
    expect(there.received.map(({ body }) => body.data)).toEqual(
      changes.nodes.map(({ id, cursor, customerId }, i) => ({
        id,
        cursor,
        customerId,
        position: i + 1,
        previousPosition: i,
        changeSeq: 1,
        causedBy: 'time',
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
    expect(await at.create({ url: there.url, document })).toMatchObject({ __typename: 'CreateWebhookEndpointSuccess' });
    await append(at.app.database, [1], 'other');
    await append(at.app.database, [1]);
    await at.deliver();
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
      expect(await at.create({ url: there.url, document: { query } })).toMatchObject({
        code: 'INVALID_INPUT',
        issues: [{ path: ['document'], code: 'NOT_ALLOWED' }],
      });
    await append(at.app.database, [1]);
    await at.deliver();
    expect(there.received).toEqual([]);
  });

  it('stop, and say why, when the document is not allowed any more', async () => {
    const there = await receiver();
    const key = await keyFor(at.app, { name: 'wide', ...PARTNER, scopes: ['activities:read'] });
    const headers = { authorization: `Bearer ${key}` };
    const document = { query: 'subscription { changes { position cause { activityId } } }' };
    const { endpoint } = await at.create({ url: there.url, document }, headers);
    await append(at.app.database, [1]);
    await at.deliver();
    expect(there.received.map(({ body }) => body.data)).toEqual([
      { changes: { position: 1, cause: { activityId: null } } },
    ]);
    await at.app.database.query('', `update client set scopes = '{}' where name = 'wide'`);
    await append(at.app.database, [1]);
    await at.deliver();
    expect(there.received).toHaveLength(1);
    const { webhookEndpoint } = await at.ask<{ webhookEndpoint: object }>(
      'query($id: ID!) { webhookEndpoint(id: $id) { disabledReason disabledMessage lag } }',
      { id: endpoint.id },
      headers,
    );
    expect(webhookEndpoint).toEqual({
      disabledReason: 'NOT_ALLOWED',
      lag: 1,
      disabledMessage: expect.stringContaining('activityId'),
    });
  });

  it('come thin when what the document made is larger than twenty kilobytes', async () => {
    const there = await receiver();
    const key = await keyFor(at.app, { name: 'wide', role: 'analyst', scopes: ['webhooks:write'] });
    const document = { query: 'subscription { changes { why } }' };
    await at.create({ url: there.url, document, lanes: 1 }, { authorization: `Bearer ${key}` });
    await append(at.app.database, [1, 2]);
    await at.app.database.query('', `update change set why = to_jsonb(repeat('x', 19000 + 1000 * position::int))`);
    await at.deliver();
    expect(there.received.map(({ body }) => [body.tooLarge, Object.keys(body.data)])).toEqual([
      [undefined, ['changes']],
      [true, expect.arrayContaining(['id', 'cursor', 'customerId', 'segmentKey'])],
    ]);
  });

  it('are CloudEvents 1.0 when the owner says so', async () => {
    const there = await receiver();
    const { endpoint } = await at.create({ url: there.url, format: 'CLOUDEVENTS' });
    await append(at.app.database, [1]);
    await at.deliver();
    await at.ask('mutation($id: ID!) { testWebhookEndpoint(input: { id: $id }) { __typename } }', { id: endpoint.id });
    const [event, test] = there.received.map(({ body }) => body as unknown as Record<string, unknown>);
    const epoch = await at.app.feed.epoch();
    const { customerId } = there.received[0]?.body.data ?? {};
    expect(event).toEqual({
      specversion: '1.0',
      id: there.received[0]?.id,
      source: `urn:uuid:${epoch}`,
      type: 'segment.entered',
      subject: `customer/${customerId}`,
      time: expect.any(String),
      datacontenttype: 'application/json',
      data: expect.objectContaining({ segmentKey: 'vip', position: 1 }),
    });
    expect(test).toMatchObject({ type: 'webhook.test', subject: `webhook-endpoint/${endpoint.id}` });
    expect(there.received[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  });
});
