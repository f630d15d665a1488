import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/contract/scope.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { bearer, follow, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { publish } from '../support/road.ts';
import { operationsOf } from './operations.ts';
import { populate } from './populate.ts';
import { allows, readScopePage } from './scope-page.ts';

/** A system in which there is nothing but what the partner was granted, and one with everything else besides. */
let plain: Running;
let full: Running;
/** The text of a key that is the same partner's in both. */
let key: string;
let admins: Awaited<ReturnType<typeof populate>>;

const when = (fact: string) => ({ all: [{ fact, operator: 'greaterThanInclusive', value: 1 }] });
const buy = (externalId: string) => ({
  customer: { externalId },
  key: 'p',
  activity: { purchase: { amount: { amountMinor: 100, currencyCode: 'EUR' } } },
});
const complain = (externalId: string) => ({
  customer: { externalId },
  key: 'c',
  activity: { complaintOpened: { complaint: externalId } },
});
const record = ({ ask }: Running, activities: object[]) =>
  ask(
    'mutation ($activities: [ActivityInput!]!) { recordActivities(input: { activities: $activities }) { __typename } }',
    { activities },
  );

beforeAll(async () => {
  const webhooks = { allow: ['127.0.0.1/32'] };
  plain = await start({ role: 'api', webhooks });
  full = await start({ role: 'api', webhooks });
  admins = await populate(full);
  const segments = [{ key: 'complaining', title: 'Complaining', when: when('openComplaints') }];
  await publish(full.app.road, 'care', 'segments', { segments });
  await publish(plain.app.road, 'orders', 'segments', {
    segments: [{ key: 'buyer', title: 'Bought something', when: when('ordersEver') }],
  });
  await record(plain, ['ada', 'bob', 'cy'].map(buy));
  await record(full, ['ada', 'zoe', 'yan', 'xia'].map(complain));
  await record(plain, [buy('dee')]);
  await record(full, [buy('dee')]);
  for (const { app } of [plain, full]) await drainSequencer(app.database);
  key = await keyFor(full.app, {
    name: 'acme',
    role: 'partner',
    segments: ['buyer'],
    changeTypes: ['segment.entered'],
  });
  // the same account to the partner: with the same secret, client and key it sees the same pseudonyms
  for (const table of ['account_secret', 'client', 'api_key']) {
    const [row] = await full.app.database.query<{ row: object }>(
      '',
      `select to_jsonb(t) as row from "${table}" t ${table === 'account_secret' ? '' : 'order by created_at desc limit 1'}`,
    );
    if (table === 'account_secret') await plain.app.database.query('', 'delete from account_secret');
    await plain.app.database.query(
      '',
      `insert into "${table}" select * from jsonb_populate_record(null::"${table}", $1)`,
      [row?.row],
    );
  }
  await plain.app.access.open();
});
afterAll(async () => {
  await plain.close();
  await full.close();
});

const ask = async ({ server }: Running, query: string, variables = {}) => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(key) },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, text: await response.text() };
};

/** What tells one feed from another and says when: places in it, numbers of changes and times are of the account. */
const masked = (text: string): string =>
  text
    .replace(/"(cursor|feedCursor|startCursor|endCursor)":"[^"]*"/g, '"$1":"…"')
    .replace(/"(position|previousPosition|changeSeq)":\d+/g, '"$1":0')
    .replace(/"(id)":"(U2VnbWVudDo[^"]*|Q2hhbmdlO[^"]*)"/g, '"$1":"…"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    .replace(/,"extensions":\{"cost".*$/, '');

const CHANGE = `__typename id cursor position previousPosition changeSeq customerId occurredAt type ruleSet versionNumber
  cause { by } customer { id } ... on SegmentEntered { segmentKey } ... on SegmentLeft { segmentKey }
  ... on TierChanged { fromTier toTier }`;
const SEGMENT = `id key title active ruleSetKey memberCount
  members(first: 100) { totalCount feedCursor nodes { id } edges { cursor since } pageInfo { hasNextPage hasPreviousPage } }`;
const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

const QUERIES: Readonly<Record<string, string>> = {
  changes: `{ changes(first: 100) { nodes { ${CHANGE} } ${PAGE} } }`,
  'the first ones': `{ changes(first: 1) { nodes { ${CHANGE} } ${PAGE} } }`,
  'the last ones': `{ changes(last: 2) { nodes { ${CHANGE} } ${PAGE} } }`,
  'changes of all types': `{ changes(types: [SEGMENT_ENTERED, SEGMENT_LEFT, TIER_CHANGED, CUSTOMER_ERASED]) { nodes { ${CHANGE} } ${PAGE} } }`,
  'changes of a type': `{ changes(types: [TIER_CHANGED]) { nodes { ${CHANGE} } ${PAGE} } }`,
  'changes of a segment': `{ changes(segments: ["secret"]) { nodes { ${CHANGE} } ${PAGE} } }`,
  'changes of segments': `{ changes(segments: ["secret", "buyer", "complaining", "nothing"]) { nodes { ${CHANGE} } ${PAGE} } }`,
  'all segments': `{ segments(inactive: true) { ${SEGMENT} } }`,
  'its segment': `{ segment(key: "buyer") { ${SEGMENT} } }`,
  'another segment': `{ segment(key: "secret") { ${SEGMENT} } }`,
  'a segment of other rules': `{ segment(key: "complaining") { ${SEGMENT} } }`,
  'a tier as segment': `{ segment(key: "platinum") { ${SEGMENT} } }`,
  'who it is': '{ viewer { name role scopes segments changeTypes expiresAt } }',
  webhooks: '{ webhookEndpoints { totalCount nodes { id url } } }',
};

const SECRET = /secret|platinum|loyalty|care|complain|zoe|yan|xia|tier/i;

describe('a partner with one segment and one type of change', () => {
  it('sees the same as if there were nothing else, whatever it asks', async () => {
    for (const [what, query] of Object.entries(QUERIES)) {
      const [alone, among] = [await ask(plain, query), await ask(full, query)];
      expect([what, alone.status]).toEqual([what, 200]);
      expect([what, masked(among.text)]).toEqual([what, masked(alone.text)]);
      if (what !== 'who it is') expect([what, SECRET.exec(among.text)?.[0]]).toEqual([what, undefined]);
    }
    const { text } = await ask(full, QUERIES.changes ?? '');
    expect(text.match(/"segmentKey":"buyer"/g)).toHaveLength(4);
  });

  it('sees the same in every field and argument that it may select', { timeout: 60_000 }, async () => {
    const page = readScopePage();
    const granted = new Set<Scope>(page.roles.get('partner'));
    const operations = operationsOf(full.app.schema, admins.samples, (name) => allows(page.fields.get(name), granted));
    let compared = 0;
    for (const { kind, query, coordinates } of operations) {
      const allowed = coordinates.every((one) => one.includes('(') || allows(page.fields.get(one), granted));
      if (kind !== 'query' || !allowed) continue;
      for (const key of ['secret', 'buyer']) {
        const text = query.replace('key: "secret"', `key: "${key}"`);
        const [alone, among] = [await ask(plain, text), await ask(full, text)];
        expect([text, among.status, masked(among.text)]).toEqual([text, alone.status, masked(alone.text)]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('gets no further with cursors, ids and names that others got', async () => {
    const { cursors, ids } = admins;
    const variables = { feed: cursors.feed, members: cursors.members, customers: cursors.customers };
    const tries = [
      `query ($feed: String) { changes(after: $feed) { nodes { ${CHANGE} } } }`,
      `query ($feed: String) { changes(before: $feed) { nodes { ${CHANGE} } } }`,
      `query ($members: String) { segment(key: "buyer") { members(after: $members) { nodes { id } } } }`,
      `query ($members: String) { segment(key: "buyer") { members(before: $members) { nodes { id } } } }`,
      `query ($customers: String) { segment(key: "buyer") { members(after: $customers) { nodes { id } } } }`,
      `query ($members: String) { changes(after: $members) { nodes { ${CHANGE} } } }`,
      `query ($feed: String) { segment(key: "buyer") { members(after: $feed) { nodes { id } } } }`,
      ...Object.values(ids).map((id) => `{ node(id: "${id}") { __typename id } }`),
      ...Object.values(ids).map((id) => `{ webhookEndpoint(id: "${id}") { id url } }`),
      ...Object.values(ids).map((id) => `{ webhookEndpoints(clientId: "${id}") { totalCount nodes { id url } } }`),
    ];
    const seen = JSON.parse((await ask(full, QUERIES['its segment'] ?? '')).text) as {
      data: { segment: { members: { nodes: { id: string }[] } } };
    };
    const own = new Set(seen.data.segment.members.nodes.map(({ id }) => id));
    for (const query of tries) {
      const { status, text } = await ask(full, query, variables);
      expect([query, status < 500, SECRET.exec(text)?.[0]]).toEqual([query, true, undefined]);
      const { data } = JSON.parse(text) as { data: unknown };
      for (const [, id] of JSON.stringify(data).matchAll(/"(?:customerId|id)":"(Q3VzdG9tZXI[^"]*)"/g))
        expect([query, own.has(id ?? '')]).toEqual([query, true]);
      expect([query, /"(?:node|webhookEndpoint)":\{/.test(text)]).toEqual([query, false]);
    }
  });

  it('can prove that nothing of its own is missing, and learns of no other change', async () => {
    interface Told {
      changes: {
        nodes: { position: number; previousPosition: number; cursor: string }[];
        pageInfo: { hasNextPage: boolean };
      };
    }
    const read = async (after: string | null) =>
      (
        JSON.parse(
          (
            await ask(
              full,
              'query ($after: String) { changes(first: 1, after: $after) { nodes { position previousPosition cursor } pageInfo { hasNextPage } } }',
              { after },
            )
          ).text,
        ) as { data: Told }
      ).data.changes;
    let [after, last, count]: [string | null, number, number] = [null, 0, 0];
    for (let more = true; more; count++) {
      const { nodes, pageInfo } = await read(after);
      expect(nodes[0]?.previousPosition).toBe(last);
      [last, after, more] = [nodes[0]?.position ?? 0, nodes[0]?.cursor ?? null, pageInfo.hasNextPage];
    }
    expect(count).toBe(4);
    // changes of others lie behind it, and there is no next page for all that
    const head = await full.app.feed.head();
    await record(full, [complain('will')]);
    await drainSequencer(full.app.database);
    expect(await full.app.feed.head()).toBeGreaterThan(head);
    expect(await read(after)).toEqual({ nodes: [], pageInfo: { hasNextPage: false } });
  });

  it('is told only of what it was granted by the subscription, whatever it asks for', async () => {
    const begin = Buffer.from(`v1.${await full.app.feed.epoch()}.0`).toString('base64url');
    for (const [filter, count] of [
      ['', 4],
      ['types: [SEGMENT_ENTERED, TIER_CHANGED, SEGMENT_LEFT, WEBHOOK_DISABLED]', 4],
      ['types: [TIER_CHANGED]', 0],
      ['segments: ["secret", "complaining"]', 0],
      ['segments: ["secret", "buyer"]', 4],
    ] as const) {
      const leave = new AbortController();
      const told: string[] = [];
      const document = `subscription ($after: String) { changes(after: $after${filter && `, ${filter}`}) { ${CHANGE} } }`;
      const stream = follow<object>({ server: full.server, key }, document, { after: begin }, leave.signal);
      const reading = (async () => {
        for await (const event of stream) told.push(JSON.stringify(event));
      })();
      // somebody else's change comes last: what is granted has been told before
      await record(full, [complain(`later ${told.length} ${filter}`)]);
      await drainSequencer(full.app.database);
      await expect.poll(() => told.length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
      await new Promise((resolve) => setTimeout(resolve, 300));
      leave.abort();
      await reading.catch(() => {});
      expect([filter, told.length]).toEqual([filter, count]);
      for (const event of told)
        expect([filter, event.includes('"segmentKey":"buyer"'), SECRET.exec(event)?.[0]]).toEqual([
          filter,
          true,
          undefined,
        ]);
    }
  });
});
