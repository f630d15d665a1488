import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { declareAttribute } from '../../../src/customers/declare-attribute.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { happen, publish } from '../../support/story.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 27, 12);
let now = START;
let system: TestApp;

const day = (days: number): string => new Date(START + days * DAY).toISOString();
const buy = (amount: number) => ({ who: 'ada', kind: 'purchase', at: now, payload: { amount, currency: 'EUR' } });
const atLeast = (fact: string, value: number) => ({ fact, operator: 'greaterThanInclusive', value });

beforeAll(async () => {
  system = await testApp({ clock: () => now });
  const { app } = system;
  await declareAttribute(app.database, operator, { key: 'colour', title: 'Colour', type: 'string' });
  const active = { key: 'active', title: 'Active', when: atLeast('ordersLast30Days', 1) };
  await publish(app, 'lifecycle', 'segments', { segments: [active] });
  const gold = { key: 'gold', title: 'Gold', rank: 1, when: atLeast('spendLast365Days', 1500) };
  await publish(app, 'loyalty', 'loyalty-tiers', { tiers: [gold] });
  await app.database.query('', 'update rule_set_version set published_at = to_timestamp($1)', [START / 1000]);
  now = START + DAY;
  await happen(app, [buy(1000)], [{ customer: { externalId: 'ada' }, locale: 'en-GB', attributes: { colour: 'red' } }]);
  now = START + 10 * DAY;
  await happen(app, [buy(900)], [{ customer: { externalId: 'ada' }, attributes: { colour: 'blue' } }]);
  now = START + 60 * DAY;
  await sweepAll(app.road, now);
});

const asOf = async <T>(instant: string | null, fields: string) =>
  (
    await system.data<{ customer: T | null }>(
      `query ($at: DateTime) { customer(by: { externalId: "ada" }, asOf: $at) { ${fields} } }`,
      { at: instant },
    )
  ).customer;

describe('a customer as of an instant', () => {
  it('has the profile, the metrics and the timeline of then', async () => {
    const fields = `externalId locale attributes { key string } metrics { ordersEver spendEver { amount } daysSinceLastPurchase }
      activities { totalCount nodes { occurredAt } }`;
    expect(await asOf(day(5), fields)).toEqual({
      externalId: 'ada',
      locale: 'en-GB',
      attributes: [{ key: 'colour', string: 'red' }],
      metrics: { ordersEver: 1, spendEver: { amount: '10.00' }, daysSinceLastPurchase: 4 },
      activities: { totalCount: 1, nodes: [{ occurredAt: day(1) }] },
    });
    expect(await asOf(day(10), fields)).toMatchObject({
      attributes: [{ key: 'colour', string: 'blue' }],
      metrics: { ordersEver: 2 },
      activities: { totalCount: 2 },
    });
    expect(await asOf(day(0), fields)).toBeNull();
    expect(await asOf(null, fields)).toMatchObject({ metrics: { daysSinceLastPurchase: 50 } });
  });

  it('is where it was, since when and why', async () => {
    const fields = `segments { key since versionNumber cause { by } segment { title } why }
      tier { key since why } outcomes { key title }`;
    expect(await asOf(day(5), fields)).toMatchObject({
      segments: [
        {
          key: 'active',
          since: day(1),
          versionNumber: 1,
          cause: { by: 'ACTIVITY' },
          segment: { title: 'Active' },
          why: [{ rule: 'active', holds: true, tree: { actual: 1 } }],
        },
      ],
      tier: null,
      outcomes: [{ key: 'active', title: 'Active' }],
    });
    expect(await asOf(day(20), fields)).toMatchObject({
      segments: [{ since: day(1) }],
      tier: { key: 'gold', since: day(10), why: [{ tree: { actual: 1900 } }] },
    });
    const lapsed = { segments: [], tier: { key: 'gold' } };
    expect(await asOf(day(40), fields)).toMatchObject(lapsed);
    expect(await asOf(null, fields)).toMatchObject(lapsed);
  });

  it('never shows the present as the past', async () => {
    for (const field of [
      'version',
      'personalAttributes { key }',
      'exportUrl',
      'segments { segment { memberCount } }',
    ]) {
      const { errors } = await system.run(
        `{ customer(by: { externalId: "ada" }, asOf: "${day(5)}") { externalId ${field} } }`,
      );
      expect(errors?.[0]?.extensions, field).toMatchObject({ code: 'HISTORY_NOT_KEPT' });
    }
    const { errors } = await system.run(`{ customer(by: { externalId: "ada" }, asOf: "${day(61)}") { externalId } }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'IN_THE_FUTURE' });
    await system.app.database.query('', 'update engine set history_since = to_timestamp($1)', [START / 1000]);
    const before = await system.run(`{ customer(by: { externalId: "ada" }, asOf: "${day(-1)}") { externalId } }`);
    expect(before.errors?.[0]?.extensions).toMatchObject({ code: 'HISTORY_NOT_KEPT' });
  });
});
