import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { createClient } from '../src/access/clients.ts';
import { operator } from '../src/access/viewer.ts';
import { type App, createApp } from '../src/app.ts';
import { createDatabase } from '../src/db/migrate.ts';
import type { PlacedChange } from '../src/feed/change-data.ts';
import { drainSequencer } from '../src/feed/sequencer.ts';
import { createLog } from '../src/log.ts';
import { createEndpoint } from '../src/webhooks/edit-endpoint.ts';
import { type Endpoint, keysOf, readEndpoints } from '../src/webhooks/endpoint.ts';
import { bodyOf, headersOf, messageId } from '../src/webhooks/message.ts';
import type { Following, Rendered } from '../src/webhooks/render.ts';
import type { Behaviour } from '../test/support/behaviours.ts';
import { type BenchLine, median } from './line.ts';
import { benchServer } from './system.ts';

/** Deliveries of a round, whatever the number of endpoints: so many that starting and ending count for little. */
const DELIVERIES = 32_000;
const CUSTOMERS = 1000;
const ROUNDS = 5;
/** Deliveries while the feed grows: changes a second, and for how many seconds. */
const PACE = 200;
const SECONDS = 8;

const wish = {
  description: '',
  types: null,
  segments: null,
  document: null,
  scheme: 'hmac',
  format: 'standard',
} as const;

/** Webhooks: deliveries a second against bare undici, and what bad endpoints cost good ones. */
export async function benchWebhooks(): Promise<BenchLine[]> {
  const receiver = await startReceiver();
  try {
    return [...(await throughput(receiver, 1)), ...(await throughput(receiver, 8)), ...(await neighbours(receiver))];
  } finally {
    receiver.child.kill('SIGKILL');
  }
}

interface Receiver {
  readonly child: ChildProcess;
  readonly url: string;
  /** How old messages of good endpoints were since it was last asked, ascending. */
  ages(): Promise<number[]>;
}

async function startReceiver(): Promise<Receiver> {
  const child = fork(new URL('./peers/receiver.ts', import.meta.url));
  const answer = <T>(): Promise<T> => new Promise((resolve) => child.once('message', (told) => resolve(told as T)));
  const { url } = await answer<{ url: string }>();
  return {
    child,
    url,
    async ages() {
      const told = answer<{ ages: number[] }>();
      child.send('ages');
      return (await told).ages.sort((a, b) => a - b);
    },
  };
}

async function open(timeout?: number): Promise<{ app: App; clientId: string }> {
  const server = await benchServer();
  const name = `b_${randomBytes(4).toString('hex')}`;
  await createDatabase(server.url('postgres'), name);
  const webhooks = { allow: ['127.0.0.1'], ...(timeout && { timeout }) };
  const app = await createApp({ url: server.url(name), plugins: [], currency: 'EUR', timeZone: 'UTC', webhooks });
  const { id } = await createClient(app.database, operator, { name: 'receiver', role: 'analyst' });
  return { app, clientId: id };
}

async function append({ database }: App, count: number): Promise<void> {
  await database.query(
    '',
    `insert into change (customer_id, change_seq, created_at, type, key, "to", cause)
     select ('00000000-0000-4000-8000-' || lpad((n % ${CUSTOMERS})::text, 12, '0'))::uuid,
            (select coalesce(max(position), 0) from change) + n, clock_timestamp(), 'segment.entered', 'vip', 'vip', '{"by":"time"}'
       from generate_series(1, $1) as n`,
    [count],
  );
}

/** All changes to some endpoints, against the same bodies sent by as many lanes of bare undici. */
async function throughput(receiver: Receiver, endpoints: number): Promise<BenchLine[]> {
  const { app, clientId } = await open();
  const lanes = endpoints === 1 ? 32 : 8;
  const changes = DELIVERIES / endpoints;
  const url = `${receiver.url}/fast`;
  const ids: string[] = [];
  for (let i = 0; i < endpoints; i++) {
    const { endpoint } = await createEndpoint(app.webhooks, operator, {
      ...wish,
      clientId,
      url,
      onPoison: 'block',
      lanes,
    });
    ids.push(endpoint.id);
  }
  await append(app, changes);
  await drainSequencer(app.database);
  await app.database.query('', 'vacuum analyze');
  const messages = await prepared(app, ids[0] as string, changes);
  const ours: number[] = [];
  const bare: number[] = [];
  const deliverer = app.webhooks.deliverer(createLog('error'));
  for (let round = 0; round <= ROUNDS; round++) {
    await app.database.query(
      '',
      `update webhook_endpoint set cursor = 0, previous = 0, in_flight_to = 0, generation = generation + 1, claimed_at = null`,
    );
    const begin = performance.now();
    for (let left = true; left; ) {
      await deliverer.drain();
      left = (await readEndpoints(app.database, ids)).some(({ cursor, head }) => cursor < head);
    }
    const rate = DELIVERIES / ((performance.now() - begin) / 1000);
    const other = await send(url, messages, endpoints, lanes * endpoints);
    if (round === 0) continue;
    ours.push(rate);
    bare.push(other);
  }
  await app.close();
  const shown = (rates: number[]): string => Math.round(median(rates)).toLocaleString('en');
  return [
    {
      name: `Webhooks to ${endpoints} endpoint${endpoints > 1 ? 's' : ''}: deliveries a second`,
      figure: `${shown(ours)}/s against ${shown(bare)}/s, ${lanes * endpoints} at the same time`,
      ratio: median(ours.map((rate, i) => rate / (bare[i] as number))),
      goal: 0.5,
      against: `bare undici in the same process that posts the same ${DELIVERIES} bodies with the same headers, receiver in a process of its own; ours reads, signs, keeps order, logs each attempt and moves cursors durably`,
    },
  ];
}

type Prepared = { readonly headers: Record<string, string>; readonly body: string };

/** The messages of an endpoint as they are sent. */
async function prepared({ access, database, feed, webhooks }: App, id: string, count: number): Promise<Prepared[]> {
  const [endpoint] = (await readEndpoints(database, [id])) as [Endpoint];
  const viewer = await access.viewerOf(endpoint.clientId);
  const { filter, render } = webhooks.follow(viewer as never, endpoint) as Following;
  const epoch = await feed.epoch();
  const all: Prepared[] = [];
  for (let after = 0; after < count; after += 1000) {
    const found = await feed.read({ after, limit: 1000 }, filter);
    const changes: PlacedChange[] = found.map((one) => ({ ...one, epoch, previousPosition: one.position - 1 }));
    for (const [i, rendered] of (await render(changes)).entries()) {
      const messageOf = messageId(epoch, id, 1, changes[i]?.position ?? 0);
      const body = bodyOf(rendered as Rendered, { id: messageOf, epoch, format: 'standard', replay: false });
      all.push({ headers: headersOf({ id: messageOf, body }, 'standard', keysOf(endpoint, 0), Date.now()), body });
    }
  }
  return all;
}

async function send(url: string, messages: readonly Prepared[], times: number, lanes: number): Promise<number> {
  const agent = new Agent();
  const { origin, pathname: path } = new URL(url);
  const total = messages.length * times;
  let next = 0;
  const begin = performance.now();
  const lane = async (): Promise<void> => {
    while (next < total) {
      const { headers, body } = messages[next++ % messages.length] as Prepared;
      const answer = await agent.request({ origin, path, method: 'POST', headers, body });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const rate = total / ((performance.now() - begin) / 1000);
  await agent.close();
  return rate;
}

/** How old messages are when they arrive, with bad endpoints beside and without. */
async function neighbours(receiver: Receiver): Promise<BenchLine[]> {
  const bad = ['slow', 'failing', 'flaky', 'redirecting', 'gone', 'hanging'] satisfies Behaviour[];
  const runs: Record<'alone' | 'beside', { p50: number; p99: number }[]> = { alone: [], beside: [] };
  for (let round = 0; round < 3; round++) {
    for (const kind of ['alone', 'beside'] as const) {
      const { app, clientId } = await open(2000);
      const others = kind === 'beside' ? [...bad, ...bad] : [];
      for (const [i, behaviour] of (['healthy', 'healthy', 'healthy', ...others] as const).entries())
        await createEndpoint(app.webhooks, operator, {
          ...wish,
          clientId,
          url: `${receiver.url}/${behaviour}/${i}`,
          onPoison: 'skip' as const,
          lanes: 8,
        });
      const stop = new AbortController();
      const working = [app.feed.runSequencer(stop.signal), app.webhooks.deliverer(createLog('error')).run(stop.signal)];
      await sleep(500);
      for (let i = 0; i < SECONDS * 20; i++) {
        if (i === 40) await receiver.ages(); // what came until now was the start
        await append(app, PACE / 20);
        app.feed.wake();
        await sleep(50);
      }
      await sleep(300);
      const ages = await receiver.ages();
      const at = (part: number): number => ages[Math.floor(ages.length * part)] ?? Number.NaN;
      runs[kind].push({ p50: at(0.5), p99: at(0.99) });
      stop.abort();
      await Promise.all(working);
      await app.close();
    }
  }
  const of = (kind: 'alone' | 'beside', what: 'p50' | 'p99'): number => median(runs[kind].map((run) => run[what]));
  const against = `the same three good endpoints alone; ${PACE} changes a second, from commit to arrival; beside them twelve that are slow, fail, hang, redirect, are gone or do some of it at times`;
  return (['p50', 'p99'] as const).map((what) => ({
    name: `Webhooks beside bad endpoints: ${what} of good ones`,
    figure: `${of('beside', what)} ms against ${of('alone', what)} ms`,
    ratio: of('beside', what) / of('alone', what),
    goal: 1.2,
    smaller: true,
    against,
  }));
}
