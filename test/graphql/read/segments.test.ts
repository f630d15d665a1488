import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../support/app.ts';
import { happen, publish } from '../../support/story.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const when = (fact: string, value: number) => ({ all: [{ fact, operator: 'greaterThanInclusive', value }] });
const buyer = (i: number) => `b${String(i).padStart(2, '0')}`;

let now = NOW;
let system: TestApp;

beforeAll(async () => {
  system = await testApp({ clock: () => now });
  await publish(system.app, 'groups', 'segments', {
    segments: [
      { key: 'buyers', title: 'Buyers', when: when('ordersEver', 1) },
      { key: 'fans', title: 'Fans', when: when('ordersEver', 3) },
    ],
  });
  await publish(system.app, 'club', 'loyalty-tiers', {
    tiers: [
      { key: 'silver', title: 'Silver', rank: 1, when: when('ordersEver', 2) },
      { key: 'gold', title: 'Gold', rank: 2, benefits: ['Free delivery'], when: when('ordersEver', 3) },
    ],
  });
  // three at each instant, so that there are ties
  for (let i = 0; i < 12; i += 3) {
    now = NOW + i * 1000;
    const events = [i, i + 1, i + 2].flatMap((n) =>
      Array.from({ length: 1 + (n % 3) }, (_, k) => ({
        who: buyer(n),
        kind: 'purchase',
        at: now - k,
        payload: { amount: 100, currency: 'EUR' },
      })),
    );
    await happen(system.app, events);
  }
});

interface Members {
  segment: {
    totalCount?: number;
    members: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string; hasPreviousPage: boolean; startCursor: string };
      edges: { since: string; node: { externalId: string } }[];
    };
  };
}

describe('a segment', () => {
  it('is a node with its members, those who came last first', async () => {
    const { segments } = await system.data<{ segments: { id: string }[] }>(
      '{ segments { id key title active ruleSetKey memberCount } }',
    );
    const common = { active: true, ruleSetKey: 'groups' };
    expect(segments).toEqual([
      { id: expect.any(String), key: 'buyers', title: 'Buyers', memberCount: 12, ...common },
      { id: expect.any(String), key: 'fans', title: 'Fans', memberCount: 4, ...common },
    ]);
    const node = 'query ($id: ID!) { node(id: $id) { __typename id ... on Segment { key } } }';
    expect(await system.data(node, { id: segments[1]?.id })).toEqual({
      node: { __typename: 'Segment', id: segments[1]?.id, key: 'fans' },
    });
    for (const id of ['Segment:999', 'Segment:x'].map((text) => Buffer.from(text).toString('base64')))
      expect(await system.data(node, { id })).toEqual({ node: null });
    expect(await system.data('{ segment(key: "nope") { key } }')).toEqual({ segment: null });
  });

  it('is paged both ways over members who came at the same instant', async () => {
    const text = `query ($first: Int, $after: String, $last: Int, $before: String) { segment(key: "buyers") {
      members(first: $first, after: $after, last: $last, before: $before) { totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { since node { externalId } } } } }`;
    const whole = (await system.data<Members>(text, { first: 100 })).segment.members;
    expect(whole.totalCount).toBe(12);
    expect(whole.edges.map(({ since }) => since)).toEqual(
      [9, 9, 9, 6, 6, 6, 3, 3, 3, 0, 0, 0].map((i) => new Date(NOW + i * 1000).toISOString()),
    );
    const forwards = [];
    for (let after: string | null = null, more = true; more; ) {
      const { members }: Members['segment'] = (await system.data<Members>(text, { first: 5, after })).segment;
      forwards.push(...members.edges);
      ({ endCursor: after, hasNextPage: more } = members.pageInfo);
    }
    expect(forwards).toEqual(whole.edges);
    const backwards = [];
    for (let before: string | null = null, more = true; more; ) {
      const { members }: Members['segment'] = (await system.data<Members>(text, { last: 5, before })).segment;
      backwards.unshift(...members.edges);
      ({ startCursor: before, hasPreviousPage: more } = members.pageInfo);
    }
    expect(backwards).toEqual(whole.edges);
  });
});

describe('what holds for a customer', () => {
  it('tells since when, why, and by which version', async () => {
    const text = `{ customer(by: { externalId: "${buyer(11)}" }) {
      segments { key since versionNumber cause { by activityId } why segment { key memberCount } }
      tier { key title rank benefits since why ruleSetKey }
      none: tier(ruleSet: "other") { key }
      outcomes { kind ruleSetKey key title } } }`;
    const { customer } = await system.data<{ customer: Record<string, unknown> }>(text);
    const since = new Date(NOW + 9000).toISOString();
    const cause = { by: 'ACTIVITY', activityId: expect.any(String) };
    const why = (rule: string, value: number) => [
      {
        rule,
        holds: true,
        tree: {
          all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value, actual: 3, holds: true }],
          holds: true,
        },
      },
    ];
    expect(customer).toEqual({
      segments: [
        {
          key: 'buyers',
          since,
          versionNumber: 1,
          cause,
          why: why('buyers', 1),
          segment: { key: 'buyers', memberCount: 12 },
        },
        { key: 'fans', since, versionNumber: 1, cause, why: why('fans', 3), segment: { key: 'fans', memberCount: 4 } },
      ],
      tier: {
        key: 'gold',
        title: 'Gold',
        rank: 2,
        benefits: ['Free delivery'],
        since,
        why: why('gold', 3),
        ruleSetKey: 'club',
      },
      none: null,
      outcomes: expect.arrayContaining([
        { kind: 'segments', ruleSetKey: 'groups', key: 'buyers', title: 'Buyers' },
        { kind: 'loyalty-tiers', ruleSetKey: 'club', key: 'gold', title: 'Gold' },
      ]),
    });
  });

  it('ends as soon as a new version says so', async () => {
    const other = await testApp({ clock: () => NOW });
    const one = (key: string) => ({ segments: [{ key, title: key, when: when('ordersEver', 1) }] });
    await publish(other.app, 'groups', 'segments', one('old'));
    await happen(other.app, [{ who: 'ada', kind: 'purchase', at: NOW, payload: { amount: 1, currency: 'EUR' } }]);
    const text =
      '{ segments(inactive: true) { key active memberCount } customer(by: { externalId: "ada" }) { segments { key } } }';
    await other.data(text);
    await publish(other.app, 'groups', 'segments', one('new'));
    expect(await other.data(text)).toEqual({
      segments: [
        { key: 'new', active: true, memberCount: 1 },
        { key: 'old', active: false, memberCount: 0 },
      ],
      customer: { segments: [{ key: 'new' }] },
    });
  });

  it('lists the tiers there are, the best first', async () => {
    expect(await system.data('{ loyaltyTiers { key title rank benefits ruleSetKey } }')).toEqual({
      loyaltyTiers: [
        { key: 'gold', title: 'Gold', rank: 2, benefits: ['Free delivery'], ruleSetKey: 'club' },
        { key: 'silver', title: 'Silver', rank: 1, benefits: [], ruleSetKey: 'club' },
      ],
    });
  });
});
