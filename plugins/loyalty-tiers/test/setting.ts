import type { ActivityDraft, KeeperTransaction, LockedCustomer } from '#contract';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { readLives } from '../../../src/history/read-lives.ts';
import { act } from '../../../src/pipeline/act.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { publish, type TestRoad, testRoad } from '../../../test/support/road.ts';
import type { Programme } from '../programme/document.ts';
import { DAY } from './book.ts';

export const START = Date.UTC(2026, 0, 10, 12);
const anybody: Programme['members'] = {
  any: [
    { fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 },
    { fact: 'pointsBalance', operator: 'greaterThanInclusive', value: 0 },
  ],
};

/** A point and a credit for each full euro, pending for two weeks, good for a year. */
export const stars: Programme = {
  title: 'Stars',
  members: anybody,
  pendingDays: 14,
  expiry: { kind: 'lifetime', months: 12 },
  period: { kind: 'calendarYear' },
  earn: [
    {
      key: 'purchases',
      title: 'purchases',
      on: 'purchase',
      points: { field: 'amount', every: 100, give: 1 },
      credits: { field: 'amount', every: 100, give: 1 },
    },
  ],
  rewards: [
    { key: 'mug', title: 'Mug', kind: 'gift', points: 50, stock: 2 },
    { key: 'lounge', title: 'Lounge', kind: 'privilege', points: 10 },
  ],
  transfers: true,
};

export interface Setting extends TestRoad {
  /** Records what customers did; the clock stands at `now`. */
  record(now: number, ...drafts: ActivityDraft[]): Promise<void>;
  sweep(now: number): Promise<void>;
  /** What the metrics say of a customer, as its row has them. */
  values(who: string): Promise<Record<string, number | undefined>>;
  /** Types of changes with their details, in order. */
  told(who: string): Promise<{ type: string; key: string; to: string | null; points?: string; reason?: string }[]>;
  act<T>(
    who: readonly string[],
    now: number,
    work: (tx: KeeperTransaction, customers: readonly LockedCustomer[]) => Promise<T>,
  ): Promise<T>;
}

export const buy = (who: string, key: string, euros: number, occurredAt: number): ActivityDraft => ({
  ...{ customer: { externalId: who }, key, source: 'test', kind: 'purchase', occurredAt },
  payload: { amount: Math.round(euros * 100), currency: 'EUR' },
});

export const giveBack = (who: string, purchaseKey: string, euros: number, occurredAt: number): ActivityDraft => ({
  ...{ customer: { externalId: who }, key: `${purchaseKey} back ${occurredAt}`, source: 'test', kind: 'refund' },
  occurredAt,
  payload: { amount: Math.round(euros * 100), currency: 'EUR', purchaseKey },
});

/** A road with these programmes published. */
export async function setting(programmes: Readonly<Record<string, Programme>>): Promise<Setting> {
  const own = await testRoad();
  const { road, database } = own;
  for (const [key, document] of Object.entries(programmes)) await publish(road, key, 'loyalty-points', document);
  return {
    ...own,
    async record(now, ...activities) {
      const { results } = await road.settle({ activities, now });
      for (const result of results) if (result.status !== 'accepted') throw new Error(JSON.stringify(result));
    },
    sweep: async (now) => void (await sweepAll(road, now)),
    async values(who) {
      const engine = await road.engine();
      const [life] = await readLives(database, engine, [customerIdOf(who)]);
      const { numbers } = life?.standing ?? { numbers: new Float64Array() };
      const read = (key: string) => engine.plan.metrics.get(key)?.read(numbers, 0);
      return Object.fromEntries([...engine.plan.metrics.keys()].map((key) => [key, read(key)]));
    },
    told: (who) =>
      database.query(
        'told',
        `select type, key, "to", details ->> 'points' as points, details ->> 'reason' as reason
           from change where customer_id = $1 order by change_seq`,
        [customerIdOf(who)],
      ),
    act: (who, now, work) => act(road, who.map(customerIdOf), work, now),
  };
}

export { customerIdOf, DAY };
