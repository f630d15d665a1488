import { beforeAll, describe, expect, it } from 'vitest';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { happen, publish } from '../../support/story.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 27, 12);
let now = START;
let system: TestApp;

const day = (days: number): string => new Date(START + days * DAY).toISOString();
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const atLeast = (fact: string, value: number) => leaf(fact, 'greaterThanInclusive', value);

beforeAll(async () => {
  system = await testApp({ clock: () => now });
  const { app } = system;
  await publish(app, 'lifecycle', 'segments', {
    segments: [
      { key: 'active', title: 'Active', when: atLeast('ordersLast30Days', 1) },
      { key: 'lapsed', title: 'Lapsed', when: leaf('daysSinceLastPurchase', 'greaterThan', 60) },
    ],
  });
  await publish(app, 'loyalty', 'loyalty-tiers', {
    tiers: [
      { key: 'silver', title: 'Silver', rank: 1, when: atLeast('ordersLast365Days', 1) },
      {
        key: 'gold',
        title: 'Gold',
        rank: 2,
        when: { any: [atLeast('spendLast365Days', 100_000), atLeast('lastRating', 9)] },
      },
    ],
  });
  await app.database.query('', 'update rule_set_version set published_at = to_timestamp($1)', [START / 1000]);
  now = START + 100 * DAY;
  const buy = (who: string, amount: number, days: number) => ({
    who,
    kind: 'purchase',
    at: START + days * DAY,
    payload: { amount, currency: 'EUR' },
  });
  await happen(app, [
    buy('ada', 30_000, 80),
    buy('ada', 46_000, 90),
    buy('bob', 1000, 100),
    { who: 'ada', kind: 'rating', at: START + 90 * DAY, payload: { score: 7, scaleMin: 0, scaleMax: 10 } },
  ]);
});

const STANDING = `holds since versionNumber rules { rule holds tree } instead cause { by } whyItBegan
  suggestions(first: 3) { text by at effort changes { fact title from to tests { operator value wanted } } }`;

async function outcome<T = Record<string, unknown>>(ruleSet: string, key: string, fields = STANDING, asOf?: string) {
  const { customer } = await system.data<{ customer: { outcome: T | null } }>(
    `query ($ruleSet: String!, $key: String!, $asOf: DateTime) {
      customer(by: { externalId: "ada" }, asOf: $asOf) { outcome(ruleSet: $ruleSet, key: $key) { ${fields} } } }`,
    { ruleSet, key, asOf },
  );
  return customer.outcome;
}

describe('an outcome', () => {
  it('that does not hold says why not, and the nearest ways to it', async () => {
    expect(await outcome('loyalty', 'gold')).toEqual({
      holds: false,
      since: null,
      versionNumber: 1,
      rules: [
        {
          rule: 'gold',
          holds: false,
          tree: {
            any: [
              { ...atLeast('spendLast365Days', 100_000), actual: 76_000, holds: false },
              { ...atLeast('lastRating', 9), actual: 7, holds: false },
            ],
            holds: false,
          },
        },
      ],
      instead: [],
      cause: null,
      whyItBegan: [],
      suggestions: [
        {
          text: '"Last rating" from 7 to 9',
          by: null,
          at: null,
          effort: 2 / 9,
          changes: [
            {
              fact: 'lastRating',
              title: 'Last rating',
              from: 7,
              to: 9,
              tests: [{ operator: 'greaterThanInclusive', value: 9, wanted: true }],
            },
          ],
        },
        {
          text: '"Spend in the last 365 days" from €760 to €1,000, before 15 February 2028 at 12:00 UTC',
          // the first of the purchases leaves the year
          by: day(80 + 365),
          at: null,
          effort: 0.24,
          changes: [expect.objectContaining({ fact: 'spendLast365Days', from: 76_000, to: 100_000 })],
        },
      ],
    });
  });

  it('that holds says since when and why it began, and what would end it', async () => {
    expect(await outcome('lifecycle', 'active')).toMatchObject({
      holds: true,
      since: day(100),
      rules: [{ rule: 'active', holds: true, tree: { actual: 2 } }],
      cause: { by: 'ACTIVITY' },
      whyItBegan: [{ rule: 'active', holds: true, tree: { actual: 2 } }],
      suggestions: [
        {
          text: 'Nothing has to be done: it happens by itself on 27 March 2027 at 12:00 UTC',
          at: day(90 + 30),
          changes: [],
        },
      ],
    });
    const { data } = await system.run<{ customer: { outcome: { suggestions: object[] } } }>(
      `{ customer(by: { externalId: "ada" }) { outcome(ruleSet: "loyalty", key: "gold") { suggestions(first: 2) { text } } } }`,
      {},
      { 'accept-language': 'zh-CN' },
    );
    expect(data.customer.outcome.suggestions).toEqual([
      { text: expect.stringMatching(/^“.*”从7变为9$/) },
      { text: expect.stringMatching(/，须在 UTC 2028年2月15日 .* 之前$/) },
    ]);
    // the better tier would end the lower one; it does not hold beside it
    const silver = await outcome<{ suggestions: { changes: { fact: string }[] }[] }>('loyalty', 'silver');
    expect(silver?.suggestions.map(({ changes }) => changes[0]?.fact)).toEqual([
      'lastRating',
      'spendLast365Days',
      undefined,
    ]);
  });

  it('is told as of a past instant as well, and nothing is told of outcomes that do not exist', async () => {
    now = START + 130 * DAY;
    await sweepAll(system.app.road, now);
    expect(await outcome('lifecycle', 'active', 'holds rules { tree }')).toMatchObject({
      holds: false,
      rules: [{ tree: { actual: 0 } }],
    });
    expect(await outcome('lifecycle', 'active', 'holds since rules { tree }', day(105))).toMatchObject({
      holds: true,
      since: day(100),
      rules: [{ tree: { actual: 2 } }],
    });
    expect(await outcome('lifecycle', 'nope', 'holds')).toBeNull();
    expect(await outcome('nope', 'active', 'holds')).toBeNull();
  });

  it('takes as many statements for two customers as for one', async () => {
    const count = async (first: number): Promise<number> => {
      const statements = recordStatements();
      await system.data(
        `query ($first: Int) { customers(first: $first) { nodes { a: outcome(ruleSet: "loyalty", key: "gold") { holds versionNumber cause { by } }
          b: outcome(ruleSet: "lifecycle", key: "lapsed") { holds versionNumber suggestions { text } } } } }`,
        { first },
      );
      return statements.stop().length;
    };
    await count(2);
    expect(await count(2)).toBe(await count(1));
  });
});

describe('the agenda', () => {
  const ask = async (of: object, until: string, first = 20, after: string | null = null) =>
    (
      await system.data<{ upcomingChanges: { nodes: Record<string, unknown>[]; pageInfo: Record<string, unknown> } }>(
        `query ($of: UpcomingChangesOf!, $until: DateTime!, $first: Int, $after: String) {
          upcomingChanges(of: $of, until: $until, first: $first, after: $after) {
            nodes { at type customer { externalId } ruleSetKey key from to why } pageInfo { hasNextPage endCursor } } }`,
        { of, until, first, after },
      )
    ).upcomingChanges;

  it('tells what time will do to a customer, to the members of a segment, and by a rule set, page by page', async () => {
    now = START + 131 * DAY;
    const until = day(131 + 390);
    const ada = await ask({ customer: { externalId: 'ada' } }, until);
    expect(ada.nodes).toMatchObject([
      { at: day(90 + 61), type: 'segment.entered', key: 'lapsed', why: [{ tree: { actual: 61 } }] },
      { at: day(90 + 365), type: 'tier.changed', ruleSetKey: 'loyalty', from: 'silver', to: null },
    ]);
    const all = await ask({ ruleSet: 'lifecycle' }, until);
    expect(all.nodes.map(({ at, customer, key, to }) => [at, customer, key, to])).toEqual([
      [day(90 + 61), { externalId: 'ada' }, 'lapsed', 'lapsed'],
      [day(100 + 61), { externalId: 'bob' }, 'lapsed', 'lapsed'],
    ]);
    const paged = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo } = await ask({ ruleSet: 'lifecycle' }, until, 1, after);
      paged.push(...nodes);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor as string;
    }
    expect(paged).toEqual(all.nodes);
    expect((await ask({ segment: 'lapsed' }, until)).nodes).toEqual([]);
    expect((await ask({ customer: { externalId: 'nobody' } }, until)).nodes).toEqual([]);
  });

  it('looks at most 400 days ahead, and forward only', async () => {
    const code = async (rest: string): Promise<unknown> =>
      (await system.run(`{ upcomingChanges(of: { segment: "active" }, ${rest}) { nodes { at } } }`)).errors?.[0]
        ?.extensions?.code;
    expect(await code(`until: "${day(131 + 401)}"`)).toBe('BAD_USER_INPUT');
    expect(await code(`until: "${day(200)}", last: 3`)).toBe('BAD_PAGE');
    expect(await code(`until: "${day(200)}", after: "x"`)).toBe('BAD_CURSOR');
  });
});
