import { expect, it } from 'vitest';
import { checkActivity } from '../../src/activities/check-activity.ts';
import { coreActivities } from '../../src/activities/kinds.ts';
import { nextActivities, startLive } from '../../src/demo/live.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const world = (seed: number) => ({ seed, now: NOW, currency: 'EUR' });

function run(seed: number, seconds: number, perSecond: number, step = 1000) {
  const state = startLive(world(seed), 1000);
  return Array.from({ length: (seconds * 1000) / step }, (_, i) =>
    nextActivities(state, NOW + (i + 1) * step, perSecond),
  );
}

it('is the same for the same seed and calls, and another for another seed', () => {
  expect(run(1, 30, 5)).toEqual(run(1, 30, 5));
  expect(run(1, 30, 5)).not.toEqual(run(2, 30, 5));
});

it('keeps the rate, however often it is called', () => {
  for (const [perSecond, step] of [
    [20, 100],
    [20, 5000],
    [0.5, 1000],
  ] as const) {
    const count = run(3, 1000, perSecond, step).flat().length;
    expect(Math.abs(count / (1000 * perSecond) - 1)).toBeLessThan(0.15);
  }
});

it('gives each call what happened since the one before, in order', () => {
  let from = NOW;
  let last = NOW;
  for (const [index, activities] of run(4, 60, 10).entries()) {
    const to = NOW + (index + 1) * 1000;
    for (const { occurredAt = 0 } of activities) {
      expect(occurredAt).toBeGreaterThan(from);
      expect(occurredAt).toBeLessThanOrEqual(to);
      expect(occurredAt).toBeGreaterThanOrEqual(last);
      last = occurredAt;
    }
    from = to;
  }
});

it('gives nothing when no time passed or the rate is zero', () => {
  const state = startLive(world(1), 1000);
  expect(nextActivities(state, NOW, 100)).toEqual([]);
  expect(nextActivities(state, NOW - 1, 100)).toEqual([]);
  expect(nextActivities(state, NOW + 5000, 0)).toEqual([]);
});

it('makes activities that the server accepts, of many kinds, each key once; some customers are new', () => {
  const kinds = new Map(coreActivities.map((kind) => [kind.key, kind]));
  const activities = run(5, 1000, 5).flat();
  for (const { payload: fields, ...activity } of activities) {
    expect(checkActivity({ ...activity, fields }, kinds, 'EUR')).toHaveProperty('draft');
  }
  expect(new Set(activities.map((activity) => activity.key)).size).toBe(activities.length);
  expect(new Set(activities.map((activity) => activity.kind)).size).toBeGreaterThan(7);
  const newcomers = activities.filter((activity) => (activity.customer.externalId ?? '') > 'demo-001000');
  expect(newcomers.length / activities.length).toBeGreaterThan(0.01);
});

it('answers and resolves the complaints that it opened, and cancels a plan once', () => {
  const activities = run(6, 2000, 5).flat();
  const opened = new Set<string>();
  const cancelled = new Set<string>();
  for (const { kind, customer, payload } of activities) {
    const thread = `${customer.externalId} ${String(payload.complaint)}`;
    if (kind === 'complaintOpened') opened.add(thread);
    if (kind === 'complaintAnswered' || kind === 'complaintResolved') expect(opened).toContain(thread);
    if (kind === 'planCancelled') {
      expect(cancelled).not.toContain(customer.externalId);
      cancelled.add(customer.externalId ?? '');
    }
  }
  expect(cancelled.size).toBeGreaterThan(3);
});
