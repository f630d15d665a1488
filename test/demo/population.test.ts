import { expect, it } from 'vitest';
import { checkActivity } from '../../src/activities/check-activity.ts';
import { coreActivities } from '../../src/activities/kinds.ts';
import { type DemoCustomer, generatePopulation } from '../../src/demo/population.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;
const make = (seed: number, customers: number, currency = 'EUR') =>
  generatePopulation({ seed, customers, now: NOW, currency });

const sample = [...make(7, 4000)];
const has = (kind: string) => (customer: DemoCustomer) => customer.activities.some((it) => it.kind === kind);
const share = (test: (customer: DemoCustomer) => boolean) => sample.filter(test).length / sample.length;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it('is the same for the same seed, and another for another', () => {
  expect([...make(7, 200)]).toEqual(sample.slice(0, 200));
  expect([...make(8, 200)]).not.toEqual(sample.slice(0, 200));
  expect([...make(2 ** 40, 5)]).not.toEqual([...make(0, 5)]);
});

it('names customers by number', () => {
  const names = sample.map((customer) => customer.profile.customer.externalId);
  expect(names[0]).toBe('demo-000001');
  expect(new Set(names).size).toBe(sample.length);
});

it('makes only activities that the server accepts, in order, from joining until now', () => {
  const kinds = new Map(coreActivities.map((kind) => [kind.key, kind]));
  const seen = new Set<string>();
  for (const { profile, activities } of sample) {
    const keys = new Set<string>();
    let last = profile.joinedAt ?? Number.NaN;
    for (const { payload: fields, ...activity } of activities) {
      expect(checkActivity({ ...activity, fields }, kinds, 'EUR')).toHaveProperty('draft');
      expect(activity.customer).toEqual(profile.customer);
      expect(activity.occurredAt).toBeGreaterThanOrEqual(last);
      last = activity.occurredAt ?? 0;
      keys.add(activity.key);
      seen.add(activity.kind);
    }
    expect(last).toBeLessThanOrEqual(NOW);
    expect(NOW - (profile.joinedAt ?? 0)).toBeLessThanOrEqual(731 * DAY);
    expect(keys.size).toBe(activities.length);
  }
  // invitations are made by us
  expect([...seen].sort()).toEqual([...kinds.keys()].filter((key) => key !== 'surveyInvited').sort());
}, 60_000);

it('tells complaints and plans in an order that makes sense', () => {
  const order = ['complaintOpened', 'complaintAnswered', 'complaintResolved', 'complaintReopened', 'complaintResolved'];
  for (const { activities } of sample) {
    const stories = Map.groupBy(
      activities.filter((activity) => activity.kind.startsWith('complaint')),
      (activity) => activity.payload.complaint,
    );
    for (const story of stories.values()) {
      expect(story.map((activity) => activity.kind)).toEqual(order.slice(0, story.length));
    }
    const plans = activities.filter((activity) => activity.kind.startsWith('plan')).map((activity) => activity.kind);
    expect(plans.lastIndexOf('planStarted')).toBe(plans.length ? 0 : -1);
    expect([-1, plans.length - 1]).toContain(plans.indexOf('planCancelled'));
  }
});

it('resembles the customers of a shop', () => {
  expect(mean(sample.map((customer) => customer.activities.length))).toBeGreaterThan(15);
  expect(mean(sample.map((customer) => customer.activities.length))).toBeLessThan(25);

  const purchases = sample.map((customer) => customer.activities.filter((activity) => activity.kind === 'purchase'));
  const second = purchases.filter((list) => list.length > 1).length / sample.length;
  expect(second).toBeGreaterThan(0.5);
  expect(second).toBeLessThan(0.75);
  const quiet = purchases.filter((list) => NOW - (list.at(-1)?.occurredAt ?? 0) > 180 * DAY).length / sample.length;
  expect(quiet).toBeGreaterThan(0.25);
  expect(quiet).toBeLessThan(0.5);

  expect(share(has('complaintOpened'))).toBeGreaterThan(0.1);
  expect(share(has('complaintOpened'))).toBeLessThan(0.35);
  expect(share(has('planStarted'))).toBeGreaterThan(0.1);
  expect(share(has('planCancelled'))).toBeGreaterThan(0.03);
  expect(share(has('referralConverted'))).toBeGreaterThan(0.02);
});

it('has worse ratings soon after a complaint', () => {
  const after: number[] = [];
  const otherwise: number[] = [];
  for (const { activities } of sample) {
    let complainedAt = Number.NEGATIVE_INFINITY;
    for (const { kind, occurredAt = 0, payload } of activities) {
      if (kind === 'complaintOpened') complainedAt = occurredAt;
      if (kind === 'rating') (occurredAt - complainedAt < 8 * DAY ? after : otherwise).push(payload.score as number);
    }
  }
  expect(mean(otherwise)).toBeGreaterThan(3.7);
  expect(mean(otherwise) - mean(after)).toBeGreaterThan(0.3);
});

it('counts in the minor units of the currency', () => {
  const spent = (currency: string) =>
    mean(
      [...make(7, 300, currency)]
        .flatMap((customer) => customer.activities)
        .filter((activity) => activity.kind === 'purchase')
        .map((activity) => activity.payload.amount as number),
    );
  expect(spent('EUR')).toBeGreaterThan(2000);
  expect(spent('EUR')).toBeLessThan(9000);
  expect(spent('JPY') / spent('EUR')).toBeCloseTo(1.6, 1);
  expect(spent('KWD') / spent('EUR')).toBeCloseTo(3.4, 1);
});

it('streams: a large population takes no more memory than a small one', () => {
  const used = () => process.memoryUsage().heapUsed;
  const started = performance.now();
  let activities = 0;
  let number = 0;
  const peaks = [0, 0];
  for (const customer of make(7, 100_000)) {
    activities += customer.activities.length;
    if (++number % 200 === 0) {
      const half = number <= 50_000 ? 0 : 1;
      peaks[half] = Math.max(peaks[half] ?? 0, used());
    }
  }
  const rate = Math.round((activities / (performance.now() - started)) * 1000);
  console.log(`population: ${activities} activities of ${number} customers, ${rate} activities/s`);
  expect(number).toBe(100_000);
  // what is kept would be hundreds of megabytes; garbage that is not collected yet is some tens
  expect((peaks[1] ?? 0) - (peaks[0] ?? 0)).toBeLessThan(100e6);
}, 120_000);
