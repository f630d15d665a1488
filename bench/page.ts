import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { operator } from '../src/access/viewer.ts';
import { publishVersion } from '../src/authoring/publish.ts';
import { saveRuleSet } from '../src/authoring/save-rule-set.ts';
import { createMetricsView } from '../src/metrics/view.ts';
import { type BenchLine, median } from './line.ts';
import { benchServer, createSystem } from './system.ts';
import { activities, FACTS, publishSegments, take } from './workload.ts';

const CUSTOMERS = 20_000;
const ROUNDS = 5;
const SECONDS = 3;
const METRICS = FACTS.map(([fact]) => fact);
const MONEY = new Set(METRICS.filter((name) => /^(spend|averageOrder|netSpend|refundedEver)/.test(name)));
const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(\d+)/, '_$1');

/** The page: 20 customers with 30 metrics, segments with since, and tier. */
const OURS = `{ customers(first: 20) { nodes { externalId
  metrics { ${METRICS.map((name) => (MONEY.has(name) ? `${name} { amount currencyCode }` : name)).join(' ')} }
  segments { key since } tier { key } } pageInfo { hasNextPage endCursor } } }`;

const TIERS = {
  tiers: [
    {
      key: 'gold',
      title: 'Gold',
      rank: 2,
      when: { all: [{ fact: 'spendEver', operator: 'greaterThanInclusive', value: 40_000 }] },
    },
    {
      key: 'silver',
      title: 'Silver',
      rank: 1,
      when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] },
    },
  ],
};

/** The page over HTTP, against a raw handler and PostGraphile on the same tables. */
export async function benchPage(): Promise<BenchLine[]> {
  const system = await createSystem();
  const { road, database } = system;
  const now = Date.now();
  const source = activities(CUSTOMERS, now - 400 * 86_400_000, 400 * 864);
  for (let done = 0; done < 100; done++) {
    const batch = take(source, 1000);
    await road.settle({ activities: batch, now: batch.at(-1)?.occurredAt ?? now });
  }
  await publishSegments(road, 8);
  await saveRuleSet(road, operator, {
    key: 'loyalty',
    kind: 'loyalty-tiers',
    title: 'Loyalty',
    source: JSON.stringify(TIERS),
  });
  await publishVersion(road, operator, 'loyalty', 1);
  const ids = (await database.query<{ id: string }>('all', 'select id from customer')).map(({ id }) => id);
  for (let i = 0; i < ids.length; i += 1000)
    await road.settle({ activities: [], customerIds: ids.slice(i, i + 1000), now });
  const { plan } = await road.engine();
  await createMetricsView(database, plan, 2);
  // what PostGraphile needs to see how the tables hang together
  await database.query('', 'alter table outcome add foreign key (customer_id) references customer (id)');
  await database.query('', 'alter table outcome add foreign key (code) references outcome_code (code)');
  await database.query('', 'vacuum analyze');
  const [{ name = '' } = {}] = await database.query<{ name: string }>('', 'select current_database() as name');
  const url = (await benchServer()).url(name);
  const columns = await database.query<{ column_name: string }>(
    '',
    `select column_name from information_schema.columns where table_name = 'customer_metrics'`,
  );
  const known = new Set(columns.map(({ column_name }) => column_name));
  const column = (metric: string): string =>
    [snake(metric), metric, metric.toLowerCase(), snake(metric).replace(/_(\d)/, '$1')].find((one) => known.has(one)) ??
    snake(metric);

  const statement = path.join(mkdtempSync(path.join(os.tmpdir(), 'bench-')), 'page.sql');
  writeFileSync(statement, rawPage(plan));
  const camel = (text: string): string => text.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const theirs = `{ allCustomers(first: 20, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) { nodes { externalId
    customerMetricByCustomerId { ${METRICS.map((metric) => camel(column(metric))).join(' ')} }
    outcomesByCustomerId { nodes { since outcomeCodeByCode { key } } } } pageInfo { hasNextPage endCursor } } }`;
  const ours = await start('retinue.ts', [url], OURS);
  // after Retinue has seen to its view, which would take the comment away again
  await database.query(
    '',
    `comment on view customer_metrics is E'@primaryKey customer_id\\n@foreignKey (customer_id) references customer (id)'`,
  );
  const peers = {
    ours,
    raw: await start('raw.ts', [url, statement], ''),
    postgraphile: await start('postgraphile.ts', [url], theirs),
  };
  for (const { customers } of Object.values(peers))
    if (customers.join() !== ours.customers.join()) throw new Error('the peers do not send the same page');
  const rates: Record<keyof typeof peers, number[]> = { ours: [], raw: [], postgraphile: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, peer] of Object.entries(peers)) {
      const rate = await load(peer);
      if (round > 0) rates[name as keyof typeof peers].push(rate);
    }
  }
  for (const { child } of Object.values(peers)) child.kill('SIGKILL');
  await system.close();
  const line = (peer: 'raw' | 'postgraphile', goal: number, name: string): BenchLine => ({
    name: `The page of 20 customers with 30 metrics, segments and tier, against ${name}`,
    figure: `${Math.round(median(rates.ours))} requests/s against ${Math.round(median(rates[peer]))}`,
    ratio: median(rates.ours.map((rate, i) => rate / (rates[peer][i] as number))),
    goal,
    against: `${name}; the same tables, 16 connections, each server a process of its own, the client on the same machine`,
  });
  return [
    line('postgraphile', 4, 'PostGraphile 5.1.5 with its Amber preset, prepared, production mode'),
    line('raw', 0.4, 'a node:http handler that sends the page as one json_agg of SQL'),
  ];
}

function rawPage(
  plan: Awaited<ReturnType<Awaited<ReturnType<typeof createSystem>>['road']['engine']>>['plan'],
): string {
  const now = 'extract(epoch from now()) * 1000';
  const fields = METRICS.map((name) => {
    const sql = plan.metrics.get(name)?.sql('c.metrics', now);
    const value = MONEY.has(name)
      ? `case when ${sql} is null then null else json_build_object('amount', round((${sql})::numeric / 100, 2)::text, 'currencyCode', 'EUR') end`
      : sql;
    return `'${name}', ${value}`;
  });
  const outcomes = (kind: string, shape: string) => `(select ${shape} from outcome o join outcome_code k using (code)
    join rule_set s on s.id = k.rule_set_id where o.customer_id = c.id and s.kind = '${kind}')`;
  return `select json_build_object('data', json_build_object('customers', json_build_object('nodes', json_agg(json_build_object(
      'externalId', c.external_id, 'metrics', json_build_object(${fields.join(', ')}),
      'segments', ${outcomes('segments', `coalesce(json_agg(json_build_object('key', k.key, 'since', o.since)), '[]')`)},
      'tier', ${outcomes('loyalty-tiers', `json_agg(json_build_object('key', k.key)) -> 0`)})),
      'pageInfo', json_build_object('hasNextPage', true, 'endCursor', max(c.id::text)))))::text as page
    from (select * from customer order by created_at desc, id desc limit 20) c`;
}

interface Peer {
  readonly child: ChildProcess;
  readonly port: number;
  readonly query: string;
  readonly headers: Record<string, string>;
  /** Who is on the page. */
  readonly customers: readonly string[];
}

async function start(file: string, args: readonly string[], query: string): Promise<Peer> {
  const child = spawn(process.execPath, [`bench/peers/${file}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
  });
  const [port, key] = await new Promise<[number, string | undefined]>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      const [, found, key] = /ready (\d+) ?(\S+)?/.exec(String(data)) ?? [];
      if (found) resolve([Number(found), key]);
    });
    child.once('exit', () => reject(new Error(`${file} ended before it was ready`)));
  });
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  const answer = await ask({ port, query, headers });
  const page = (answer.data?.customers ?? answer.data?.allCustomers)?.nodes ?? [];
  if (page.length !== 20) throw new Error(`${file} answers ${JSON.stringify(answer).slice(0, 500)}`);
  return { child, port, query, headers, customers: page.map(({ externalId }) => externalId) };
}

interface Page {
  readonly data?: Record<string, { readonly nodes?: readonly { readonly externalId: string }[] } | undefined>;
}

async function ask({ port, query, headers }: Pick<Peer, 'port' | 'query' | 'headers'>): Promise<Page> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Page;
}

async function load({ port, query, headers }: Peer): Promise<number> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/graphql`,
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
    connections: 16,
    duration: SECONDS,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result.requests.average;
}
