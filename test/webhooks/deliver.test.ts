import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { failPoints } from '../../src/db/fail-point.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { createLog } from '../../src/log.ts';
import { LEASE } from '../../src/webhooks/claim.ts';
import { WINDOW } from '../../src/webhooks/progress.ts';
import { DELAYS } from '../../src/webhooks/schedule.ts';
import type { Reply } from '../support/receive.ts';
import { positions, receiver } from './receiver.ts';
import { DAY, HOUR, type Setting, setting } from './setting.ts';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

describe('deliveries', () => {
  it('bring each change as a message of its own, and then nothing', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2, 1, 3);
    await at.deliver();
    expect(positions(there.received).sort()).toEqual([1, 2, 3, 4]);
    await at.deliver();
    expect(there.received).toHaveLength(4);
    const { cursor, head, ahead, waiting } = await at.read(endpoint.id);
    expect({ cursor, head, ahead, waiting }).toEqual({ cursor: 4, head: 4, ahead: [], waiting: {} });
    expect(await at.attempts(endpoint.id)).toHaveLength(4);
  });

  it('tell of each message which one came before it, so that a receiver can prove that nothing is missing', async () => {
    const there = await receiver((_message, count) => (count === 1 ? 500 : 204));
    await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2, 1);
    await at.deliver();
    at.clock.now += 5000;
    await at.deliver();
    await at.change(4);
    await at.deliver();
    const links = there.received.map(({ body }) => [body.data.previousPosition, body.data.position]);
    expect(links).toEqual([
      [0, 1],
      [1, 2],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
  });

  it('begin with what is new, or behind the cursor that was given', async () => {
    await at.change(1, 1, 1);
    const [fresh, whole] = [await receiver(), await receiver()];
    await at.endpoint({ url: fresh.url });
    const after = encodeCursor({ epoch: await at.app.feed.epoch(), position: 1 });
    await at.endpoint({ url: whole.url, after });
    await at.change(1);
    await at.deliver();
    expect([positions(fresh.received), positions(whole.received)]).toEqual([[4], [2, 3, 4]]);
  });

  it('hold back what follows a failed message of the same customer, and nothing else', async () => {
    const broken = new Set([1]);
    const there = await receiver(({ body }) => (broken.has(body.data.position as number) ? 500 : 204));
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2, 1, 2, 3);
    await at.deliver();
    expect(there.firsts()).toHaveLength(3);
    expect(await at.read(endpoint.id)).toMatchObject({ cursor: 0, ahead: [2, 4, 5], failures: 0 });
    await at.change(2, 1);
    await at.deliver();
    expect(positions(there.received)).toContain(6);
    broken.clear();
    at.clock.now += 5000;
    await at.deliver();
    expect(positions(there.received).slice(-3)).toEqual([1, 3, 7]);
    expect(await at.read(endpoint.id)).toMatchObject({ cursor: 7, ahead: [], waiting: {} });
  });

  it('hold back everything when the endpoint has one lane', async () => {
    let broken = true;
    const there = await receiver(() => (broken ? 500 : 204));
    await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2, 3);
    await at.deliver();
    expect(positions(there.received)).toEqual([1]);
    broken = false;
    at.clock.now += 5000;
    await at.deliver();
    expect(positions(there.received)).toEqual([1, 1, 2, 3]);
  });

  it('go further than a page, and beyond one message that waits no further than a page', async () => {
    const there = await receiver(({ body }) => (body.data.position === 1 ? 500 : 204));
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(...Array.from({ length: WINDOW + 50 }, (_, n) => n));
    await at.deliver();
    expect(there.firsts()).toHaveLength(WINDOW - 1);
    const { cursor, ahead, notBefore, nextAttemptAt } = await at.read(endpoint.id);
    expect([cursor, ahead.length, notBefore]).toEqual([0, WINDOW - 1, nextAttemptAt]);
  });

  it('are tried again by the schedule, under the same id and signed anew, until the endpoint is disabled', async () => {
    const there = await receiver(() => 500);
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1);
    await at.deliver();
    for (const [i, delay] of DELAYS.entries()) {
      at.clock.now += delay - 1;
      await at.deliver();
      expect(there.received).toHaveLength(i + 1);
      at.clock.now += 1;
      await at.deliver();
      expect(there.received).toHaveLength(i + 2);
    }
    expect(new Set(there.received.map(({ id }) => id)).size).toBe(1);
    expect(new Set(there.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(10);
    const log = await at.attempts(endpoint.id);
    expect(log.map(({ number, status }) => [number, status])).toEqual(DELAYS.concat(0).map((_, i) => [i + 1, 500]));
    // 75 hours have passed without a success
    expect(await at.read(endpoint.id)).toMatchObject({ disabledReason: 'FAILING', failures: 10, cursor: 0 });
    at.clock.now += 30 * DAY;
    await at.deliver();
    expect(there.received).toHaveLength(10);
  });

  it('leave an endpoint alone that fails five times in a row, and then try it with a single message', async () => {
    let broken = true;
    const there = await receiver(() => (broken ? 500 : 204));
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 4 });
    await at.change(...Array.from({ length: 40 }, (_, n) => n));
    await at.deliver();
    const first = there.received.length;
    expect(first).toBeLessThanOrEqual(8); // the lanes were full when the fifth failed
    expect(first).toBeGreaterThanOrEqual(5);
    const { notBefore } = await at.read(endpoint.id);
    // those that failed in the other lanes at the same time do not make it longer
    expect(notBefore).toBe(at.clock.now + 5000);
    at.clock.now = (notBefore as number) - 1;
    await at.deliver();
    expect(there.received).toHaveLength(first);
    at.clock.now += 1;
    await at.deliver();
    expect(there.received).toHaveLength(first + 1);
    broken = false;
    at.clock.now += HOUR;
    await at.deliver();
    expect(there.firsts()).toHaveLength(40);
    expect(await at.read(endpoint.id)).toMatchObject({ failures: 0, failingSince: null, cursor: 40 });
  });

  it.each([
    ['429 with seconds', { status: 429, headers: { 'retry-after': '90' } }, 90_000],
    ['503 with seconds', { status: 503, headers: { 'retry-after': '90' } }, 90_000],
    ['429 without', { status: 429 }, 5000],
    ['502', { status: 502 }, 5000],
    ['504', { status: 504 }, 5000],
  ] satisfies [string, Reply, number][])('spare an endpoint that asks for it: %s', async (_title, reply, wait) => {
    let busy = true;
    const there = await receiver(() => (busy ? reply : 204));
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 2 });
    await at.change(1, 2, 3, 4);
    await at.deliver();
    const asked = there.received.length;
    expect(asked).toBeLessThanOrEqual(2);
    expect((await at.read(endpoint.id)).lanesNow).toBe(1);
    busy = false;
    at.clock.now += wait - 1;
    await at.deliver();
    expect(there.received).toHaveLength(asked);
    at.clock.now += 1;
    await at.deliver();
    expect(there.firsts()).toHaveLength(4);
  });

  it('honour a date in Retry-After', async () => {
    const until = Math.floor(at.clock.now / 1000) * 1000 + 60_000;
    const there = await receiver((_message, count) =>
      count > 0 ? 204 : { status: 503, headers: { 'retry-after': new Date(until).toUTCString() } },
    );
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1);
    await at.deliver();
    const { notBefore } = await at.read(endpoint.id);
    expect(Math.abs((notBefore as number) - until)).toBeLessThan(1000);
  });

  it('never follow a redirect', async () => {
    const inside = await receiver();
    const there = await receiver(() => ({ status: 307, headers: { location: inside.url } }));
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1);
    await at.deliver();
    expect([there.received.length, inside.received.length]).toEqual([1, 0]);
    expect(await at.attempts(endpoint.id)).toMatchObject([{ status: 307 }]);
  });

  it('note what a receiver answered, its first kilobyte and no zeros', async () => {
    const there = await receiver(() => ({ status: 400, text: `no\0${'x'.repeat(5000)}` }));
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1);
    await at.deliver();
    const [attempt] = await at.attempts(endpoint.id);
    expect(attempt).toMatchObject({ status: 400, error: null, number: 1, replay: false, position: 1 });
    expect(attempt?.answer).toMatch(/^no\ufffdx{1021}$/);
  });

  it('give up on an answer that does not come, and on a connection that breaks', async () => {
    const there = await receiver((_message, count) => (count === 0 ? 'hang' : count === 1 ? 'drop' : 204));
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1);
    await at.deliver();
    at.clock.now += 5000;
    await at.deliver();
    at.clock.now += 5 * 60_000;
    await at.deliver();
    expect((await at.attempts(endpoint.id)).map(({ status, error }) => status ?? error?.split(':')[0])).toEqual([
      'TIMEOUT',
      'UND_ERR_SOCKET',
      204,
    ]);
  });
});

describe('a process that dies between a message and the note of it', () => {
  it('has its page sent once more by whoever comes next, under the same ids, when its lease has run out', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2, 1, 2);
    let reached = 0;
    failPoints.reached = () => {
      reached += 1;
      return new Promise(() => {}); // never comes back
    };
    onTestFinished(() => {
      failPoints.reached = undefined;
    });
    void at.deliver();
    await expect.poll(() => reached).toBe(2); // the first message of each customer
    failPoints.reached = undefined;
    expect(there.received).toHaveLength(2);
    expect(await at.read(endpoint.id)).toMatchObject({ cursor: 0, inFlightTo: 4 });
    const other = await setting({ clock: () => at.clock.now }, at.url);
    at.clock.now += LEASE;
    await other.deliver();
    expect(there.received).toHaveLength(2);
    at.clock.now += 1;
    await other.deliver();
    expect(there.received).toHaveLength(6);
    expect(there.firsts()).toHaveLength(4);
    expect(await at.read(endpoint.id)).toMatchObject({ cursor: 4 });
  });
});

describe('several processes', () => {
  it('share endpoints without sending anything twice or out of order', async () => {
    at = await setting({ timeout: 10_000 }); // many are on their way at once
    const receivers = await Promise.all(Array.from({ length: 6 }, () => receiver()));
    for (const { url } of receivers) await at.endpoint({ url });
    const other = await setting({ clock: () => at.clock.now, timeout: 10_000 }, at.url);
    for (let i = 0; i < 5; i++) {
      await at.change(...Array.from({ length: 60 }, (_, n) => (n * 7 + i) % 9));
      await Promise.all([at.deliver(), other.deliver(), at.deliver(), other.deliver()]);
    }
    for (const { received } of receivers) {
      expect(received).toHaveLength(300);
      for (const own of Map.groupBy(received, ({ body }) => body.data.customerId).values())
        expect(positions(own)).toEqual(positions(own).toSorted((a, b) => a - b));
    }
  });

  it('deliver by themselves what comes, until they are told to stop', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    const stop = new AbortController();
    const running = at.app.webhooks.deliverer(createLog('silent')).run(stop.signal);
    await at.change(1, 2);
    await expect.poll(() => there.received.length).toBe(2);
    await at.change(1);
    await expect.poll(() => there.received.length).toBe(3);
    stop.abort();
    await running;
    expect(await at.read(endpoint.id)).toMatchObject({ cursor: 3 });
    await at.change(1);
    expect(there.received).toHaveLength(3);
  });
});
