import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import type { ActivityDraft } from '../../../src/activities/draft.ts';
import { generatePopulation } from '../../../src/demo/population.ts';
import { publishDemoSurveys } from '../../../src/demo/surveys.ts';
import { coreMetrics } from '../../../src/metrics/catalogue.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { publish } from '../../support/story.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

interface Person {
  externalId: string;
  createdAt: string;
  joinedAt: string | null;
  metrics: Record<string, unknown>;
  segments: { key: string }[];
  tier: { key: string } | null;
  attributes: {
    key: string;
    string: string | null;
    number: number | null;
    boolean: boolean | null;
    date: string | null;
  }[];
}

const fieldOf = ({ key, type }: (typeof coreMetrics)[number]) =>
  type === 'money' ? `${key} { amount amountMinor }` : key;
const EVERYBODY = `query ($after: String) { customers(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor }
  edges { node { externalId createdAt joinedAt metrics { ${coreMetrics.map(fieldOf).join(' ')} }
    segments { key } tier { key } attributes { key string number boolean date } } }
} }`;
const FIND = `query ($where: CustomerFilter, $orderBy: [CustomerOrder!]) {
  customers(first: 100, where: $where, orderBy: $orderBy) { totalCount edges { node { externalId } } }
}`;

interface Found {
  customers: { totalCount: number; edges: { node: { externalId: string } }[] };
}

let system: TestApp;
const people: Person[] = [];

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  const { app } = system;
  await app.database.query(
    '',
    `insert into attribute (key, title, type) values ('city', 'City', 'string'), ('age', 'Age', 'number'),
       ('vip', 'VIP', 'boolean'), ('birthday', 'Birthday', 'date')`,
  );
  await app.database.query('', 'update engine set attributes_generation = attributes_generation + 1');
  await publishDemoSurveys(app.road, operator);
  const population = [...generatePopulation({ seed: 3, customers: 90, now: NOW, currency: 'EUR' })];
  const activities: ActivityDraft[] = population.flatMap((one) => one.activities);
  const profiles = population.map(({ profile }, i) => ({
    ...profile,
    attributes: {
      ...(i % 3 ? { city: ['Köln', '上海', 'Köpenick'][i % 4] ?? 'Rom' } : {}),
      ...(i % 5 ? { age: 20 + (i % 7) } : {}),
      ...(i % 2 ? { vip: i % 4 === 1 } : {}),
      ...(i % 7 ? { birthday: `19${70 + (i % 20)}-0${1 + (i % 9)}-15` } : {}),
    },
  }));
  for (let from = 0; from < activities.length; from += 1000)
    await app.road.settle({ activities: activities.slice(from, from + 1000), now: NOW });
  await app.road.settle({ activities: [], profiles, now: NOW });
  const when = (fact: string, value: number) => ({ all: [{ fact, operator: 'greaterThanInclusive', value }] });
  await publish(app, 'groups', 'segments', {
    segments: [
      { key: 'buyers', title: 'Buyers', when: when('ordersLast365Days', 1) },
      { key: 'loyal', title: 'Loyal', when: when('ordersLast365Days', 4) },
      { key: 'nobody', title: 'Nobody', when: when('ordersLast365Days', 1e6) },
    ],
  });
  await publish(app, 'club', 'loyalty-tiers', {
    tiers: [
      { key: 'silver', title: 'Silver', rank: 1, when: when('ordersEver', 3) },
      { key: 'gold', title: 'Gold', rank: 2, when: when('ordersEver', 8) },
    ],
  });
  for (let after: string | null = null, more = true; more; ) {
    const {
      customers,
    }: { customers: { edges: { node: Person }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await system.data(EVERYBODY, { after });
    people.push(...customers.edges.map(({ node }) => node));
    after = customers.pageInfo.endCursor;
    more = customers.pageInfo.hasNextPage;
  }
});

async function find(where: object): Promise<string[]> {
  const { customers } = await system.data<Found>(FIND, { where });
  const names = customers.edges.map(({ node }) => node.externalId);
  expect(customers.totalCount).toBe(names.length);
  return names.toSorted();
}

const those = (test: (person: Person) => boolean): string[] =>
  people
    .filter(test)
    .map(({ externalId }) => externalId)
    .toSorted();

/** A metric of a person as a number, undefined when unknown. */
function numberOf({ metrics }: Person, key: string): number | undefined {
  const value = metrics[key] as number | string | boolean | { amountMinor: number } | null;
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object') return value.amountMinor;
  return typeof value === 'string' ? Date.parse(value) : Number(value);
}

type Test = (seen: number, given: number) => boolean;
const OPERATORS: Record<string, Test> = {
  eq: (seen, given) => seen === given,
  ne: (seen, given) => seen !== given,
  gt: (seen, given) => seen > given,
  gte: (seen, given) => seen >= given,
  lt: (seen, given) => seen < given,
  lte: (seen, given) => seen <= given,
};

describe('a filter by metrics', () => {
  it.each(coreMetrics.map((metric) => [metric.key, metric] as const))(
    'finds by %s as a naive reading does',
    async (key, metric) => {
      const values = people.map((person) => numberOf(person, key)).filter((value) => value !== undefined);
      const middle = values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
      const written =
        metric.type === 'money'
          ? (middle / 100).toFixed(2)
          : metric.type === 'instant'
            ? new Date(middle).toISOString()
            : metric.type === 'boolean'
              ? middle === 1
              : middle;
      const operators = metric.type === 'boolean' ? { eq: OPERATORS.eq as Test } : OPERATORS;
      for (const [operator, holds] of Object.entries(operators)) {
        const expected = those((person) => {
          const seen = numberOf(person, key);
          return seen !== undefined && holds(seen, middle);
        });
        expect(await find({ metrics: { [key]: { [operator]: written } } })).toEqual(expected);
      }
      expect(await find({ metrics: { [key]: { known: false } } })).toEqual(
        those((person) => numberOf(person, key) === undefined),
      );
      if (metric.type === 'boolean') return;
      expect(await find({ metrics: { [key]: { in: [written] } } })).toEqual(
        those((person) => numberOf(person, key) === middle),
      );
      const name = metric.type === 'money' || metric.type === 'instant' ? metric.type : 'number';
      expect(await find({ metric: [{ key, [name]: { gte: written } }] })).toEqual(
        those((person) => (numberOf(person, key) ?? Number.NEGATIVE_INFINITY) >= middle),
      );
    },
  );

  it('combines what is given', async () => {
    const where = {
      or: [
        { metrics: { ordersEver: { gte: 3, lt: 9 }, meanRating: { known: true } } },
        { not: { metrics: { ordersEver: { gte: 1 } } } },
        { and: [{ segments: { has: 'loyal' } }, { attributes: [{ key: 'vip', boolean: { eq: true } }] }] },
      ],
    };
    const expected = those((person) => {
      const orders = numberOf(person, 'ordersEver') ?? 0;
      const vip = person.attributes.some(({ key, boolean }) => key === 'vip' && boolean === true);
      const loyal = person.segments.some(({ key }) => key === 'loyal');
      return (
        (orders >= 3 && orders < 9 && numberOf(person, 'meanRating') !== undefined) || orders === 0 || (loyal && vip)
      );
    });
    expect(await find(where)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    expect(await find({ or: [] })).toEqual([]);
    expect(await find({ and: [] })).toHaveLength(90);
    expect(await find({})).toHaveLength(90);
  });
});

describe('a filter by what holds', () => {
  const is = (person: Person, key: string) => person.segments.some((segment) => segment.key === key);
  it('knows segments and tiers', async () => {
    expect(await find({ segments: { has: 'loyal' } })).toEqual(those((person) => is(person, 'loyal')));
    expect(await find({ segments: { hasAny: ['loyal', 'nobody'] } })).toEqual(those((person) => is(person, 'loyal')));
    expect(await find({ segments: { hasAll: ['loyal', 'buyers'] } })).toEqual(those((person) => is(person, 'loyal')));
    expect(await find({ segments: { has: 'buyers', hasNone: ['loyal'] } })).toEqual(
      those((person) => is(person, 'buyers') && !is(person, 'loyal')),
    );
    expect(await find({ outcomes: [{ kind: 'loyalty-tiers', hasAny: ['gold', 'silver'] }] })).toEqual(
      those(({ tier }) => tier !== null),
    );
    expect(await find({ outcomes: [{ kind: 'loyalty-tiers', ruleSet: 'club', has: 'gold' }] })).toEqual(
      those(({ tier }) => tier?.key === 'gold'),
    );
    expect(those(({ tier }) => tier?.key === 'gold').length).toBeGreaterThan(0);
  });
});

describe('a filter by the profile', () => {
  const attribute = (person: Person, key: string) => person.attributes.find((one) => one.key === key);
  it('knows attributes, each by its type', async () => {
    const where = (key: string, test: object) => find({ attributes: [{ key, ...test }] });
    expect(await where('city', { string: { startsWith: 'Kö' } })).toEqual(
      those((person) => attribute(person, 'city')?.string?.startsWith('Kö') ?? false),
    );
    expect(await where('city', { string: { ne: '上海' } })).toEqual(
      those((person) => ![undefined, '上海'].includes(attribute(person, 'city')?.string ?? undefined)),
    );
    expect(await where('age', { number: { gt: 22, lte: 25 } })).toEqual(
      those((person) => {
        const age = attribute(person, 'age')?.number ?? 0;
        return age > 22 && age <= 25;
      }),
    );
    expect(await where('vip', { boolean: { known: false } })).toEqual(those((person) => !attribute(person, 'vip')));
    expect(await where('birthday', { date: { lt: '1978-05-15' } })).toEqual(
      those((person) => (attribute(person, 'birthday')?.date ?? '9') < '1978-05-15'),
    );
  });

  it('knows names and times', async () => {
    expect(await find({ externalId: { startsWith: 'demo-00000' } })).toHaveLength(9);
    expect(await find({ externalId: { in: ['demo-000007', 'nobody'] } })).toEqual(['demo-000007']);
    const middle = people.map(({ joinedAt }) => joinedAt).toSorted()[45] ?? '';
    expect(await find({ joinedAt: { gte: middle } })).toEqual(those(({ joinedAt }) => (joinedAt ?? '') >= middle));
    expect(await find({ createdAt: { lt: people[0]?.createdAt } })).toEqual(
      those(({ createdAt }) => createdAt < (people[0]?.createdAt ?? '')),
    );
  });
});

describe('an order', () => {
  it.each([
    'ordersEver',
    'spendEver',
    'averageOrderLast90Days',
    'lastPurchaseAt',
    'daysSinceLastPurchase',
    'meanRating',
  ])('sorts by %s, unknown last in both directions', async (metric) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const sign = direction === 'ASC' ? 1 : -1;
      const orderBy = [
        { metric, direction },
        { field: 'EXTERNAL_ID', direction: 'ASC' },
      ];
      const { customers } = await system.data<Found>(FIND, { orderBy });
      const expected = people.toSorted((a, b) => {
        const [x, y] = [numberOf(a, metric), numberOf(b, metric)];
        if (x !== y && x !== undefined && y !== undefined) return sign * (x - y);
        if (x !== y) return x === undefined ? 1 : -1;
        return a.externalId < b.externalId ? -1 : 1;
      });
      expect(customers.edges.map(({ node }) => node.externalId)).toEqual(expected.map(({ externalId }) => externalId));
    }
  });
});

describe('a filter that cannot be answered', () => {
  const deep = (depth: number): object => (depth === 0 ? {} : { not: deep(depth - 1) });
  it.each([
    ['an unknown metric', { metric: [{ key: 'nope', number: { eq: 1 } }] }, 'UNKNOWN_METRIC'],
    ['a test of another type', { metric: [{ key: 'spendEver', number: { eq: 1 } }] }, 'BAD_FILTER'],
    [
      'two tests of one metric',
      { metric: [{ key: 'spendEver', money: { eq: '1' }, number: { eq: 1 } }] },
      'BAD_FILTER',
    ],
    ['more decimals than the currency has', { metrics: { spendEver: { gte: '1.005' } } }, 'BAD_USER_INPUT'],
    ['an amount beyond all numbers', { metrics: { spendEver: { gte: '9999999999999999' } } }, 'BAD_USER_INPUT'],
    ['an unknown attribute', { attributes: [{ key: 'nope', string: { eq: '' } }] }, 'UNKNOWN_ATTRIBUTE'],
    ['an unknown segment', { segments: { has: 'nope' } }, 'UNKNOWN_OUTCOME'],
    ['text with NUL', { externalId: { eq: 'a\0b' } }, 'BAD_USER_INPUT'],
    ['a long list', { externalId: { in: Array(501).fill('x') } }, 'FILTER_TOO_LARGE'],
    ['deep nesting', deep(7), 'FILTER_TOO_LARGE'],
    ['too many tests', { and: Array(201).fill({ externalId: { eq: 'x' } }) }, 'FILTER_TOO_LARGE'],
  ])('is refused: %s', async (_name, where, code) => {
    const { data, errors } = await system.run(FIND, { where });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions?.code).toBe(code);
  });
});
