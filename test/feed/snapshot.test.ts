import fc from 'fast-check';
import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { drainSequencer, sequence } from '../../src/feed/sequencer.ts';
import { purchase, record, segmentOf, test } from '../graphql/write/record.ts';
import { keyFor, testApp } from '../support/app.ts';

const system = await testApp();
const { database, road } = system.app;

// each purchase makes a customer enter or leave
const odd = Array.from({ length: 100 }, (_, i) => 2 * i + 1);
await saveRuleSet(road, operator, {
  key: 'odd',
  kind: 'segments',
  title: 'Odd',
  source: segmentOf('odd', test('ordersEver', 'in', odd)),
});
await publishVersion(road, operator, 'odd', 1);

const authorization = `Bearer ${await keyFor(system.app, {
  name: 'partner',
  role: 'partner',
  segments: ['odd'],
  changeTypes: ['segment.entered', 'segment.left'],
})}`;

interface Members {
  segment: {
    members: {
      feedCursor: string;
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  };
}
interface Changes {
  changes: {
    nodes: { type: string; customerId: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const MEMBERS = `query ($after: String) { segment(key: "odd") {
  members(first: 2, after: $after) { feedCursor nodes { id } pageInfo { hasNextPage endCursor } } } }`;
const CHANGES = `query ($after: String) {
  changes(first: 100, after: $after) { nodes { type customerId } pageInfo { hasNextPage endCursor } } }`;

async function ask<Data>(query: string, variables: object): Promise<Data> {
  const { data, errors } = await system.run<Data>(query, variables as never, { authorization });
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

let bought = 0;
const buy = (customers: readonly number[]) =>
  record(
    system,
    customers.map((n) => purchase(`c${n}`, `k${bought++}`)),
  );

/** Reads all members in pages while customers come and go, and gives them with the cursors of the first and last page. */
async function begin(meanwhile: readonly (readonly number[])[]): Promise<[Set<string>, string, string]> {
  const members = new Set<string>();
  const cursors: string[] = [];
  let after: string | null = null;
  for (let page = 0; ; page++) {
    const { segment }: Members = await ask(MEMBERS, { after });
    cursors.push(segment.members.feedCursor);
    for (const { id } of segment.members.nodes) members.add(id);
    if (!segment.members.pageInfo.hasNextPage) return [members, cursors[0] as string, cursors.at(-1) as string];
    after = segment.members.pageInfo.endCursor;
    const changed = meanwhile[page] ?? [];
    if (changed.length > 0) await buy(changed);
    if (page % 2 === 0) await sequence(database);
  }
}

async function follow(members: ReadonlySet<string>, from: string): Promise<string[]> {
  const now = new Set(members);
  let after = from;
  for (;;) {
    const { changes }: Changes = await ask(CHANGES, { after });
    for (const { type, customerId } of changes.nodes) {
      if (type === 'SEGMENT_ENTERED') now.add(customerId);
      else now.delete(customerId);
    }
    after = changes.pageInfo.endCursor ?? after;
    if (!changes.pageInfo.hasNextPage) return [...now].sort();
  }
}

it('a new partner who reads the members and follows from the cursor of the first page misses nothing', async () => {
  const customers = fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 4 });
  let lost = 0;
  await buy(Array.from({ length: 12 }, (_, i) => i));
  await fc.assert(
    fc.asyncProperty(fc.array(customers, { maxLength: 6 }), async (meanwhile) => {
      const [members, first, last] = await begin(meanwhile);
      await drainSequencer(database);
      const [quiet] = await begin([]);
      const expected = [...quiet].sort();
      expect(await follow(members, first)).toEqual(expected);
      // the test sees what would be lost by following from where the feed stood at the end
      if ((await follow(members, last)).join() !== expected.join()) lost += 1;
    }),
    { numRuns: 200 },
  );
  expect(lost).toBeGreaterThan(0);
});
