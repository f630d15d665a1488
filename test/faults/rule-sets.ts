type Metrics = ReadonlyMap<string, number | undefined>;

interface Rule {
  readonly key: string;
  readonly when: object;
  /** The same, said without the product. `segments` are those that hold. */
  holds(metric: (key: string) => number | undefined, segments: ReadonlySet<string>): boolean;
}

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const atLeast = (value: number | undefined, least: number): boolean => value !== undefined && value >= least;

const SEGMENTS: readonly Rule[] = [
  {
    key: 'active',
    when: { all: [leaf('ordersLast30Days', 'greaterThanInclusive', 1)] },
    holds: (metric) => atLeast(metric('ordersLast30Days'), 1),
  },
  {
    key: 'regular',
    when: { all: [leaf('ordersEver', 'greaterThanInclusive', 5)] },
    holds: (metric) => atLeast(metric('ordersEver'), 5),
  },
  {
    key: 'big',
    when: { all: [leaf('spendLast90Days', 'greaterThanInclusive', 40_000)] },
    holds: (metric) => atLeast(metric('spendLast90Days'), 40_000),
  },
  {
    key: 'lapsed',
    when: { all: [leaf('daysSinceLastPurchase', 'greaterThan', 60)] },
    holds: (metric) => atLeast(metric('daysSinceLastPurchase'), 61),
  },
  {
    key: 'unhappy',
    when: { any: [leaf('openComplaints', 'greaterThan', 0), leaf('lastRating', 'lessThan', 2.5)] },
    holds: (metric) => atLeast(metric('openComplaints'), 1) || (metric('lastRating') ?? 5) < 2.5,
  },
  {
    key: 'chatty',
    when: { all: [leaf('interactionsLast365Days', 'greaterThanInclusive', 3)] },
    holds: (metric) => atLeast(metric('interactionsLast365Days'), 3),
  },
];

/** The highest first. */
const TIERS: readonly Rule[] = [
  {
    key: 'gold',
    when: {
      all: [leaf('spendLast365Days', 'greaterThanInclusive', 100_000), leaf('segment.unhappy', 'equal', false)],
    },
    holds: (metric, segments) => atLeast(metric('spendLast365Days'), 100_000) && !segments.has('unhappy'),
  },
  {
    key: 'silver',
    when: { all: [leaf('purchaseDaysLast90Days', 'greaterThanInclusive', 2)] },
    holds: (metric) => atLeast(metric('purchaseDaysLast90Days'), 2),
  },
];

/** What is published before a run. */
export const ruleSets = [
  {
    key: 'faults',
    kind: 'segments',
    document: { segments: SEGMENTS.map(({ key, when }) => ({ key, title: key, when })) },
  },
  {
    key: 'loyalty',
    kind: 'loyalty-tiers',
    document: { tiers: TIERS.map(({ key, when }, i) => ({ key, title: key, rank: TIERS.length - i, when })) },
  },
] as const;

/** Which outcomes hold for a customer with these metrics; computed without the product's engine. */
export function outcomesOf(metrics: Metrics): Set<string> {
  const metric = (key: string): number | undefined => metrics.get(key);
  const segments = new Set<string>();
  for (const { key, holds } of SEGMENTS) if (holds(metric, segments)) segments.add(key);
  const tier = TIERS.find(({ holds }) => holds(metric, segments));
  return tier ? new Set([...segments, tier.key]) : segments;
}
