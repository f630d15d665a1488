import { beforeAll, describe, expect, it } from 'vitest';
import { OverloadedError } from '../../../src/errors.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { purchase, RECORD, record } from './record.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const refund = (key: string, purchaseKey: string, amountMinor: number) => ({
  customer: { externalId: 'refunds' },
  key,
  activity: { refund: { amount: { amountMinor, currencyCode: 'EUR' }, purchaseKey } },
});

describe('recording activities', () => {
  it('answers each activity of one request by itself and in its order', async () => {
    await record(app, [purchase('one', 'before')]);
    const { results, customers } = await record(app, [
      purchase('one', 'new'),
      purchase('one', 'before'),
      purchase('one', 'before', { channel: 'STORE' }),
      { ...purchase('one', 'later'), occurredAt: new Date(Date.now() + 3_600_000).toISOString() },
      {
        ...purchase('x', 'k'),
        customer: { id: Buffer.from('Customer:0b0e7b0a-0000-5000-8000-000000000000').toString('base64') },
      },
      { ...purchase('x', 'k'), customer: { id: 'nonsense' } },
      purchase('two', 'bad', {}, -1),
      purchase('two', 'dollars', { amount: { amountMinor: 1, currencyCode: 'USD' } }),
      purchase('three', 'good'),
    ]);
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(results.map(({ status, issues }) => [status, issues[0]?.code, issues[0]?.path.join('.')])).toEqual([
      ['ACCEPTED', undefined, undefined],
      ['DUPLICATE', undefined, undefined],
      ['REJECTED', 'IDEMPOTENCY_CONFLICT', 'activities.2.key'],
      ['REJECTED', 'IN_THE_FUTURE', 'activities.3.occurredAt'],
      ['REJECTED', 'UNKNOWN_CUSTOMER', 'activities.4.customer.id'],
      ['REJECTED', 'BAD_ID', 'activities.5.customer.id'],
      ['REJECTED', 'INVALID_VALUE', 'activities.6.activity.purchase.amount.amountMinor'],
      ['REJECTED', 'CURRENCY_MISMATCH', 'activities.7.activity.purchase.amount.currencyCode'],
      ['ACCEPTED', undefined, undefined],
    ]);
    expect(customers).toEqual([
      { externalId: 'one', metrics: { ordersEver: 2 } },
      { externalId: 'three', metrics: { ordersEver: 1 } },
    ]);
    expect(results[1]?.customer).toEqual({ externalId: 'one' });
    expect(results[6]?.customer).toBeNull();
  });

  it('gives a duplicate the id of the first one', async () => {
    const first = await record(app, [purchase('again', 'k')]);
    const second = await record(app, [purchase('again', 'k')]);
    expect(second.results[0]?.status).toBe('DUPLICATE');
    expect(second.results[0]?.activityId).toBe(first.results[0]?.activityId);
    const [row] = await app.app.database.query<{ count: number }>(
      '',
      `select count(*)::int as count from activity where key = 'k'`,
    );
    expect(row?.count).toBe(1);
  });

  it('takes every kind of activity with all its fields in their stored forms', async () => {
    const { results } = await record(app, [
      {
        customer: { externalId: 'kinds' },
        key: 'p',
        source: 'shop',
        occurredAt: '2026-01-02T03:04:05+01:00',
        activity: {
          purchase: {
            amount: { amountMinor: 900, currencyCode: 'EUR' },
            channel: 'ONLINE',
            items: [
              { sku: 'a', quantity: 1.5, amountMinor: 900 },
              { sku: 'b', quantity: 1 },
            ],
          },
        },
      },
      {
        customer: { externalId: 'kinds' },
        key: 'i',
        activity: { interaction: { channel: 'CHAT', type: 'CONVERSATION', duration: 90_000 } },
      },
      { customer: { externalId: 'kinds' }, key: 'r', activity: { rating: { score: 4.5, scaleMin: 1, scaleMax: 5 } } },
      { customer: { externalId: 'kinds' }, key: 'o', activity: { rating: { score: 9, scaleMin: 1, scaleMax: 5 } } },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'REJECTED']);
    expect(results[3]?.issues[0]).toMatchObject({
      code: 'OUT_OF_RANGE',
      path: ['activities', '3', 'activity', 'rating', 'score'],
    });
    const rows = await app.app.database.query<{ kind: string; payload: object; source: string; at: number }>(
      '',
      `select kind, payload, source, extract(epoch from occurred_at)::float8 as at from activity
        where key in ('p', 'i', 'r') and customer_id = (select id from customer where external_id = 'kinds') order by seq`,
    );
    expect(rows[0]).toEqual({
      kind: 'purchase',
      source: 'shop',
      at: Date.UTC(2026, 0, 2, 2, 4, 5) / 1000,
      payload: {
        amount: 900,
        currency: 'EUR',
        channel: 'online',
        items: [
          { sku: 'a', quantity: 1.5, amount: 900 },
          { sku: 'b', quantity: 1 },
        ],
      },
    });
    expect(rows[1]).toMatchObject({
      source: 'api',
      payload: { channel: 'chat', type: 'conversation', duration: 90_000 },
    });
    expect(rows[2]).toMatchObject({ payload: { score: 4.5 } });
  });

  it('refuses refunds of nothing, and of more than the purchase', async () => {
    await record(app, [purchase('refunds', 'bought', {}, 1000)]);
    const { results } = await record(app, [
      refund('r1', 'bought', 600),
      refund('r2', 'bought', 500),
      refund('r3', 'bought', 400),
      refund('r4', 'nothing', 1),
    ]);
    expect(results.map(({ status, issues }) => [status, issues[0]?.code, issues[0]?.path.slice(2).join('.')])).toEqual([
      ['ACCEPTED', undefined, undefined],
      ['REJECTED', 'REFUND_EXCEEDS_PURCHASE', 'activity.refund.amount.amountMinor'],
      ['ACCEPTED', undefined, undefined],
      ['REJECTED', 'UNKNOWN_PURCHASE', 'activity.refund.purchaseKey'],
    ]);
    expect(results[1]?.issues[0]?.message).toContain('400');
  });

  it('refuses none, and more than a thousand, as a whole', async () => {
    expect(await record(app, [])).toMatchObject({
      __typename: 'ValidationError',
      issues: [{ path: ['activities'], code: 'BAD_LENGTH' }],
    });
    const many = Array.from({ length: 1001 }, (_, i) => purchase('many', String(i)));
    expect(await record(app, many)).toMatchObject({ __typename: 'ValidationError' });
    const [row] = await app.app.database.query<{ count: number }>(
      '',
      `select count(*)::int as count from customer where external_id = 'many'`,
    );
    expect(row?.count).toBe(0);
  });

  it('sends as many statements for a hundred customers as for one', async () => {
    const count = async (name: string, customers: number): Promise<string[]> => {
      const activities = Array.from({ length: customers }, (_, i) => purchase(`${name}-${i}`, 'k'));
      const statements = recordStatements();
      await app.run(RECORD, { activities });
      return statements.stop();
    };
    await count('warm', 1);
    const [one, hundred] = [await count('one', 1), await count('hundred', 100)];
    expect(hundred.length).toBe(one.length);
    expect(one.length).toBeLessThan(20);
  });

  it('says that it is overloaded instead of taking without end', async () => {
    const { gatherer } = app.app;
    const { record: taken } = gatherer;
    gatherer.record = () => Promise.reject(new OverloadedError('Too much is waiting.'));
    const { data } = await app.run<{ recordActivities: { __typename: string } }>(RECORD, {
      activities: [purchase('o', 'k')],
    });
    gatherer.record = taken;
    expect(data.recordActivities.__typename).toBe('OverloadedError');
  });

  it('settles at the clock of the system when it has one', async () => {
    const at = Date.UTC(2025, 5, 1);
    const past = await testApp({ clock: () => at });
    const { results } = await record(past, [
      purchase('c', 'now'),
      { ...purchase('c', 'next'), occurredAt: new Date(at + 3_600_000).toISOString() },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['ACCEPTED', 'REJECTED']);
    const [row] = await past.app.database.query<{ at: number }>(
      '',
      'select (extract(epoch from occurred_at) * 1000)::float8 as at from activity',
    );
    expect(row?.at).toBe(at);
  });
});
