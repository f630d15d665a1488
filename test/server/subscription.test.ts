import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { follow, type Running, start } from './running.ts';

let running: Running;

const test = (fact: string, operator: string, value: unknown) => ({ all: [{ fact, operator, value }] });
beforeAll(async () => {
  running = await start();
  const { road } = running.app;
  // even and odd: nearly every purchase changes something
  const segments = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({
    key: `exactly-${n}`,
    title: String(n),
    when: test('ordersEver', 'equal', n),
  }));
  await saveRuleSet(road, operator, {
    key: 'orders',
    kind: 'segments',
    title: 'Orders',
    source: JSON.stringify({ segments }),
  });
  await publishVersion(road, operator, 'orders', 1);
});
afterAll(() => running.close());

interface Event {
  data: { changes: { cursor: string; position: number; type: string; customer: { metrics: { ordersEver: number } } } };
  errors?: { extensions: { code: string } }[];
}
const SUBSCRIBE = `subscription ($after: String, $segments: [String!], $types: [ChangeType!]) {
  changes(after: $after, segments: $segments, types: $types) { cursor position type customer { metrics { ordersEver } } }
}`;

const RECORD = `mutation ($activities: [ActivityInput!]!) { recordActivities(input: { activities: $activities }) {
  __typename ... on RecordActivitiesSuccess { results { status } } } }`;
const buy = (customer: string, key: string) => ({
  customer: { externalId: customer },
  key,
  activity: { purchase: { amount: { amountMinor: 100, currencyCode: 'EUR' } } },
});

describe('the subscription to changes, over server-sent events', () => {
  it('misses nothing when its reader comes and goes while 2,000 activities are recorded', async () => {
    const { feedCursor } = await running.ask<{ feedCursor: string }>('{ feedCursor }');
    let recorded = false;
    const recording = (async () => {
      for (let round = 0; round < 40; round++) {
        const activities = Array.from({ length: 50 }, (_, i) => buy(`c${(round * 50 + i) % 500}`, `k${round}`));
        await running.ask(RECORD, { activities });
      }
      recorded = true;
    })();
    const seen: number[] = [];
    let after = feedCursor;
    let visits = 0;
    for (;;) {
      visits += 1;
      const leave = new AbortController();
      let taken = 0;
      const patience = setTimeout(() => leave.abort(), 1500);
      for await (const { data } of follow<Event>(running, SUBSCRIBE, { after }, leave.signal)) {
        seen.push(data.changes.position);
        after = data.changes.cursor;
        taken += 1;
        if (taken === 211 * visits) leave.abort(); // leaves in the middle of things
        if (leave.signal.aborted) break;
      }
      clearTimeout(patience);
      if (recorded && taken === 0) break;
    }
    await recording;
    await drainSequencer(running.app.database);
    const head = await running.app.feed.head();
    const feed = await running.app.feed.read({ after: 0, limit: 100_000 });
    expect(feed).toHaveLength(head);
    expect(visits).toBeGreaterThan(3);
    expect(seen).toEqual(feed.map(({ position }) => position)); // in order, each once, none missing
    expect(seen.length).toBeGreaterThan(3000);
  });

  it('tells what is new within a moment, with the customer as it is then', async () => {
    const leave = new AbortController();
    const events = follow<Event>(
      running,
      SUBSCRIBE,
      { segments: ['exactly-2'], types: ['SEGMENT_ENTERED'] },
      leave.signal,
    );
    const first = events.next();
    await new Promise((resolve) => setTimeout(resolve, 300)); // it stands at the head by now
    await running.ask(RECORD, { activities: [buy('fresh', '1')] });
    await running.ask(RECORD, { activities: [buy('fresh', '2')] });
    const at = performance.now();
    const { value } = await first;
    expect((value as Event).data.changes).toMatchObject({
      type: 'SEGMENT_ENTERED',
      customer: { metrics: { ordersEver: 2 } },
    });
    expect(performance.now() - at).toBeLessThan(1000);
    const second = events.next();
    await running.ask(RECORD, { activities: [buy('other', '1'), buy('other', '2')] });
    await running.ask(RECORD, { activities: [buy('other', '3')] });
    await running.ask(RECORD, { activities: [buy('third', '1'), buy('third', '2')] });
    expect(((await second).value as Event).data.changes.customer.metrics.ordersEver).toBeGreaterThanOrEqual(2);
    leave.abort();
    await events.return('broken');
  });

  it('refuses a cursor of another feed, with a code', async () => {
    const { value } = await follow<Event>(running, SUBSCRIBE, { after: 'nonsense' }).next();
    expect((value as Event).errors?.[0]?.extensions.code).toBe('BAD_CURSOR');
  });
});
