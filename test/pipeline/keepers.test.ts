import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { Keeper, KeptCustomer } from '../../src/contract/index.ts';
import { upcoming } from '../../src/history/agenda.ts';
import { foresee } from '../../src/history/kept-steps.ts';
import { readLives } from '../../src/history/read-lives.ts';
import { relive } from '../../src/history/relive.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { act } from '../../src/pipeline/act.ts';
import { Road } from '../../src/pipeline/road.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { LIFETIME } from '../fixtures/stamps/card.ts';
import { recordStatements } from '../support/database.ts';
import { publish, testRoad } from '../support/road.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 31, 12);
const { road, database, contributions } = await testRoad({
  plugins: await loadPlugins({ plugins: [path.resolve('test/fixtures/stamps')] }),
});
const buyer = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 3 }] };
const collector = { all: [{ fact: 'stamps', operator: 'greaterThanInclusive', value: 3 }] };
await publish(road, 'collectors', 'segments', {
  segments: [{ key: 'collector', title: 'Collector', when: collector }],
});

const did = (who: string, key: string, kind: string, occurredAt: number): ActivityDraft => ({
  customer: { externalId: who },
  key,
  source: 'test',
  kind,
  occurredAt,
  payload: kind === 'purchase' ? { amount: 100, currency: 'EUR' } : { channel: 'web', type: 'click' },
});

async function stampsOf(id: string): Promise<number> {
  const { plan } = await road.engine();
  const [life] = await readLives(database, await road.engine(), [id]);
  return plan.metrics.get('stamps')?.read(life?.standing.numbers ?? new Float64Array(), 0) ?? Number.NaN;
}

/** Takes the stamp that ends first off the card. */
const spend = (id: string, now: number) =>
  act(
    road,
    [id],
    async (tx, customers) => {
      expect(customers.map(({ customerId }) => customerId)).toEqual([id]);
      const rows = await tx.query(
        'spend',
        `update stamps_stamp set spent = true where (customer_id, activity_id) = (
           select customer_id, activity_id from stamps_stamp where customer_id = $1 and not spent and expires_at > $2
            order by expires_at, activity_id limit 1 for update) returning 1`,
        [id, now],
      );
      return rows.length;
    },
    now,
  );

const step = fc.record({
  pass: fc.integer({ min: 0, max: 4 * DAY }),
  what: fc.constantFrom('buy', 'buy late', 'click', 'spend', 'sweep', 'nothing'),
  who: fc.constantFrom('a', 'b'),
});
let run = 0;

it('values after any story equal a naive count, whatever moved the customer, and the agenda and the past tell the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (story) => {
      const name = (who: string) => `story${run}-${who}`;
      run += 1;
      let now = START;
      const cards = new Map<string, { expires: number; spent: boolean }[]>([
        ['a', []],
        ['b', []],
      ]);
      const seen: { who: string; at: number; stamps: number }[] = [];
      await road.settle({
        activities: [...cards.keys()].map((who) => did(name(who), 'first', 'interaction', now)),
        now,
      });
      for (const [i, { pass, what, who }] of story.entries()) {
        now += pass;
        const own = cards.get(who) ?? [];
        const bought = what === 'buy late' ? now - 9 * DAY : now;
        if (what.startsWith('buy')) {
          await road.settle({ activities: [did(name(who), `${i}`, 'purchase', bought)], now });
          own.push({ expires: bought + LIFETIME, spent: false });
        }
        if (what === 'click') await road.settle({ activities: [did(name(who), `${i}`, 'interaction', now)], now });
        if (what === 'spend') {
          const next = own
            .filter(({ spent, expires }) => !spent && expires > now)
            .sort((a, b) => a.expires - b.expires)[0];
          expect(await spend(customerIdOf(name(who)), now)).toBe(next ? 1 : 0);
          if (next) next.spent = true;
        }
        if (what === 'nothing') continue;
        if (what === 'sweep') await sweepAll(road, now);
        const stamps = own.filter(({ spent, expires }) => !spent && expires > now).length;
        // whoever was settled has its numbers of now; others wait for the sweeper
        expect(await stampsOf(customerIdOf(name(who)))).toBe(stamps);
        seen.push({ who, at: now, stamps });
      }
      for (const { who, at, stamps } of seen) {
        if (seen.some((other) => other.who === who && other.at === at && other !== seen.at(-1))) continue;
        const [life] = await relive(road, [customerIdOf(name(who))], at);
        expect(life?.engine.plan.metrics.get('stamps')?.read(life.standing.numbers, at)).toBe(stamps);
      }
    }),
    { numRuns: 60 },
  );
}, 300_000);

it('time alone lowers a value and moves who follows from it, at the instant that the agenda told', async () => {
  const id = customerIdOf('tess');
  const at = START + 100 * DAY;
  const drafts = [0, 1, 2].map((day) => did('tess', `${day}`, 'purchase', at + day * DAY));
  await road.settle({ activities: drafts, now: at + 2 * DAY });
  const lives = await readLives(database, await road.engine(), [id]);
  await foresee(database, await road.engine(), lives, at + 2 * DAY, at + 30 * DAY);
  const told: object[] = [];
  for await (const one of upcoming(lives, at + 2 * DAY, at + 30 * DAY))
    told.push([one.at, one.change.type, one.by?.key]);
  expect(told).toEqual([[at + LIFETIME, 'segment.left', 'collectors']]);
  await sweepAll(road, at + LIFETIME - 1);
  expect(await stampsOf(id)).toBe(3);
  await sweepAll(road, at + LIFETIME);
  expect(await stampsOf(id)).toBe(2);
  const changes = await database.query<object>(
    'changes-of',
    `select change_seq as seq, type, cause ->> 'by' as by, details ->> 'words' as words,
            (extract(epoch from created_at) * 1000)::float8 as at from change where customer_id = $1 order by change_seq`,
    [id],
  );
  const bought = at + 2 * DAY;
  expect(changes).toEqual([
    ...[1, 2, 3].map((seq) => ({ seq, type: 'stamps.given', by: 'activity', words: null, at: bought })),
    { seq: 4, type: 'segment.entered', by: 'activity', words: null, at: bought },
    { seq: 5, type: 'stamps.greeted', by: 'activity', words: 'Welcome', at: bought },
    { seq: 6, type: 'segment.left', by: 'time', words: null, at: at + LIFETIME },
  ]);
});

/** The road with a keeper in the place of the card that says what it is asked. */
function watched(): { road: Road; calls: string[] } {
  const calls: string[] = [];
  const real = contributions.keepers.find(({ key }) => key === 'stamps.card') as Keeper;
  const names = (customers: readonly KeptCustomer[]) =>
    customers.map(({ activities, anew }) => `${activities.length}${anew ? ' anew' : ''}`).join();
  const keeper: Keeper = {
    ...real,
    async measure(customers, tx) {
      calls.push(`measure ${names(customers)}`);
      return (await real.measure?.(customers, tx)) ?? [];
    },
    async settle(customers, tx) {
      calls.push(`settle ${names(customers)}`);
      return (await real.settle?.(customers, tx)) ?? [];
    },
  };
  return {
    road: new Road(database, {
      ...road.sources,
      keepers: contributions.keepers.map((one) => (one === real ? keeper : one)),
    }),
    calls,
  };
}

it('a keeper is called once for all whom something of a batch concerns, and not for others', async () => {
  const { road: own, calls } = watched();
  const at = START + 200 * DAY;
  const settle = (activities: ActivityDraft[], now = at) => own.settle({ activities, now });
  await settle([did('may', '1', 'interaction', at), did('moe', '1', 'interaction', at)]);
  expect(calls.splice(0)).toEqual([]);
  await settle([did('may', '2', 'purchase', at), did('moe', '2', 'purchase', at), did('may', '3', 'purchase', at)]);
  expect(calls.splice(0).map((call) => call.split('').sort().join(''))).toEqual(
    ['measure 2,1', 'settle 2,1'].map((call) => call.split('').sort().join('')),
  );
  await settle([did('may', '3', 'purchase', at), did('moe', '4', 'interaction', at)]);
  expect(calls.splice(0)).toEqual([]);
  await settle([], at + LIFETIME - 1);
  await own.settle({ activities: [], customerIds: [customerIdOf('moe')], now: at + LIFETIME });
  expect(calls.splice(0)).toEqual(['measure 0', 'settle 0']);
  await act(own, [customerIdOf('moe')], () => Promise.resolve(), at + LIFETIME);
  expect(calls.splice(0)).toEqual(['measure 0', 'settle 0']);
});

it('what concerns no keeper costs no statement more than where there is none', async () => {
  const bare = await testRoad();
  await publish(bare.road, 'collectors', 'segments', { segments: [{ key: 'buyer', title: 'Buyer', when: buyer }] });
  const at = START + 300 * DAY;
  const count = async (own: Road): Promise<number> => {
    for (const n of [0, 1]) await own.settle({ activities: [did('sue', `${n}`, 'interaction', at)], now: at });
    const statements = recordStatements();
    await own.settle({ activities: [did('sue', '2', 'interaction', at)], now: at });
    return statements.stop().length;
  };
  const plain = await count(bare.road);
  expect(plain).toBeGreaterThan(3);
  expect(await count(road)).toBe(plain);
});
