import { beforeEach, describe, expect, it } from 'vitest';
import { updateClient } from '../../src/access/clients.ts';
import { operator } from '../../src/access/viewer.ts';
import { readDeadLetters } from '../../src/webhooks/dead-letter.ts';
import { deleteEndpoint, updateEndpoint } from '../../src/webhooks/edit-endpoint.ts';
import { disableEndpoint, enableEndpoint } from '../../src/webhooks/enable.ts';
import { replay } from '../../src/webhooks/replay.ts';
import { ATTEMPTS } from '../../src/webhooks/schedule.ts';
import { redeliver } from '../../src/webhooks/send-now.ts';
import { positions, receiver } from './receiver.ts';
import { append, DAY, type Setting, setting } from './setting.ts';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

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
    expect(await at.told()).toEqual({
      changes: [{ type: 'webhook.disabled', key: 'GONE', owned: true, id, seq: 1, cause: { by: 'delivery' } }],
      deeds: [{ by: 'system', action: 'webhook-endpoint.disable', id, after: { reason: 'GONE' } }],
    });
    gone = false;
    at.clock.now += 20 * DAY;
    await at.deliver();
    expect(there.received).toHaveLength(1);
    await enableEndpoint(at.app.webhooks, operator, id);
    await enableEndpoint(at.app.webhooks, operator, id); // again: nothing happens
    const { changes, deeds } = await at.told();
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
    await at.told();
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
    await replay(at.app.webhooks, operator, endpoint.id, { cursor: await at.cursor(2) });
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
      letter: { deliveredAt: null },
      attempt: { status: 422, replay: true, number: 1 },
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
