import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { createApp } from '../../src/app.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { createDatabase } from '../../src/db/migrate.ts';
import { loadPlugins } from '../../src/load-plugins.ts';

const RUN = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url));
const ROWS = 12_000;
let folder: string;
let file: string;
let server: Awaited<ReturnType<typeof startEmbedded>>;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'resume-'));
  fs.chmodSync(folder, 0o755);
  // a server of its own: imports refuse one that may lose what it confirmed
  server = await startEmbedded({ dataDir: path.join(folder, 'pg') });
  file = path.join(folder, 'orders.csv');
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const amount = i % 700 === 7 ? 'much' : `${i % 90}.50`;
    const day = new Date(Date.UTC(2026, 0, 1) - ((i * 7919) % 700) * 86_400_000).toISOString();
    return `c${(i * 31) % 400},purchase,${day},${amount},EUR`;
  });
  // no key: rows get keys by their content, which depend on the rows before
  fs.writeFileSync(file, `customer,kind,occurredAt,amount,currency\n${rows.join('\n')}\n`);
});
afterAll(async () => {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function newDatabase(name: string): Promise<string> {
  await createDatabase(server.url('postgres'), name);
  const url = server.url(name);
  const app = await createApp({ url, currency: 'EUR', timeZone: 'UTC', plugins: await loadPlugins() });
  const when = (n: number) => ({ all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: n }] });
  const segments = [5, 10, 20].map((n) => ({ key: `over-${n}`, title: String(n), when: when(n) }));
  await saveRuleSet(app.road, operator, {
    key: 'orders',
    kind: 'segments',
    title: 'Orders',
    source: JSON.stringify({ segments }),
  });
  await publishVersion(app.road, operator, 'orders', 1);
  await app.close();
  return url;
}

const start = (url: string): ChildProcess =>
  spawn(process.execPath, [RUN, 'import', 'activities', file], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const finish = async (child: ChildProcess): Promise<string> => {
  let out = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return out;
};

/** Everything that follows from the import, without ids and clocks that differ between two databases. */
async function stateOf(url: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows;
  const state = {
    customers: await rows('select id, activity_seq, change_seq, metrics::text from customer order by id'),
    activities: await rows(
      'select customer_id, seq, key, occurred_at, payload::text from activity order by customer_id, seq',
    ),
    changes: await rows(
      `select customer_id, change_seq, type, key, cause->>'activityId', why::text from change order by customer_id, change_seq`,
    ),
    positions: await rows('select position, customer_id, change_seq from change order by position'),
    problems: await rows('select line, number, "column", value, code from import_problem order by line, number'),
    jobs: await rows(`select status, done, total, failed, cursor::text from job where kind = 'file-import'`),
  };
  await client.end();
  return state;
}

it('ends as if nothing had happened when it is killed again and again', { timeout: 120_000 }, async () => {
  const [calm, rough] = [await newDatabase('calm'), await newDatabase('rough')];
  await finish(start(calm));

  const done = new pg.Client({ connectionString: rough });
  await done.connect();
  const rowsDone = async (): Promise<number> =>
    Number((await done.query(`select done from job where kind = 'file-import'`)).rows[0]?.done ?? 0);
  let kills = 0;
  for (let target = 1; target < ROWS; target = (await rowsDone()) + 1500 + kills * 13) {
    const child = start(rough);
    const closed = new Promise((resolve) => child.on('close', resolve));
    while ((await rowsDone()) < target && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 3));
    if (child.exitCode !== null) break;
    child.kill('SIGKILL');
    await closed;
    kills += 1;
  }
  await done.end();
  expect(kills).toBeGreaterThan(3);
  const last = await finish(start(rough));
  expect(last).toContain('went on after row');

  const [expected, actual] = [await stateOf(calm), await stateOf(rough)];
  expect(expected.changes?.length).toBeGreaterThan(500);
  expect(expected.problems?.length).toBe(Math.ceil((ROWS - 7) / 700));
  for (const part of Object.keys(expected)) expect([part, actual[part]]).toEqual([part, expected[part]]);
});
