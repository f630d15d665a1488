import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Reply } from '../support/receive.ts';
import { type Received, type Receiver, receiver } from './receiver.ts';
import { DAY, type Setting, setting } from './setting.ts';

const CHANGES = 600;
const CUSTOMERS = 40;
const SEED = 20_261_124;

let at: Setting;
beforeAll(async () => {
  at = await setting({ timeout: 250 });
  // the official library holds timestamps against the clock: it goes with that of the deliveries
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

function randomFrom(seed: number): () => number {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

interface Watched extends Receiver {
  readonly id: string;
  readonly refused: number;
}

/** An endpoint whose receiver verifies each message with the official library before it does anything else. */
async function watch(reply: () => Reply | Promise<Reply>): Promise<Watched> {
  let secret = '';
  let refused = 0;
  const there = await receiver(({ raw, headers }) => {
    try {
      new Webhook(secret).verify(raw, headers);
      return reply();
    } catch {
      refused += 1;
      return 401;
    }
  });
  const made = await at.endpoint({ url: there.url, types: ['segment.entered'] });
  secret = made.secret as string;
  return {
    ...there,
    id: made.endpoint.id,
    get refused() {
      return refused;
    },
  };
}

/** Moves the clock to whatever is due next, until the endpoint has everything. */
async function follow(id: string): Promise<void> {
  for (let round = 0; round < 500; round++) {
    vi.setSystemTime(at.clock.now);
    await at.deliver();
    const { cursor, head, notBefore, nextAttemptAt } = await at.read(id);
    if (cursor === head) return;
    at.clock.now = Math.max(at.clock.now + 1, notBefore ?? 0, nextAttemptAt ?? 0);
  }
  throw new Error('it never gets there');
}

/** The positions of messages, in the order in which they were first processed. */
const firstPositions = ({ received }: Receiver): number[] => [
  ...new Set(received.filter(({ taken }) => taken).map(({ body }) => body.data.position as number)),
];

const customerOf = ({ body }: Received): string => body.data.customerId as string;

it('everything reaches every live receiver, first in order for each customer, whatever receivers do', async () => {
  const random = randomFrom(SEED);
  const healthy = [await watch(() => 204), await watch(() => 200)];
  const slow = await watch(() => new Promise((resolve) => setTimeout(resolve, 5, 204)));
  const flaky = await watch(() => {
    const luck = random();
    return luck < 0.1 ? 500 : luck < 0.15 ? 'hang' : luck < 0.18 ? 'drop' : 204;
  });
  const inside = await receiver();
  const failing = await watch(() => 500);
  const hanging = await watch(() => 'hang');
  const redirecting = await watch(() => ({ status: 302, headers: { location: inside.url } }));
  const gone = await watch(() => 410);

  const customers = Array.from({ length: CHANGES }, () => Math.floor(random() * CUSTOMERS));
  for (let i = 0; i < CHANGES; i += 100) {
    await at.change(...customers.slice(i, i + 100));
    vi.setSystemTime(at.clock.now);
    await at.deliver();
    at.clock.now += 1000;
  }
  await follow(flaky.id);

  // between them the feed tells of the endpoint that is gone
  const rows = await at.app.database.query<{ position: number }>(
    '',
    `select position::int from change where type = 'segment.entered' order by 1`,
  );
  const all = rows.map(({ position }) => position);
  expect(all).toHaveLength(CHANGES);
  for (const one of [...healthy, slow, flaky]) {
    expect(one.refused).toBe(0);
    expect(firstPositions(one).sort((a, b) => a - b)).toEqual(all);
    const ofCustomers = Map.groupBy(
      one.received.filter(({ taken }) => taken),
      customerOf,
    );
    for (const received of ofCustomers.values()) {
      const firsts = [...new Set(received.map(({ body }) => body.data.position as number))];
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }
    // one id for each change, over all attempts
    const ids = new Set(one.received.map(({ id, body }) => `${id} ${body.data.position}`));
    expect(ids.size).toBe(CHANGES);
  }
  expect(flaky.received.length).toBeGreaterThan(CHANGES * 1.1);

  // those that never answer well are left alone, and after three days disabled; nothing of theirs is lost
  for (let round = 0; round < 4 * 6; round++) {
    vi.setSystemTime(at.clock.now);
    await at.deliver();
    at.clock.now += DAY / 6;
  }
  const ends = await Promise.all([failing, hanging, redirecting, gone].map(({ id }) => at.read(id)));
  expect(ends.map(({ disabledReason, cursor }) => [disabledReason, cursor])).toEqual([
    ['FAILING', 0],
    ['FAILING', 0],
    ['FAILING', 0],
    ['GONE', 0],
  ]);
  expect(gone.received.length).toBeLessThanOrEqual(8);
  for (const one of [failing, hanging, redirecting]) expect(one.received.length).toBeLessThan(60);
  expect(inside.received).toEqual([]);
}, 120_000);
