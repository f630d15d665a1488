import { beforeAll, describe, expect, it } from 'vitest';
import { runNextJob } from '../../../src/jobs/run-jobs.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { purchase, record } from './record.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await record(app, [
    ...Array.from({ length: 30 }, (_, i) =>
      purchase(`c${i % 10}`, `k${i}`, { channel: i % 3 === 0 ? 'STORE' : 'ONLINE' }, 100 + i),
    ),
    {
      customer: { externalId: 'c0' },
      key: 'old',
      occurredAt: '2001-01-01T00:00:00Z',
      activity: { purchase: { amount: { amountMinor: 5, currencyCode: 'EUR' }, channel: 'STORE' } },
    },
  ]);
  await runNextJob(app.app.database, app.app.jobs);
});

interface Defined {
  defineMetric: {
    __typename: string;
    code?: string;
    metric?: { key: string; type: string; unit: string };
    job?: { id: string; status: string; progress: number };
    issues?: { code: string; path: string[]; message: string }[];
  };
}

const define = async (input: object) =>
  (
    await app.data<Defined>(
      `mutation ($input: DefineMetricInput!) {
         defineMetric(input: $input) {
           __typename
           ... on DefineMetricSuccess { metric { key type unit } job { id status progress } }
           ... on UserError { code }
           ... on ValidationError { issues { code path message } }
         }
       }`,
      { input },
    )
  ).defineMetric;

const inStores = {
  key: 'spendInStores',
  title: 'Spend in stores',
  description: 'What was bought in stores.',
  measure: {
    from: ['purchase'],
    where: [{ field: 'channel', operator: 'EQUAL', value: { text: 'store' } }],
    aggregate: 'SUM',
    of: 'amount',
  },
};

const measured = async (externalId: string, key: string): Promise<number> => {
  const { plan } = await app.app.road.engine();
  const [row] = await app.app.database.query<{ value: number | null }>(
    '',
    `select ${plan.metrics.get(key)?.sql('metrics', '0')} as value from customer where external_id = $1`,
    [externalId],
  );
  return row?.value ?? Number.NaN;
};

describe('defining a metric', () => {
  it('computes it for every customer in a job with progress, and keeps it with every activity from then on', async () => {
    const { __typename, metric, job } = await define(inStores);
    expect(__typename).toBe('DefineMetricSuccess');
    expect(metric).toEqual({ key: 'spendInStores', type: 'MONEY', unit: 'money' });
    expect(job).toMatchObject({ status: 'QUEUED', progress: 0 });
    await runNextJob(app.app.database, app.app.jobs);
    const { job: done } = await app.data<{ job: object }>(
      'query ($id: ID!) { job(id: $id) { status progress done total failed error secondsLeft } }',
      { id: job?.id },
    );
    expect(done).toEqual({
      status: 'SUCCEEDED',
      progress: 1,
      done: 10,
      total: 10,
      failed: 0,
      error: null,
      secondsLeft: null,
    });
    // c0 bought k0 (100), k10, k20 (100 + i) of which 0 was in a store, and the old one
    expect(await measured('c0', 'spendInStores')).toBe(100 + 5);
    expect(await measured('c1', 'spendInStores')).toBe(121);
    await record(app, [purchase('c1', 'more', { channel: 'STORE' }, 9)]);
    expect(await measured('c1', 'spendInStores')).toBe(130);
  });

  it('answers the same definition with the same job, and another one under its name with a conflict', async () => {
    const first = await define(inStores);
    expect((await define(inStores)).job?.id).toBe(first.job?.id);
    expect(await define({ ...inStores, title: 'Another' })).toMatchObject({ code: 'KEY_TAKEN' });
  });

  it('tells every process even when everything it needs is measured already', async () => {
    const before = (await app.app.road.engine()).generations.metrics;
    const again = { ...inStores, key: 'storeSpend' };
    expect((await define(again)).__typename).toBe('DefineMetricSuccess');
    expect((await app.app.road.engine()).generations.metrics).toBe(before + 1);
    await runNextJob(app.app.database, app.app.jobs);
    expect(await measured('c1', 'storeSpend')).toBe(130);
  });

  it('counts in a window of any length', async () => {
    await define({
      key: 'ordersLast7Days',
      title: 'Orders',
      description: 'In a week.',
      measure: { from: ['purchase'], aggregate: 'COUNT', windowDays: 7 },
    });
    await runNextJob(app.app.database, app.app.jobs);
    expect(await measured('c0', 'ordersLast7Days')).toBe(3);
  });

  const measures: [string, object, string, string, RegExp?][] = [
    [
      'an unknown kind',
      { from: ['purchas'], aggregate: 'COUNT' },
      'UNKNOWN_KIND',
      'measure.from.0',
      /Did you mean "purchase"/,
    ],
    [
      'an unknown field',
      { from: ['purchase'], aggregate: 'SUM', of: 'amout' },
      'UNKNOWN_FIELD',
      'measure.of',
      /Did you mean "amount"/,
    ],
    ['a sum of text', { from: ['purchase'], aggregate: 'SUM', of: 'store' }, 'UNFIT_AGGREGATE', 'measure.aggregate'],
    ['a sum of nothing', { from: ['purchase'], aggregate: 'SUM' }, 'REQUIRED', 'measure.of'],
    ['a count of a field', { from: ['purchase'], aggregate: 'COUNT', of: 'amount' }, 'NOT_NEEDED', 'measure.of'],
    [
      'a window of no days',
      { from: ['purchase'], aggregate: 'COUNT', windowDays: 0 },
      'OUT_OF_RANGE',
      'measure.windowDays',
    ],
    [
      'a window of eleven years',
      { from: ['purchase'], aggregate: 'COUNT', windowDays: 4000 },
      'OUT_OF_RANGE',
      'measure.windowDays',
    ],
    [
      'a window on threads',
      { from: ['complaint'], aggregate: 'COUNT', windowDays: 30 },
      'NO_WINDOW',
      'measure.windowDays',
    ],
    ['days of threads', { from: ['plan'], aggregate: 'DISTINCT_DAYS' }, 'UNFIT_AGGREGATE', 'measure.aggregate'],
    ['threads among activities', { from: ['plan', 'purchase'], aggregate: 'COUNT' }, 'MIXED', 'measure.from'],
    [
      'a word that never comes',
      {
        from: ['purchase'],
        aggregate: 'COUNT',
        where: [{ field: 'channel', operator: 'EQUAL', value: { text: 'stor' } }],
      },
      'UNKNOWN_VALUE',
      'measure.where.0.value',
      /did you mean "store"/,
    ],
    [
      'text below a number',
      {
        from: ['purchase'],
        aggregate: 'COUNT',
        where: [{ field: 'store', operator: 'AT_LEAST', value: { number: 1 } }],
      },
      'UNFIT_OPERATOR',
      'measure.where.0.operator',
    ],
    [
      'a number as text',
      { from: ['purchase'], aggregate: 'COUNT', where: [{ field: 'amount', operator: 'EQUAL', value: { text: '1' } }] },
      'WRONG_TYPE',
      'measure.where.0.value',
    ],
  ];
  it.each(measures)('refuses %s', async (_what, measure, code, path, message = /./) => {
    const { issues } = await define({ ...inStores, key: 'refused', measure });
    expect(issues?.map((issue) => [issue.code, issue.path.join('.')])).toEqual([[code, path]]);
    expect(issues?.[0]?.message).toMatch(message);
  });

  it.each(['Orders', 'orders-ever', 'ordersEver', 'joinedAt'])('refuses the key "%s"', async (key) => {
    expect((await define({ ...inStores, key })).issues?.[0]?.path).toEqual(['key']);
  });
});
