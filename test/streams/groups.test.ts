import { afterAll, describe, expect, it } from 'vitest';
import type { ClientInput } from '../../src/access/clients.ts';
import { createKey } from '../../src/access/keys.ts';
import { makeViewer, operator } from '../../src/access/viewer.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { type CheckedSubscription, checkDocument } from '../../src/graphql/check-document.ts';
import { groupKey } from '../../src/graphql/streams/group-key.ts';
import { start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';
import { ChangeWriter } from './changes.ts';
import { positionsOf, type Stream, subscribe, TRANSPORTS } from './subscribe.ts';

const running = await start();
const { app } = running;
afterAll(() => running.close());
const writer = new ChangeWriter(app, 11);

const TOLD = `id cursor position previousPosition changeSeq type customerId
  ... on SegmentEntered { entered: segmentKey } ... on SegmentLeft { left: segmentKey }`;

describe('readers who ask the same', () => {
  it('are each told what they would have been told alone: what they may see, by the ids that are theirs', async () => {
    const both = ['segment.entered', 'segment.left'];
    const viewers: Record<string, Omit<ClientInput, 'name'>> = {
      admin: { role: 'admin' },
      analyst: { role: 'analyst' },
      marketer: { role: 'marketer' },
      'partner of two segments': { role: 'partner', segments: ['s1', 's2'], changeTypes: both },
      partner: { role: 'partner', segments: ['s1'], changeTypes: both },
      'partner with the same grant': { role: 'partner', segments: ['s1'], changeTypes: both },
      'partner of half of it': { role: 'partner', segments: ['s1'], changeTypes: ['segment.left'] },
      'partner of another segment': { role: 'partner', segments: ['s2'], changeTypes: both },
      'partner who sees our ids': {
        role: 'partner',
        segments: ['s1'],
        changeTypes: both,
        scopes: ['customers:identify'],
      },
      'partner of nothing': { role: 'partner' },
    };
    const keys = new Map<string, string>();
    for (const [name, input] of Object.entries(viewers)) keys.set(name, await keyFor(app, { name, ...input }));
    const [client] = await app.database.query<{ id: string }>('', `select id from client where name = 'partner'`);
    keys.set('partner, by another key', (await createKey(app.database, operator, client?.id ?? '')).text);

    await writer.write(40);
    await writer.number();
    const after = encodeCursor({ epoch: await app.feed.epoch(), position: 0 });
    const document = {
      query: `subscription ($after: String) { changes(after: $after) { ${TOLD} } }`,
      variables: { after },
    };
    const streams = new Map<string, readonly Stream[]>();
    for (const [name, key] of keys)
      streams.set(name, await Promise.all(TRANSPORTS.map((over) => subscribe(over, running, document, { key }))));
    await writer.write(50); // some is read by each of them, some made by the group for all
    await writer.number();

    const expected = new Map<string, object[]>();
    for (const [name, key] of keys) {
      const query = `{ changes(first: 100) { nodes { ${TOLD} } } }`;
      expected.set(name, (await running.ask<{ changes: { nodes: object[] } }>(query, {}, key)).changes.nodes);
    }
    for (const [name, [events, socket]] of streams as Map<string, [Stream, Stream]>) {
      const alone = expected.get(name) ?? [];
      await expect
        .poll(() => [events.answers.length, socket.answers.length], { message: name })
        .toEqual([alone.length, alone.length]);
      for (const { answers } of [events, socket])
        expect(
          answers.map(({ data }) => data?.changes),
          name,
        ).toEqual(alone);
      events.close();
      socket.close();
    }
    expect(expected.get('admin')).toHaveLength(90);
    const idsOf = (name: string): unknown[] =>
      (expected.get(name) as { customerId: string }[]).map(({ customerId }) => customerId);
    expect(idsOf('partner')).toEqual(idsOf('partner, by another key'));
    expect(idsOf('partner').filter((id) => idsOf('partner with the same grant').includes(id))).toEqual([]);
    expect(expected.get('partner of nothing')).toEqual([]);
  });

  it('cost the database as much as one of them', async () => {
    const query = 'subscription { changes { position customer { externalId segments { segment { key } } } } }';
    const statementsFor = async (count: number): Promise<number> => {
      const streams = await Promise.all(
        Array.from({ length: count }, (_, i) => subscribe(i % 2 ? 'sse' : 'websocket', running, { query })),
      );
      const recorded = recordStatements();
      await writer.write(1);
      await writer.number();
      for (const stream of streams) await expect.poll(() => positionsOf(stream).length).toBe(1);
      const statements = recorded.stop().filter((text) => /\bcustomer\b/.test(text));
      for (const stream of streams) stream.close();
      return statements.length;
    };
    const one = await statementsFor(1);
    expect(one).toBeGreaterThan(0);
    expect(await statementsFor(20)).toBe(one);
  });
});

describe('a group', () => {
  const analyst = makeViewer({ by: 'key', id: 'a', clientId: 'one', name: 'one', role: 'analyst' });
  const keyOf = (query: string, variables: object = {}, viewer = analyst, operationName?: string): string =>
    groupKey(
      viewer,
      checkDocument(app.schema, viewer, {
        query,
        variables: { ...variables },
        operationName: operationName ?? null,
      }) as CheckedSubscription,
    );
  const cursor = (position: number): string => encodeCursor({ epoch: 'e', position });
  const FOLLOW =
    'subscription ($a: String, $s: [String!], $yes: Boolean = true) { changes(after: $a, segments: $s) { cursor position @include(if: $yes) } }';

  it('is for those who only begin elsewhere', () => {
    expect(keyOf(FOLLOW, { a: cursor(1) })).toBe(keyOf(FOLLOW, { a: cursor(2) }));
    expect(keyOf(FOLLOW, { a: cursor(1) })).toBe(keyOf(FOLLOW));
    const literal = (position: number): string => `subscription { changes(after: "${cursor(position)}") { cursor } }`;
    expect(keyOf(literal(1))).toBe(keyOf(literal(2)));
    expect(keyOf(FOLLOW, { s: ['x'], unused: 1 })).toBe(keyOf(FOLLOW, { s: ['x'] }));
  });

  it.each<[string, string, string]>([
    ['segments', keyOf(FOLLOW, { s: ['x'] }), keyOf(FOLLOW, { s: ['y'] })],
    ['segments, none of which is all', keyOf(FOLLOW, { s: [] }), keyOf(FOLLOW, { s: null })],
    ['directives', keyOf(FOLLOW, { yes: true }), keyOf(FOLLOW, { yes: false })],
    ['defaults', keyOf(FOLLOW), keyOf(FOLLOW.replace('= true', '= false'))],
    ['names', keyOf('subscription { changes { a: cursor } }'), keyOf('subscription { changes { b: cursor } }')],
    [
      'types',
      keyOf('subscription { changes(types: [SEGMENT_LEFT]) { cursor } }'),
      keyOf('subscription { changes(types: [SEGMENT_ENTERED]) { cursor } }'),
    ],
    [
      'fragments',
      keyOf('subscription { changes { ...F } } fragment F on Change { cursor }'),
      keyOf('subscription { changes { ...F } } fragment F on Change { position }'),
    ],
    [
      'operations of one document',
      keyOf('subscription A { changes { cursor } } subscription B { changes { position } }', {}, analyst, 'A'),
      keyOf('subscription A { changes { cursor } } subscription B { changes { position } }', {}, analyst, 'B'),
    ],
    [
      'a variable that says more than where to begin',
      keyOf('subscription ($a: String!) { changes(after: $a, segments: [$a]) { cursor } }', { a: 'x' }),
      keyOf('subscription ($a: String!) { changes(after: $a, segments: [$a]) { cursor } }', { a: 'y' }),
    ],
    ['scopes', keyOf(FOLLOW), keyOf(FOLLOW, {}, makeViewer({ ...analyst, by: 'key', scopes: ['personal:read'] }))],
    ['granted segments', keyOf(FOLLOW), keyOf(FOLLOW, {}, makeViewer({ ...analyst, scopes: [], segments: ['s1'] }))],
    [
      'granted types',
      keyOf(FOLLOW),
      keyOf(FOLLOW, {}, makeViewer({ ...analyst, scopes: [], changeTypes: ['tier.changed'] })),
    ],
    ['clients', keyOf(FOLLOW), keyOf(FOLLOW, {}, makeViewer({ ...analyst, scopes: [], clientId: 'two' }))],
  ])('is not for those who differ in %s', (_in, one, other) => {
    expect(one).not.toBe(other);
  });
});
