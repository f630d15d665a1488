import { beforeEach, describe, expect, it } from 'vitest';
import { updateClient } from '../../src/access/clients.ts';
import { operator } from '../../src/access/viewer.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { readDeadLetters } from '../../src/webhooks/dead-letter.ts';
import { deleteEndpoint, updateEndpoint } from '../../src/webhooks/edit-endpoint.ts';
import { disableEndpoint, enableEndpoint } from '../../src/webhooks/enable.ts';
import { forgetAttempts } from '../../src/webhooks/log.ts';
import { webhookRecords } from '../../src/webhooks/personal.ts';
import { replay } from '../../src/webhooks/replay.ts';
import { ATTEMPTS } from '../../src/webhooks/schedule.ts';
import { redeliver, testEndpoint } from '../../src/webhooks/send-now.ts';
import { positionAt } from '../../src/webhooks/start-of.ts';
import { type Received, receiver } from './receiver.ts';
import { append, customerId, DAY, type Setting, setting } from './setting.ts';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

const positions = (received: readonly Received[]): number[] => received.map(({ body }) => body.data.position as number);

const cursorAt = async (position: number): Promise<string> =>
  encodeCursor({ epoch: await at.app.feed.epoch(), position });

/** What the feed says of endpoints, and the audit log. */
const told = async (): Promise<{ changes: unknown[]; deeds: unknown[] }> => {
  await drainSequencer(at.app.database);
  const changes = await at.app.database.query(
    '',
    `select type, key, client_id is not null as owned, customer_id as id, change_seq as seq, cause from change
      where type like 'webhook.%' order by position`,
  );
  const deeds = await at.app.database.query(
    '',
    `select actor_by as by, action, target_id as id, after from audit_entry where target_type = 'webhook-endpoint'
      and action <> 'webhook-endpoint.create' order by id`,
  );
  return { changes, deeds };
};

describe('an endpoint', () => {
  it('that answers 410 is disabled at once, its owner is told, and nothing is lost until it is enabled again', async () => {
    let gone = true;
    const [there, other] = [await receiver(() => (gone ? 410 : 204)), await receiver()];
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 1 });
    await at.endpoint({ url: other.url, types: ['webhook.disabled', 'webhook.enabled'] });
    await at.change(1, 2, 3);
    await at.deliver();
    expect(there.received).toHaveLength(1);
    expect(await at.read(endpoint.id)).toMatchObject({ disabledReason: 'GONE', cursor: 0 });
    const { id } = endpoint;
    expect(await told()).toEqual({
      changes: [{ ...{ type: 'webhook.disabled', key: 'GONE', owned: true, id, seq: 1, cause: { by: 'delivery' } } }],
      deeds: [{ by: 'system', action: 'webhook-endpoint.disable', id, after: { reason: 'GONE' } }],
    });
    gone = false;
    at.clock.now += 20 * DAY;
    await at.deliver();
    expect(there.received).toHaveLength(1);
    await enableEndpoint(at.app.webhooks, operator, id);
    await enableEndpoint(at.app.webhooks, operator, id); // again: nothing happens
    const { changes, deeds } = await told();
    expect(changes).toMatchObject([{}, { type: 'webhook.enabled', seq: 2, owned: true }]);
    expect(deeds).toMatchObject([{}, { by: 'operator', action: 'webhook-endpoint.enable' }]);
    await at.deliver();
    expect(positions(there.received)).toEqual([1, 1, 2, 3, 4, 5]);
    expect(other.received.map(({ body }) => [body.type, body.data.reason])).toEqual([
      ['webhook.disabled', 'GONE'],
      ['webhook.enabled', undefined],
    ]);
  });

  it('that is disabled by hand in the middle of a page keeps what was delivered', async () => {
    const disable = (): Promise<unknown> => disableEndpoint(at.app.webhooks, operator, endpoint.id);
    const there = await receiver(async (_message, count) => {
      if (count === 0) await disable();
      return 204;
    });
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2);
    await at.deliver();
    expect(await at.read(endpoint.id)).toMatchObject({ disabledReason: 'BY_HAND', cursor: 2 });
    await at.change(1);
    await at.deliver();
    expect(there.received).toHaveLength(2);
    await enableEndpoint(at.app.webhooks, operator, endpoint.id);
    await told();
    await at.deliver();
    expect(there.firsts()).toHaveLength(5); // both changes about the endpoint itself are among them
  });

  it('that is behind what is kept of the feed is disabled, and goes on by a replay from where it begins now', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2, 3);
    await at.app.database.query('', 'update feed_head set forgotten = 2');
    await at.app.database.query('', 'delete from change where position <= 2');
    await at.deliver();
    expect(await at.read(endpoint.id)).toMatchObject({ disabledReason: 'CURSOR_EXPIRED' });
    const enable = (): Promise<unknown> => enableEndpoint(at.app.webhooks, operator, endpoint.id);
    await expect(enable()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    await replay(at.app.webhooks, operator, endpoint.id, { cursor: await cursorAt(2) });
    await enable();
    await at.deliver();
    expect(positions(there.received)[0]).toBe(3);
  });

  it('that is deleted is sent nothing more', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await deleteEndpoint(at.app.webhooks, operator, endpoint.id);
    await at.change(1);
    await at.deliver();
    expect([there.received, await at.read(endpoint.id)]).toEqual([[], undefined]);
  });

  it('goes on by new words from where it is', async () => {
    const [before, after] = [await receiver(), await receiver()];
    const { endpoint } = await at.endpoint({ url: before.url });
    await at.change(1);
    await at.deliver();
    await updateEndpoint(at.app.webhooks, operator, endpoint.id, 1, { url: after.url, segments: ['gold'] });
    await at.change(1);
    await append(at.app.database, [1], 'gold');
    await at.deliver();
    expect([positions(before.received), positions(after.received)]).toEqual([[1], [3]]);
    // the change before it in its own stream was the first one
    expect(after.received[0]?.body.data.previousPosition).toBe(1);
  });
});

describe('a message that fails every attempt while others get through', () => {
  const exhaust = async (): Promise<void> => {
    for (let i = 0; i < ATTEMPTS + 2; i++) {
      await at.deliver();
      at.clock.now += DAY;
      await at.change(9);
    }
    await at.deliver();
  };

  it('stops the endpoint, so that the order holds', async () => {
    const there = await receiver(({ body }) => (body.data.position === 1 ? 422 : 204));
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 1, 2);
    await exhaust();
    const { disabledReason, disabledMessage, cursor } = await at.read(endpoint.id);
    expect([disabledReason, cursor]).toEqual(['POISON', 0]);
    expect(disabledMessage).toMatch(/^Message msg_\S+ failed 10 times\. Last: status 422\.$/);
    expect(positions(there.received).filter((one) => one === 1)).toHaveLength(ATTEMPTS);
    expect(positions(there.received)).not.toContain(2);
  });

  it('becomes a dead letter when the owner says so; those behind it go on, and it can be sent once more', async () => {
    let broken = true;
    const there = await receiver(({ body }) => (broken && body.data.position === 1 ? 422 : 204));
    const { endpoint } = await at.endpoint({ url: there.url, onPoison: 'skip' });
    await at.change(1, 1, 2);
    await exhaust();
    expect(await at.read(endpoint.id)).toMatchObject({ disabledAt: null, ahead: [], waiting: {} });
    expect(positions(there.received)).toContain(2);
    const letters = await readDeadLetters(at.app.database, [endpoint.id], { after: undefined, limit: 10 });
    expect(letters).toMatchObject([{ position: 1, attempts: 10, status: 422, changeSeq: 1, deliveredAt: null }]);
    const [letter] = letters as [(typeof letters)[0]];
    expect(letter.messageId).toBe(there.received[0]?.id);

    expect(await redeliver(at.app.webhooks, operator, letter.id)).toMatchObject({
      ...{ letter: { deliveredAt: null }, attempt: { status: 422, replay: true, number: 1 } },
    });
    broken = false;
    const { letter: after, attempt } = await redeliver(at.app.webhooks, operator, letter.id);
    expect([after.deliveredAt === null, attempt.status]).toEqual([false, 204]);
    const last = there.received.at(-1);
    expect([last?.body.replay, last?.body.data.position, last?.id === letter.messageId]).toEqual([true, 1, false]);
  });

  it('is not given up while nothing gets through: then the endpoint is at fault', async () => {
    const there = await receiver(() => 422);
    const { endpoint } = await at.endpoint({ url: there.url, onPoison: 'skip' });
    await at.change(1);
    await exhaust();
    expect(await at.read(endpoint.id)).toMatchObject({ disabledReason: 'FAILING', cursor: 0 });
    expect(await readDeadLetters(at.app.database, [endpoint.id], { after: undefined, limit: 10 })).toEqual([]);
  });
});

describe('a replay', () => {
  it('sends once more what was sent since a cursor, under new ids and marked, then goes on unmarked', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2, 3);
    await at.deliver();
    await replay(at.app.webhooks, operator, endpoint.id, { cursor: await cursorAt(1) });
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
    await expect(replay(at.app.webhooks, operator, endpoint.id, { cursor: await cursorAt(2) })).rejects.toMatchObject({
      code: 'NOT_SENT_YET',
    });
  });

  it('takes the endpoint out of the hands of whoever delivers at that moment', async () => {
    const there = await receiver(async ({ body }) => {
      if (body.data.position === 3 && !body.replay)
        await replay(at.app.webhooks, operator, endpoint.id, { cursor: await cursorAt(0) });
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

describe('the rights of the owner', () => {
  const narrow = async (id: string, edits: Parameters<typeof updateClient>[4]): Promise<void> => {
    const { clientId } = await at.read(id);
    const [row] = await at.app.database.query<{ version: number }>('', 'select version from client where id = $1', [
      clientId,
    ]);
    await updateClient(at.app.database, operator, clientId, row?.version ?? 0, edits);
  };

  it('are those of the moment of sending', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1);
    await append(at.app.database, [1], 'gold');
    await at.deliver();
    await narrow(endpoint.id, { role: 'partner', segments: ['gold'], changeTypes: ['segment.entered'] });
    await at.change(1);
    await append(at.app.database, [1], 'gold');
    await at.deliver();
    expect(positions(there.received)).toEqual([1, 2, 4]);
  });

  it('let deliveries wait while the client is disabled', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await narrow(endpoint.id, { disabled: true });
    await at.change(1);
    await at.deliver();
    expect(there.received).toEqual([]);
    await narrow(endpoint.id, { disabled: false });
    await at.deliver();
    expect(positions(there.received)).toEqual([1]);
  });

  it('end an endpoint whose client may not follow the feed any more', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await narrow(endpoint.id, { role: 'respondent' });
    await at.change(1);
    await at.deliver();
    expect(there.received).toEqual([]);
    expect(await at.read(endpoint.id)).toMatchObject({ disabledReason: 'NOT_ALLOWED', cursor: 0 });
    await expect(enableEndpoint(at.app.webhooks, operator, endpoint.id)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
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
    expect((await told()).deeds).toMatchObject([{}, { action: 'webhook-endpoint.test' }, {}]);
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
  it('is kept for thirty days', async () => {
    const there = await receiver();
    const { endpoint } = await at.endpoint({ url: there.url });
    await at.change(1, 2);
    await at.deliver();
    at.clock.now += 20 * DAY;
    await at.change(1);
    await at.deliver();
    expect(await forgetAttempts(at.app.database, at.clock.now + 10 * DAY - 1000)).toBe(0);
    expect(await forgetAttempts(at.app.database, at.clock.now + 10 * DAY + 1000)).toBe(2);
    expect(await at.attempts(endpoint.id)).toMatchObject([{ position: 3 }]);
  });

  it('loses what receivers answered about a person who is erased', async () => {
    const there = await receiver(() => ({ status: 200, text: 'hello Ada' }));
    const { endpoint } = await at.endpoint({ url: there.url, lanes: 1 });
    await at.change(1, 2);
    await at.deliver();
    const person = { customerId: customerId(1), externalId: 'ada', texts: [] };
    await webhookRecords.erase?.(person, {
      now: 0,
      query: (name, text, values) => at.app.database.query(name, text, values),
    });
    expect((await at.attempts(endpoint.id)).map(({ answer }) => answer)).toEqual([null, 'hello Ada']);
  });
});
