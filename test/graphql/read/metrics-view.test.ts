import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { generatePopulation } from '../../../src/demo/population.ts';
import { publishDemoSurveys } from '../../../src/demo/surveys.ts';
import { coreMetrics } from '../../../src/metrics/catalogue.ts';
import { columnNames, createMetricsView } from '../../../src/metrics/view.ts';
import { testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';

interface Answer {
  customers: { edges: { node: { externalId: string; metrics: Record<string, unknown> } }[] };
}

it('the view for reports says what the API says', async () => {
  const { app, data } = await testApp();
  await publishDemoSurveys(app.road, operator);
  for (const { activities, profile } of generatePopulation({
    seed: 5,
    customers: 25,
    now: Date.now(),
    currency: 'EUR',
  }))
    await app.road.settle({ activities, profiles: [profile] });
  const { plan } = await app.road.engine();
  await createMetricsView(app.database, plan, 2);

  const fields = coreMetrics.map(({ key, type }) => (type === 'money' ? `${key} { amount }` : key));
  const { customers } = await data<Answer>(
    `{ customers(first: 100, orderBy: [{ field: EXTERNAL_ID }]) { edges { node { externalId metrics { ${fields.join(' ')} } } } } }`,
  );
  const rows = await app.database.query<Record<string, unknown>>(
    '',
    'select * from customer_metrics order by external_id',
  );
  const names = columnNames(coreMetrics.map(({ key }) => key));
  expect(rows).toHaveLength(25);
  customers.edges.forEach(({ node }, i) => {
    for (const { key, type } of coreMetrics) {
      const seen = rows[i]?.[names.get(key) ?? ''] as string | number | null;
      const told = node.metrics[key] as null | { amount: string };
      const read = {
        integer: Number,
        duration: Number,
        decimal: Number,
        boolean: Boolean,
        money: (value: unknown) => ({ amount: value }),
        instant: (value: unknown) => new Date(value as string).toISOString(),
      }[type];
      expect([node.externalId, key, seen === null ? null : read(seen)]).toEqual([node.externalId, key, told]);
    }
  });
});

it('is made anew only when its text has changed', async () => {
  const { app } = await testApp();
  const { plan } = await app.road.engine();
  await createMetricsView(app.database, plan, 2);
  const recorder = recordStatements();
  await createMetricsView(app.database, plan, 2);
  expect(recorder.stop().filter((text) => text.includes('create'))).toEqual([]);
  await createMetricsView(app.database, { ...plan, metrics: new Map([...plan.metrics].slice(1)) }, 2);
  const columns = await app.database.query(
    '',
    `select column_name from information_schema.columns where table_name = 'customer_metrics'`,
  );
  expect(columns).toHaveLength(plan.metrics.size + 1);
});

it('names columns as SQL does, each of its own', () => {
  const long = 'a'.repeat(64);
  const names = columnNames(['ordersLast90Days', 'orders_last_90_days', 'externalId', long]);
  expect(names.get('ordersLast90Days')).toBe('orders_last_90_days');
  expect(new Set(names.values()).size).toBe(4);
  expect([...names.values()].every((name) => name.length <= 63)).toBe(true);
});
