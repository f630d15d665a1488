import fc from 'fast-check';
import { operator } from '../../src/access/viewer.ts';
import type { ActivityDraft, ProfileDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import type { Database } from '../../src/db/database.ts';
import { defineMetric } from '../../src/pipeline/define-metric.ts';
import type { Road } from '../../src/pipeline/road.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { content } from '../support/activity-arbitrary.ts';
import { publish } from '../support/road.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';

export const DAY = 86_400_000;
export const START = Date.UTC(2026, 10, 27, 9, 30);
export const END = START + 400 * DAY;

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const segment = (key: string, when: object) => ({ key, title: `Title of ${key}`, when });

const early = [
  segment('never-bought', leaf('ordersEver', 'equal', 0)),
  segment('active', leaf('ordersLast30Days', 'greaterThanInclusive', 1)),
  segment('unhappy', {
    any: [leaf('openComplaints', 'greaterThan', 0), leaf('lastRating', 'lessThan', 2.5)],
  }),
  segment('reader', leaf('attribute.newsletter', 'equal', true)),
];
const late = [
  segment('never-bought', { all: [leaf('ordersEver', 'equal', 0), leaf('interactionsEver', 'equal', 0)] }),
  segment('active', leaf('ordersLast90Days', 'greaterThanInclusive', 2)),
  segment('lapsed', leaf('daysSinceLastPurchase', 'greaterThan', 60)),
  segment('unhappy', leaf('openComplaints', 'greaterThan', 0)),
  segment('abroad', { not: leaf('locale', 'startsWith', 'en') }),
  segment('recent', leaf('lastPurchaseAt', 'lessThanCalendarDaysAgo', 5)),
];
const tier = (key: string, rank: number, spend: number) => ({
  ...segment(key, {
    all: [leaf('spendLast365Days', 'greaterThanInclusive', spend), leaf('segment.unhappy', 'equal', false)],
  }),
  rank,
});

/** What is published, and when: two versions of one rule set, tiers that read it, and rules over a metric of one's own. */
export const publications = [
  { at: START, key: 'lifecycle', kind: 'segments', document: { segments: early } },
  {
    at: START + 60 * DAY,
    key: 'loyalty',
    kind: 'loyalty-tiers',
    document: { tiers: [tier('gold', 2, 100_000), tier('silver', 1, 20_000)] },
  },
  {
    at: START + 150 * DAY,
    key: 'habits',
    kind: 'segments',
    document: { segments: [segment('talks', leaf('chatsLast60Days', 'greaterThanInclusive', 1))] },
  },
  { at: START + 200 * DAY, key: 'lifecycle', kind: 'segments', document: { segments: late } },
  {
    at: START + 390 * DAY,
    key: 'trend',
    kind: 'segments',
    document: { segments: [segment('slowing', leaf('purchaseFrequencyChange', 'lessThan', -0.3))] },
  },
] as const;

/** When the metric that `habits` reads is defined. */
export const DEFINED = START + 140 * DAY;

export async function prepare(database: Database): Promise<void> {
  await declareAttribute(database, operator, { key: 'newsletter', title: 'Newsletter', type: 'boolean' });
  await publishSurvey(database, 'any', surveyOf());
}

export async function define(road: Road, at: number): Promise<void> {
  const measure = {
    from: 'interaction',
    where: [{ field: 'channel', operator: 'equal', value: 'chat' }],
    aggregate: 'count',
    windowDays: 60,
  } as const;
  const draft = {
    key: 'chatsLast60Days',
    title: 'Chats',
    description: 'Chats.',
    direction: 'neutral',
    measure,
  } as const;
  await defineMetric(road, operator, draft);
  await road.database.query('', 'update metric_definition set created_at = to_timestamp($1)', [at / 1000]);
}

/** Publishes as of an instant: the server's own clock stands still in this test. */
export async function publishAt(road: Road, { at, key, kind, document }: (typeof publications)[number]): Promise<void> {
  await publish(road, key, kind, document);
  await road.database.query(
    '',
    `update rule_set_version v set published_at = to_timestamp($2) from rule_set s
      where s.id = v.rule_set_id and s.key = $1 and v.status = 'published'`,
    [key, at / 1000],
  );
}

interface Event {
  readonly at: number;
  readonly activities: readonly ActivityDraft[];
  readonly profiles: readonly ProfileDraft[];
}

const profile = fc.record(
  {
    locale: fc.constantFrom('en-GB', 'de-DE', null),
    timeZone: fc.constantFrom('Europe/Paris', null),
    joinedAt: fc.constantFrom(START - 500 * DAY, null),
    attributes: fc.record({ newsletter: fc.constantFrom(true, false, null) }),
  },
  { requiredKeys: [] },
);
const when = fc.integer({ min: 0, max: 399 * DAY });
const ago = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 * DAY }), fc.integer({ min: 0, max: 300 * DAY }));

/** What is learned of many customers within 400 days: late, early, several at once, and what profiles say. */
export function drawEvents(customers: number, perCustomer: number, seed: number): Event[] {
  const drawn = fc.sample(
    fc.record({
      at: when,
      activities: fc.array(fc.record({ what: content, ago }), { maxLength: 3 }),
      profile: fc.option(profile, { freq: 2 }),
    }),
    { numRuns: customers * perCustomer, seed },
  );
  // no two at one millisecond: the road would tell them apart, and nothing that is kept does
  const instants = new Set<number>();
  const apart = (at: number): number => {
    if (instants.has(at)) return apart(at + 1);
    instants.add(at);
    return at;
  };
  return drawn
    .map(({ at, activities, profile: said }, i): Event => {
      const customer = { externalId: nameOf(i % customers) };
      const now = apart(START + at);
      return {
        at: now,
        profiles: said || activities.length === 0 ? [{ customer, ...JSON.parse(JSON.stringify(said ?? {})) }] : [],
        activities: activities.map(({ what, ago: before }, n) => ({
          ...what,
          customer,
          source: 'test',
          key: `${i}-${n}`,
          occurredAt: now - before,
        })),
      };
    })
    .sort((a, b) => a.at - b.at);
}

const nameOf = (number: number): string => `past-${number}`;
export const idsOf = (customers: number): string[] =>
  Array.from({ length: customers }, (_, i) => customerIdOf(nameOf(i)));

/** Sweeps at every instant at which somebody is due, up to the given one: as a sweeper would that is never late. */
async function pass(road: Road, until: number): Promise<void> {
  for (;;) {
    const [next] = await road.database.query<{ at: number | null }>('next-due', 'select min(due_at) as at from due');
    if (next?.at == null || next.at > until) return;
    await sweepAll(road, next.at);
  }
}

/** Lets 400 days pass on a road: everything is learned, published and due at its instant. */
export async function playYears(road: Road, events: readonly Event[]): Promise<void> {
  const acts: { readonly at: number; run(): Promise<unknown> }[] = [
    ...publications.map((publication) => ({ at: publication.at, run: () => publishAt(road, publication) })),
    { at: DEFINED, run: () => define(road, DEFINED) },
    ...events.map(({ at, ...batch }) => ({ at, run: () => road.settle({ ...batch, now: at }) })),
  ];
  for (const { at, run } of acts.sort((a, b) => a.at - b.at)) {
    await pass(road, at - 1);
    await run();
    const everybody = await road.database.query<{ id: string }>(
      '',
      'select c.id from customer c, engine e where c.rules_generation < e.rules_generation or c.metrics_generation < e.metrics_generation',
    );
    if (everybody.length > 0)
      await road.settle({ activities: [], customerIds: everybody.map(({ id }) => id), now: at });
  }
  await pass(road, END);
}
