import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readFloats } from '../../src/db/arrays.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { publish, testRoad } from '../support/road.ts';

const CUSTOMERS = 200;
const BATCHES = 150;
const { road, database, url } = await testRoad();

it('two processes that write to the same 200 customers at once lose nothing and never block each other for good', async () => {
  const when = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 10 }] };
  await publish(road, 'regulars', 'segments', { segments: [{ key: 'regular', title: 'Regular', when }] });
  const run = (name: string) =>
    promisify(execFile)(process.execPath, ['test/support/writer.ts', url, name, String(BATCHES), String(CUSTOMERS)]);
  const said = (await Promise.all([run('one'), run('three')])).map(({ stdout }) => JSON.parse(stdout));
  const accepted = said.reduce((sum, one) => sum + one.accepted, 0);
  const duplicates = said.reduce((sum, one) => sum + one.duplicates, 0);
  // each shared key once, everything else of both
  expect(accepted).toBe(BATCHES * (18 + 18 + 2));
  expect(duplicates).toBe(BATCHES * 2);

  const [{ stored } = { stored: 0 }] = await database.query<{ stored: number }>(
    'stored',
    'select count(*)::int as stored from activity',
  );
  expect(stored).toBe(accepted);
  const { plan } = await road.engine();
  const rows = await database.query<{
    id: string;
    metrics: Buffer;
    activity_seq: number;
    change_seq: number;
    orders: number;
    member: boolean;
    seqs: number;
    numbers: number;
  }>(
    'customers',
    `select c.id, array_send(c.metrics) as metrics, c.activity_seq, c.change_seq,
            (select count(*)::int from activity a where a.customer_id = c.id) as orders,
            (select count(distinct seq)::int from activity a where a.customer_id = c.id) as seqs,
            (select count(*)::int from change h where h.customer_id = c.id) as numbers,
            exists (select 1 from outcome o where o.customer_id = c.id) as member from customer c`,
  );
  expect(rows).toHaveLength(CUSTOMERS);
  for (const row of rows) {
    const numbers = plan.initial.slice();
    readFloats(row.metrics, numbers);
    expect(plan.metrics.get('ordersEver')?.read(numbers, 0)).toBe(row.orders);
    expect(plan.metrics.get('spendEver')?.read(numbers, 0)).toBe(row.orders * 100);
    expect([row.activity_seq, row.seqs]).toEqual([row.orders, row.orders]);
    expect([row.change_seq, row.numbers]).toEqual(row.orders >= 10 ? [1, 1] : [0, 0]);
    expect(row.member).toBe(row.orders >= 10);
  }
  expect(await drainSequencer(database)).toBe(rows.filter(({ orders }) => orders >= 10).length);
  const [{ deadlocks } = { deadlocks: -1 }] = await database.query<{ deadlocks: number }>(
    'deadlocks',
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  expect(deadlocks).toBe(0);
}, 120_000);
