import { randomBytes, randomUUID } from 'node:crypto';
import { createClient } from '../../src/access/clients.ts';
import { createKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import { type App, createApp } from '../../src/app.ts';
import { createDatabase } from '../../src/db/migrate.ts';
import { SEQUENCER_LOCK } from '../../src/feed/sequencer.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { benchServer } from '../system.ts';

/** A database with an app on it that only writes changes and numbers them, as a worker beside the server does. */
export interface Workload {
  readonly app: App;
  readonly url: string;
  readonly authorization: string;
  /** Writes changes in one statement, as a batch of the road does; change n is of segment n modulo `segments`. */
  write(count: number, segments: number): Promise<void>;
  /** Whatever commits while `work` runs gets its position afterwards. */
  unnumbered(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function createWorkload(): Promise<Workload> {
  const name = `b_${randomBytes(4).toString('hex')}`;
  const server = await benchServer();
  await createDatabase(server.url('postgres'), name);
  const url = server.url(name);
  const app = await createApp({ url, plugins: await loadPlugins(), currency: 'EUR', timeZone: 'UTC' });
  const { id } = await createClient(app.database, operator, { name: 'bench', role: 'analyst' });
  const { text } = await createKey(app.database, operator, id);
  const customers = Array.from({ length: 1000 }, () => randomUUID());
  let written = 0;
  return {
    app,
    url,
    authorization: `Bearer ${text}`,
    async write(count, segments) {
      const from = written;
      written += count;
      const numbers = Array.from({ length: count }, (_, i) => from + i);
      await app.database.query(
        'write-changes',
        `insert into change (customer_id, change_seq, created_at, type, key, "to", cause, why)
         select c, n, $3::timestamptz, 'segment.entered', k, k, '{"by":"time"}',
                '[{"fact":"ordersEver","operator":"greaterThan","value":3,"seen":7}]'
           from unnest($1::uuid[], $2::int[], $4::text[]) as t(c, n, k)`,
        [
          numbers.map((n) => customers[n % customers.length]),
          numbers,
          new Date(),
          numbers.map((n) => `s${n % segments}`),
        ],
      );
      app.feed.wake();
    },
    unnumbered: (work) =>
      app.database.transact(async (sql) => {
        await sql.query('', 'select pg_advisory_xact_lock($1)', [SEQUENCER_LOCK]);
        await work();
      }),
    close: () => app.close(),
  };
}

const FIELDS = `id cursor position previousPosition changeSeq type occurredAt customerId cause { by }
  ... on SegmentEntered { segmentKey }`;

/** Requests of subscribers: all the same, of so many filters, or each with a document of its own. */
export const bodies = {
  same: (): string[] => [body('', { segments: null })],
  filters: (count: number): string[] => Array.from({ length: count }, (_, i) => body('', { segments: [`s${i}`] })),
  own: (count: number): string[] => Array.from({ length: count }, (_, i) => body(`Own${i}`, { segments: null })),
};

const body = (name: string, variables: object): string =>
  JSON.stringify({
    query: `subscription ${name}($segments: [String!]) { changes(segments: $segments) { ${FIELDS} } }`,
    variables,
  });
