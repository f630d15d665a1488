import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { createClient } from '../../src/access/clients.ts';
import { operator } from '../../src/access/viewer.ts';
import { type App, createApp } from '../../src/app.ts';
import type { Database } from '../../src/db/database.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { createLog } from '../../src/log.ts';
import { type CreateEndpoint, createEndpoint, type WithSecret } from '../../src/webhooks/edit-endpoint.ts';
import { type Endpoint, readEndpoints } from '../../src/webhooks/endpoint.ts';
import { type LoggedAttempt, readAttempts } from '../../src/webhooks/log.ts';
import type { WebhookSettings } from '../../src/webhooks/webhooks.ts';
import { testDatabase } from '../support/database.ts';

/** A system that may send to loopback, with a clock that only the test moves. */
export interface Setting {
  readonly app: App;
  readonly url: string;
  readonly clock: { now: number };
  /** Delivers all that can be delivered at this instant. */
  deliver(): Promise<void>;
  /** Appends changes of customers to the feed, in this order. */
  change(...customers: readonly number[]): Promise<void>;
  endpoint(input: Partial<CreateEndpoint> & { readonly url: string }): Promise<WithSecret>;
  read(id: string): Promise<Endpoint>;
  attempts(id: string): Promise<LoggedAttempt[]>;
  /** What the feed says of endpoints, and the audit log. */
  told(): Promise<{ changes: unknown[]; deeds: unknown[] }>;
  /** A cursor of the feed. */
  cursor(position: number): Promise<string>;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export async function setting(settings: WebhookSettings = {}, at?: string): Promise<Setting> {
  const clock = { now: Date.now() };
  const webhooks = { allow: ['127.0.0.1/32'], random: () => 0.5, timeout: 300, pace: 0, ...settings };
  const url = at ?? (await testDatabase());
  const options = { url, plugins: [], currency: 'EUR', timeZone: 'UTC' };
  const app = await createApp({ ...options, webhooks: { clock: () => clock.now, ...webhooks } });
  afterAll(() => app.close());
  const { database, webhooks: own } = app;
  const deliverer = own.deliverer(createLog('silent'));
  const { id: clientId } = await createClient(database, operator, { name: `owner ${randomUUID()}`, role: 'analyst' });
  return {
    app,
    url,
    clock,
    deliver: () => deliverer.drain(),
    change: (...customers) => append(database, customers),
    endpoint: (input) => createEndpoint(own, operator, { ...PLAIN, clientId, ...input }),
    read: async (id) => (await readEndpoints(database, [id]))[0] as Endpoint,
    attempts: async (id) =>
      (await readAttempts(database, [id], { before: undefined, limit: 100_000, failed: false })).reverse(),
    told: () => readTold(database),
    cursor: async (position) => encodeCursor({ epoch: await app.feed.epoch(), position }),
  };
}

const PLAIN: CreateEndpoint = {
  url: '',
  description: '',
  types: null,
  segments: null,
  document: null,
  lanes: 8,
  scheme: 'hmac',
  format: 'standard',
  onPoison: 'block',
};

async function readTold(database: Database): Promise<{ changes: unknown[]; deeds: unknown[] }> {
  await drainSequencer(database);
  const changes = await database.query(
    '',
    `select type, key, client_id is not null as owned, customer_id as id, change_seq as seq, cause from change
      where type like 'webhook.%' order by position`,
  );
  const deeds = await database.query(
    '',
    `select actor_by as by, action, target_id as id, after from audit_entry where target_type = 'webhook-endpoint'
      and action <> 'webhook-endpoint.create' order by id`,
  );
  return { changes, deeds };
}

/** The id of a customer of these tests. */
export const customerId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Writes changes as the road would: numbered for each customer, then placed in the feed. */
export async function append(database: Database, customers: readonly number[], key = 'vip'): Promise<void> {
  await database.query(
    '',
    `insert into change (customer_id, change_seq, type, key, "to", cause)
     select v.id, coalesce((select max(change_seq) from change c where c.customer_id = v.id), 0)
              + row_number() over (partition by v.id order by v.n),
            'segment.entered', $2, $2, '{"by":"time"}'
       from unnest($1::uuid[]) with ordinality as v(id, n) order by v.n`,
    [customers.map(customerId), key],
  );
  await drainSequencer(database);
}
