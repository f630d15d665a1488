import pg from 'pg';
import type { Random } from '../../src/demo/random.ts';
import { drawActivity, type Sent } from './activities.ts';
import { Load } from './load.ts';
import { play } from './play.ts';
import type { Scenario } from './scenarios.ts';
import type { World } from './world.ts';

const WINDOW = 30 * 86_400_000;
/** In which all of them come due, in ms. */
const BURST = 10_000;

/** Customers whose purchase leaves the window of 30 days within a few seconds, while others keep writing to them. */
export const timers: Scenario = {
  name: 'F10',
  about: 'timers come due in a burst beside live updates',
  async run(seed, scale) {
    const total = Math.round(300_000 * scale);
    const live = Math.round(20_000 * scale);
    const first = Date.now() + 60_000 * scale + 10_000;
    let drawn = 0;
    const draw = (random: Random, key: string): Sent => {
      const amount = random.whole(100, 30_000);
      const due = Math.max(first, Date.now() + 10_000) + random.whole(0, BURST);
      return {
        customer: `c-${drawn++}`,
        key,
        kind: 'purchase',
        occurredAt: due - WINDOW,
        input: { amount: { amountMinor: amount, currencyCode: 'EUR' } },
        payload: { amount, currency: 'EUR' },
      };
    };
    return play(
      {
        seed,
        total,
        draw,
        biggestBatch: 1000,
        workers: 4,
        withoutWorkers: true,
        withoutFollowers: true,
        // half a million messages would be on their way for longer than the timers take
        endpoints: [],
      },
      async (world) => {
        world.load.open(1);
        await world.load.settled();
        const { fleet, ledger, key } = world;
        await fleet.start(fleet.members.filter(({ role }) => role === 'worker'));
        await world.follow();
        const crowd = { customers: total, hot: 0.02, start: Date.now() };
        const updates = new Load({
          seed: seed + 1,
          total: live,
          customers: total,
          ledger,
          key,
          urls: () => fleet.urls(),
          draw: (random, one) => drawActivity(random, crowd, `live-${one}`),
        });
        updates.open(1);
        await updates.run();
        return `${total} timers, ${live} live updates, ${await lag(world)}`;
      },
    );
  },
};

/** How long after their instant timers flipped, by the clock of the database. */
async function lag({ app, cluster }: World): Promise<string> {
  const open = 'select exists (select 1 from due where due_at <= extract(epoch from now()) * 1000) as open';
  const started = Date.now();
  while ((await app.database.query<{ open: boolean }>('open', open))[0]?.open && Date.now() - started < 300_000);
  const client = new pg.Client({ connectionString: cluster.url('retinue') });
  await client.connect();
  const { rows } = await client.query<{ flips: number; p50: number; p99: number; rate: number }>(
    `with flip as (
       select c.created_at as at, c.created_at - interval '720 hours' -
              (select max(a.occurred_at) from activity a
                where a.customer_id = c.customer_id and a.kind = 'purchase'
                  and a.occurred_at <= c.created_at - interval '720 hours') as late
         from change c where c.key = 'active' and c.type = 'segment.left' and c.cause->>'by' = 'time')
     select count(*)::int as flips, extract(epoch from percentile_cont(0.5) within group (order by late))::float8 as p50,
            extract(epoch from percentile_cont(0.99) within group (order by late))::float8 as p99,
            (count(*) / extract(epoch from max(at) - min(at)))::float8 as rate from flip`,
  );
  await client.end();
  const { flips = 0, p50 = 0, p99 = 0, rate = 0 } = rows[0] ?? {};
  return `${flips} flips by time at ${Math.round(rate)} a second, late by p50 ${p50.toFixed(2)} s, p99 ${p99.toFixed(2)} s`;
}
