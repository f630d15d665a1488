import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { receiver } from './receiver.ts';
import { setting } from './setting.ts';

it('who is erased while a page is on its way is in none of the messages that are begun later', async () => {
  const at = await setting();
  const { road, database, contributions } = at.app;
  const there = await receiver(async (_message, count) => {
    if (count > 0) return 204;
    await eraseCustomer(road, operator, { externalId: 'zqx ben' }, contributions.personal);
    at.clock.now += 1000; // the endpoint takes its time
    return 204;
  });
  const query = 'subscription { changes { position customer { externalId } } }';
  await at.endpoint({ url: there.url, lanes: 1, document: { query } });
  const names = ['zqx anna', 'zqx ben'];
  await road.settle({
    activities: [],
    profiles: names.map((externalId) => ({ customer: { externalId }, locale: 'en' })),
  });
  await database.query(
    '',
    `insert into change (customer_id, change_seq, type, key, cause)
     select id, 1, 'segment.entered', 'vip', '{"by":"time"}' from unnest($1::uuid[]) as v(id)`,
    [names.map(customerIdOf)],
  );
  await database.query('', 'update customer set change_seq = 1');
  await drainSequencer(database);
  await at.deliver();
  expect(there.received).toHaveLength(2);
  expect(there.received[0]?.raw).toContain('zqx anna');
  expect(there.received[1]?.raw).toContain('erased:');
  expect(there.received[1]?.raw).not.toContain('zqx');
});
