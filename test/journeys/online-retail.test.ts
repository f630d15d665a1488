import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readFloats } from '../../src/db/arrays.ts';
import type { Database } from '../../src/db/database.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { GOLDEN, hasInvoices, INVOICES, MAPPING, SEGMENTS, SNAPSHOT, TIERS } from '../support/online-retail.ts';
import { publish } from '../support/road.ts';

const KILLS = 10;

/** Opens the shop's system: segments and tiers are published before anything is imported. */
async function open(url: string) {
  return createApp({ url, plugins: await loadPlugins(), currency: 'GBP', timeZone: 'UTC', clock: () => SNAPSHOT });
}

async function prepare(): Promise<string> {
  const url = await testDatabase();
  const app = await open(url);
  await publish(app.road, 'lifecycle', 'segments', SEGMENTS);
  await publish(app.road, 'loyalty', 'loyalty-tiers', TIERS);
  await app.close();
  return url;
}

const mapping = path.join(mkdtempSync(path.join(os.tmpdir(), 'retail-')), 'mapping.json');
writeFileSync(mapping, JSON.stringify(MAPPING));

/** Runs the import in a process; kills it as soon as it has told of more than that many rows. */
async function runImport(url: string, killAfter?: number): Promise<{ rows: number; said: string }> {
  const child = spawn(process.execPath, ['test/support/import-retail.ts', url, INVOICES, mapping, String(SNAPSHOT)]);
  let said = '';
  let failed = '';
  let rows = 0;
  child.stderr.on('data', (data) => {
    failed += data;
  });
  child.stdout.on('data', (data) => {
    said += data;
    for (const [, count] of said.matchAll(/rows (\d+)/g)) rows = Number(count);
    if (killAfter !== undefined && rows > killAfter) setTimeout(() => child.kill('SIGKILL'), killAfter % 23);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (killAfter === undefined && code !== 0) throw new Error(failed);
  return { rows, said };
}

/** Everything that was stored, but for the times of storing and numbers that only rank what has no position yet. */
async function contents(database: Database): Promise<Record<string, string[]>> {
  const tables = {
    customer: `select to_jsonb(c) - 'created_at' - 'stamp' as row from customer c order by id`,
    activity: `select to_jsonb(a) - 'recorded_at' as row from activity a order by customer_id, occurred_at, id`,
    ingest_key: `select to_jsonb(k) as row from ingest_key k order by customer_id, activity_id`,
    outcome: `select to_jsonb(o) - 'version_id' || jsonb_build_object('code', c.key) as row
                from outcome o join outcome_code c using (code) order by o.customer_id, c.key`,
    change: `select to_jsonb(h) - 'id' - 'rule_set_id' - 'version_id' - 'code' as row from change h order by position`,
    due: `select to_jsonb(d) as row from due d order by customer_id`,
    import_problem: `select to_jsonb(p) as row from import_problem p order by line, number`,
  };
  const found: Record<string, string[]> = {};
  for (const [table, statement] of Object.entries(tables)) {
    // a code is given per database: what holds is compared by its key
    const rows = await database.query<{ row: Record<string, unknown> }>('', statement);
    found[table] = rows.map(({ row }) => JSON.stringify(row));
  }
  return found;
}

describe.runIf(hasInvoices)('the invoices of a shop', () => {
  let undisturbed: Awaited<ReturnType<typeof open>>;
  let tally: { rows: number; accepted: number; rejected: number; jobId: string };

  beforeAll(async () => {
    const url = await prepare();
    const started = performance.now();
    const { said } = await runImport(url);
    const seconds = (performance.now() - started) / 1000;
    tally = JSON.parse(/done (\{.*\})/.exec(said)?.[1] ?? '{}');
    undisturbed = await open(url);
    await drainSequencer(undisturbed.database);
    console.log(
      `imported ${tally.rows} rows in ${seconds.toFixed(1)} s with start-up, ${Math.round(tally.rows / seconds)} rows/s`,
    );
    return async () => undisturbed.close();
  }, 120_000);

  it('come in as purchases and refunds, and every row that cannot is reported with its line', async () => {
    expect(tally).toMatchObject({ rows: 25_900, accepted: 18_532 + 3654 });
    const kinds = await undisturbed.database.query(
      '',
      'select kind, count(*)::int as count from activity group by kind order by kind',
    );
    expect(kinds).toEqual([
      { kind: 'purchase', count: 18_532 },
      { kind: 'refund', count: 3654 },
    ]);
    const reported = await undisturbed.database.query<{ line: number; code: string; column: string }>(
      '',
      'select line, code, "column" from import_problem order by line, number',
    );
    const lines = readFileSync(INVOICES, 'utf8').split('\n');
    const blank = lines.flatMap((line, i) => (line.split(',')[1] === '' ? [i + 1] : []));
    expect(reported.filter(({ code }) => code === 'MISSING_CUSTOMER').map(({ line }) => line)).toEqual(blank);
    expect(new Set(reported.map(({ line }) => line)).size).toBe(25_900 - 18_532 - 3654);
  });

  it('give the recency, frequency and monetary value of every customer as in the golden answers', async () => {
    const golden = JSON.parse(readFileSync(GOLDEN, 'utf8'));
    const { plan } = await undisturbed.road.engine();
    const rows = await undisturbed.database.query<{ id: string; metrics: Buffer }>(
      '',
      'select external_id as id, array_send(metrics) as metrics from customer',
    );
    const customers = rows
      .map(({ id, metrics }) => {
        const numbers = plan.initial.slice();
        readFloats(metrics, numbers);
        const read = (key: string): number => plan.metrics.get(key)?.read(numbers, SNAPSHOT) ?? Number.NaN;
        const days = SNAPSHOT / 86_400_000 - Math.floor(read('lastPurchaseAt') / 86_400_000);
        return { id, R: days, F: read('ordersEver'), M: read('spendEver') };
      })
      .filter(({ F }) => F > 0);
    expect(customers).toHaveLength(golden.customers);
    expect(customers.reduce((sum, { F }) => sum + F, 0)).toBe(golden.invoices);
    // four invoices have a tenth of a penny, which was rounded
    expect(customers.reduce((sum, { M }) => sum + M, 0) / 100).toBeCloseTo(Number(golden.revenue), 1);

    const score = (values: number[], value: number, worse: (a: number, b: number) => boolean): number =>
      1 + Math.floor((5 * values.filter((other) => worse(other, value)).length) / values.length);
    const less = (a: number, b: number): boolean => a < b;
    const more = (a: number, b: number): boolean => a > b;
    const all = { R: customers.map(({ R }) => R), F: customers.map(({ F }) => F), M: customers.map(({ M }) => M) };
    const scored = customers.map((one) => ({
      ...one,
      r: score(all.R, one.R, more),
      f: score(all.F, one.F, less),
      m: score(all.M, one.M, less),
    }));
    const counts = (pick: (one: (typeof scored)[number]) => number) =>
      Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, scored.filter((one) => pick(one) === n).length]));
    const { ties_share: shared } = golden;
    expect(counts(({ r }) => r)).toEqual(shared.R_counts);
    expect(counts(({ f }) => f)).toEqual(shared.F_counts);
    expect(counts(({ m }) => m)).toEqual(shared.M_counts);
    expect(scored.filter(({ r, f, m }) => r === 5 && f === 5 && m === 5)).toHaveLength(shared.n_555);
    for (const [id, wanted] of Object.entries<{ R: number; F: number; M: string; score: string }>(shared.customers)) {
      const one = scored.find((customer) => customer.id === id);
      expect({
        R: one?.R,
        F: one?.F,
        M: ((one?.M ?? 0) / 100).toFixed(2),
        score: `${one?.r}${one?.f}${one?.m}`,
      }).toEqual(wanted);
    }
  });

  it('lead to segments, tiers and changes that follow from them', async () => {
    const members = await undisturbed.database.query<{ key: string; count: number }>(
      '',
      'select key, count(*)::int as count from outcome join outcome_code using (code) group by key order by key',
    );
    const [{ changes } = { changes: 0 }] = await undisturbed.database.query<{ changes: number }>(
      '',
      'select count(*)::int as changes from change',
    );
    console.log(`${members.map(({ key, count }) => `${key} ${count}`).join(', ')}; ${changes} changes in the feed`);
    const { plan } = await undisturbed.road.engine();
    const rows = await undisturbed.database.query<{ metrics: Buffer }>(
      '',
      'select array_send(metrics) as metrics from customer',
    );
    const customers = rows.map(({ metrics }) => {
      const numbers = plan.initial.slice();
      readFloats(metrics, numbers);
      return (key: string): number => plan.metrics.get(key)?.read(numbers, SNAPSHOT) ?? Number.NaN;
    });
    const count = (holds: (read: (key: string) => number) => boolean): number => customers.filter(holds).length;
    expect(Object.fromEntries(members.map((one) => [one.key, one.count]))).toEqual({
      active: count((read) => read('ordersLast30Days') >= 1),
      lapsed: count((read) => read('daysSinceLastPurchase') >= 180),
      'big-spenders': count((read) => read('spendLast365Days') >= 200_000),
      slowing: count((read) => read('purchaseFrequencyChange') <= -0.5 && read('ordersEver') >= 3),
      'returns-much': count((read) => read('refundsEver') >= 3),
      gold: count((read) => read('spendLast365Days') >= 500_000),
      silver: count((read) => read('spendLast365Days') >= 100_000 && read('spendLast365Days') < 500_000),
      bronze: count((read) => read('ordersLast365Days') >= 1 && read('spendLast365Days') < 100_000),
    });
  });

  it(`end the same, row for row, when the import is killed at ${KILLS} moments and started again`, async () => {
    const url = await prepare();
    let rows = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // anywhere in the next tenth of what is left
      const killAfter = rows + Math.floor(Math.random() * ((25_900 - rows) / (KILLS - kill)) * 0.8);
      rows = Math.max(rows, (await runImport(url, killAfter)).rows);
    }
    expect(rows).toBeLessThan(25_900);
    await runImport(url);
    const app = await open(url);
    try {
      await sweepAll(app.road, SNAPSHOT);
      await sweepAll(undisturbed.road, SNAPSHOT);
      await drainSequencer(app.database);
      await drainSequencer(undisturbed.database);
      const [killed, whole] = [await contents(app.database), await contents(undisturbed.database)];
      for (const table of Object.keys(whole)) {
        expect(killed[table]?.length, table).toBe(whole[table]?.length);
        const differing = killed[table]?.findIndex((row, i) => row !== whole[table]?.[i]) ?? -1;
        expect(killed[table]?.[differing], `${table} ${differing}`).toBe(whole[table]?.[differing]);
      }
      const gaps = await app.database.query(
        '',
        `select position from (select position, row_number() over (order by position) as n from change) c where position is distinct from n`,
      );
      expect(gaps).toEqual([]);
    } finally {
      await app.close();
    }
  }, 300_000);
});
