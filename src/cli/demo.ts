import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { type LiveState, nextActivities, startLive } from '../demo/live.ts';
import { encodeCursor } from '../feed/cursor.ts';
import type { FeedChange } from '../feed/feed.ts';
import { countCustomers, loadPopulation, publishExamples } from './load-demo.ts';

export interface DemoOptions {
  readonly size: number;
  readonly seed: number;
  readonly url: string;
  /** The key that the printed commands send. */
  readonly key: string;
}

const PER_SECOND = 5;
const EVERY = 500;
const SHOWN_AT_ONCE = 20;

/** Invents customers in an empty database, publishes examples, and keeps activity coming until the signal. */
export async function runDemo(app: App, { size, seed, url, key }: DemoOptions, signal: AbortSignal): Promise<void> {
  const world = { seed, now: Date.now(), currency: app.currency };
  const there = await countCustomers(app);
  if (there === 0) await loadPopulation(app, world, size, signal);
  else console.log(`There are ${there.toLocaleString('en')} customers already; no others are invented.`);
  await publishExamples(app, signal);
  if (signal.aborted) return;
  await printQueries(app, url, key);
  const following = showChanges(app, signal);
  await keepBusy(app, startLive(world, Math.max(1, there || size)), signal);
  await following;
}

async function keepBusy({ gatherer }: App, live: LiveState, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(EVERY, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const activities = nextActivities(live, Date.now(), PER_SECOND);
    if (activities.length > 0) await gatherer.record({ activities });
  }
}

/** Prints what changes for whom, as it happens. */
async function showChanges(app: App, signal: AbortSignal): Promise<void> {
  const { feed } = app;
  let after = await feed.head();
  while (!signal.aborted && !feed.closed) {
    const { signs } = feed;
    const changes = await feed.read({ after, limit: 500 });
    for (const line of await describe(app, changes.slice(0, SHOWN_AT_ONCE))) console.log(line);
    if (changes.length > SHOWN_AT_ONCE) console.log(`… and ${changes.length - SHOWN_AT_ONCE} more changes`);
    after = changes.at(-1)?.position ?? after;
    if (changes.length === 0) await feed.wait(1000, signal, signs);
  }
}

async function describe({ database }: App, changes: readonly FeedChange[]): Promise<string[]> {
  if (changes.length === 0) return [];
  const rows = await database.query<{ id: string; name: string }>(
    'demo-names',
    'select id, external_id as name from customer where id = any($1::uuid[])',
    [changes.map(({ customerId }) => customerId)],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return changes.map(({ createdAt, customerId, type, key, from, to, cause }) => {
    const what = from !== null && to !== null ? `${from} → ${to}` : key;
    return `${createdAt.toISOString().slice(11, 19)}  ${names.get(customerId) ?? customerId}  ${type}  ${what}  (by ${cause.by})`;
  });
}

async function printQueries({ feed }: App, url: string, key: string): Promise<void> {
  const cursor = encodeCursor({ epoch: await feed.epoch(), position: Math.max(0, (await feed.head()) - 5) });
  const follow = FOLLOW.replace('CURSOR', cursor);
  const queries = [
    ['Customers with what holds for them', CUSTOMERS],
    ['The newest changes, and why', CHANGES],
    ['Changes as they happen', follow],
  ] as const;
  console.log(`\nGraphiQL: ${url}/graphql`);
  for (const [title, query] of queries)
    console.log(`  ${title}:\n    ${url}/graphql?query=${encodeURIComponent(query)}`);
  console.log(`\nThe key of this demo, which ends after a day:\n\n  ${key}\n`);
  console.log(`${curl(url, key, CUSTOMERS)}\n\n${curl(url, key, follow)}\n`);
}

/** A command to paste; a subscription is followed until one stops it. */
function curl(url: string, key: string, query: string): string {
  const stream = query.startsWith('subscription') ? " -H 'accept: text/event-stream'" : '';
  const body = JSON.stringify({ query: query.replace(/\s+/g, ' ') });
  return [
    `curl -N ${url}/graphql -H 'content-type: application/json'${stream} \\`,
    `  -H 'authorization: Bearer ${key}' \\`,
    `  -d '${body}'`,
  ].join('\n');
}

const CUSTOMERS = `{
  customers(first: 5) {
    nodes { externalId metrics { ordersLast90Days daysSinceLastPurchase spendEver { amount currencyCode } } }
  }
}`;
const CHANGES = `{
  changes(last: 5) {
    edges { node { type occurredAt cause { by } why customer { externalId } ... on SegmentEntered { segmentKey } } }
  }
}`;
const FOLLOW = `subscription {
  changes(after: "CURSOR") { type occurredAt cursor customer { externalId } ... on SegmentEntered { segmentKey } }
}`;
