import { beforeEach, describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { contactLedger } from '../../src/contacts/ledger.ts';
import { deleteEndpoint } from '../../src/webhooks/edit-endpoint.ts';
import { disableEndpoint } from '../../src/webhooks/enable.ts';
import { forgetAttempts } from '../../src/webhooks/log.ts';
import { webhookRecords } from '../../src/webhooks/personal.ts';
import { replay } from '../../src/webhooks/replay.ts';
import { testEndpoint } from '../../src/webhooks/send-now.ts';
import { positionAt } from '../../src/webhooks/start-of.ts';
import { positions, receiver } from './receiver.ts';
import { customerId, DAY, type Setting, setting } from './setting.ts';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

describe('a replay', () => {
  it('sends once more what was sent since a cursor, under new ids and marked, then goes on unmarked', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2, 3);
    await at.deliver();
    await replay(at.app.webhooks, operator, endpoint.id, { cursor: await at.cursor(1) });
    await at.change(4);
    await at.deliver();
    expect(there.received.map(({ body }) => [body.data.position, body.replay ?? false])).toEqual([
      ...[1, 2, 3].map((position) => [position, false]),
      ...[2, 3].map((position) => [position, true]),
      [4, false],
    ]);
    expect(there.firsts()).toHaveLength(6);
    expect((await at.attempts(endpoint.id)).map((one) => one.replay)).toEqual([false, false, false, true, true, false]);
  });

  it('begins with the first change that was made at a time or later', async () => {
    const { app } = at;
    const start = Date.parse('2026-11-24T10:00:00Z');
    await at.change(...Array.from({ length: 300 }, (_, n) => n % 7));
    // an hour between changes, and a little disorder
    await app.database.query(
      '',
      `update change set created_at = to_timestamp($1::float8 / 1000) + position * interval '1 minute'
        + (position % 3) * interval '90 seconds'`,
      [start],
    );
    const times = await app.database.query<{ position: number; at: number }>(
      '',
      'select position::int, (extract(epoch from created_at) * 1000)::float8 as at from change order by position',
    );
    for (const time of [start - DAY, start, start + 90_000, start + 3_600_000, times[150]?.at ?? 0, start + 2 * DAY]) {
      const first = times.find((row) => row.at >= time)?.position ?? 301;
      expect(await positionAt(app.database, app.feed, new Date(time))).toBe(first - 1);
    }
  });

  it('never skips what was not sent yet', async () => {
    const there = await receiver(() => 500);
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2, 3);
    await at.deliver();
    await expect(replay(at.app.webhooks, operator, endpoint.id, { cursor: await at.cursor(2) })).rejects.toMatchObject({
      code: 'NOT_SENT_YET',
    });
  });

  it('takes the endpoint out of the hands of whoever delivers at that moment', async () => {
    const there = await receiver(async ({ body }) => {
      if (body.data.position === 3 && !body.replay)
        await replay(at.app.webhooks, operator, endpoint.id, { cursor: await at.cursor(0) });
      return 204;
    });
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2, 3);
    await at.deliver();
    expect(positions(there.received)).toEqual([1, 2, 3, 1, 2, 3]);
    // what was sent before the replay is in the log all the same
    expect(await at.attempts(endpoint.id)).toHaveLength(6);
    expect(await at.read(endpoint.id)).toMatchObject({ cursor: 3, generation: 2 });
  });
});

describe('a test message', () => {
  it('is sent at once and signed, and says what came of it; the endpoint stays where it is', async () => {
    const there = await receiver((_message, count) => (count === 0 ? { status: 500, text: 'not yet' } : 204));
    const { endpoint } = await at.endpoint({ url: there.url });
    await disableEndpoint(at.app.webhooks, operator, endpoint.id);
    const first = await testEndpoint(at.app.webhooks, operator, endpoint.id, 'shown');
    expect(first).toMatchObject({
      type: 'webhook.test',
      status: 500,
      answer: 'not yet',
      customerId: null,
      position: null,
    });
    expect(await testEndpoint(at.app.webhooks, operator, endpoint.id, 'shown')).toMatchObject({ status: 204 });
    expect(there.received[0]?.body).toMatchObject({ type: 'webhook.test', data: { endpointId: 'shown' } });
    expect(there.received[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(await at.read(endpoint.id)).toMatchObject({ failures: 0, cursor: 0 });
    expect((await at.told()).deeds).toMatchObject([{}, { action: 'webhook-endpoint.test' }, {}]);
  });

  it('is one at a time', async () => {
    const there = await receiver(() => 'hang');
    const { endpoint } = await at.endpoint({ url: there.url });
    const both = [1, 2].map(() =>
      testEndpoint(at.app.webhooks, operator, endpoint.id, 'shown').catch((error) => error.code),
    );
    expect((await Promise.all(both)).map((one) => one.error?.split(':')[0] ?? one).sort()).toEqual([
      'OVERLOADED',
      'TIMEOUT',
    ]);
  });
});

describe('the log of attempts', () => {
  it('is kept for thirty days, that of endpoints that are gone as well', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    const gone = await at.endpoint({ url: there.url });
    await at.change(1, 2);
    await at.deliver();
    await deleteEndpoint(at.app.webhooks, operator, gone.endpoint.id);
    at.clock.now += 20 * DAY;
    await at.change(1);
    await at.deliver();
    expect(await forgetAttempts(at.app.database, at.clock.now + 10 * DAY - 1000)).toBe(0);
    expect(await forgetAttempts(at.app.database, at.clock.now + 10 * DAY + 1000)).toBe(4);
    expect(await at.attempts(endpoint.id)).toMatchObject([{ position: 3 }]);
  });

  it('loses what receivers answered about a person who is erased', async () => {
    const there = await receiver(() => ({ status: 200, text: 'hello Ada' }));
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2);
    await at.deliver();
    const person = { customerId: customerId(1), externalId: 'ada', texts: [] };
    await at.app.database.transact(async (sql) => {
      const { query, send } = { query: sql.query.bind(sql), send: sql.send.bind(sql) };
      await webhookRecords.erase?.(person, { now: 0, query, send, contacts: contactLedger(sql, 0) });
    });
    expect((await at.attempts(endpoint.id)).map(({ answer }) => answer)).toEqual([null, 'hello Ada']);
  });
});
