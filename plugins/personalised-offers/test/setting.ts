import type { ActivityDraft, KeeperTransaction, LockedCustomer } from '#contract';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import type { ContactPolicy } from '../../../src/contacts/policy.ts';
import { act } from '../../../src/pipeline/act.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { setPreference } from '../../../src/surveys/set-preference.ts';
import { publish, type TestRoad, testRoad } from '../../../test/support/road.ts';
import { usePolicy } from '../../../test/surveys/setting.ts';
import { redeem } from '../acts/redeem.ts';
import type { Offer, OffersDocument } from '../offers/document.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday at noon. */
export const NOON = Date.UTC(2026, 5, 1, 12);

/** Nothing stands in the way of contacts. */
export const OPEN: ContactPolicy = {
  ...{ limits: [], waits: [], quietHours: null, channels: ['email', 'app'], priorities: [] },
  consent: { survey: 'opt-out', offer: 'opt-out', 'follow-up': 'opt-out' },
};

const buyers: Offer['when'] = {
  all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }],
};

/** An offer to all who bought anything, with changes. */
export const offer = (key: string, changes: Partial<Offer> = {}): Offer => ({
  ...{ key, title: key, when: buyers, openDays: 10 },
  ...changes,
});

export const buy = (who: string, key: string, occurredAt: number, payload: object = {}): ActivityDraft => ({
  ...{ customer: { externalId: who }, key, source: 'test', kind: 'purchase', occurredAt },
  payload: { amount: 5000, currency: 'EUR', ...payload },
});

interface Standing {
  readonly id: string;
  readonly offer: string;
  readonly state: string;
  readonly expiresAt: number;
  readonly channel: string | null;
}

interface Refused {
  readonly offer: string;
  readonly reason: string;
  readonly nextAt: number | null;
  readonly about: string | null;
}

export interface Setting extends TestRoad {
  readonly record: (now: number, ...drafts: ActivityDraft[]) => Promise<void>;
  readonly sweep: (now: number) => Promise<void>;
  readonly publish: (key: string, document: OffersDocument) => Promise<void>;
  /** What was made to a customer, the oldest first. */
  readonly offers: (who: string) => Promise<Standing[]>;
  /** Keys of offers and the states they are in. */
  readonly states: (who: string) => Promise<string[]>;
  readonly refusals: (who: string) => Promise<Refused[]>;
  readonly reasons: (who: string) => Promise<Record<string, string>>;
  readonly counters: () => Promise<{ name: string; reserved: number; committed: number }[]>;
  readonly told: (who: string) => Promise<string[]>;
  readonly consent: (who: string, consent: boolean, now: number) => Promise<void>;
  readonly act: <T>(
    who: string,
    now: number,
    work: (tx: KeeperTransaction, customers: readonly LockedCustomer[]) => Promise<T>,
  ) => Promise<T>;
  readonly redeem: (who: string, offer: string, key: string, now: number, purchase?: string) => Promise<unknown>;
}

/** A road with offers published, and with a policy for contacts. */
export async function setting(
  documents: Readonly<Record<string, OffersDocument>> = {},
  policy: ContactPolicy = OPEN,
): Promise<Setting> {
  const own = await testRoad();
  const { road, database } = own;
  await usePolicy(database, policy);
  for (const [key, document] of Object.entries(documents)) await publish(road, key, 'personalised-offers', document);
  const offers = (who: string) =>
    database.query<Standing>(
      '',
      `select id, offer, state, expires_at as "expiresAt", channel from personalised_offers_offer
        where customer_id = $1 order by made_at, offer`,
      [customerIdOf(who)],
    );
  const refusals = (who: string) =>
    database.query<Refused>(
      '',
      `select offer, reason, next_at as "nextAt", about from personalised_offers_refusal where customer_id = $1 order by 1`,
      [customerIdOf(who)],
    );
  return {
    ...own,
    ...{ offers, refusals },
    async record(now, ...activities) {
      const { results } = await road.settle({ activities, now });
      for (const result of results) if (result.status !== 'accepted') throw new Error(JSON.stringify(result));
    },
    sweep: async (now) => void (await sweepAll(road, now)),
    publish: (key, document) => publish(road, key, 'personalised-offers', document),
    states: async (who) => (await offers(who)).map((one) => `${one.offer} ${one.state}`),
    reasons: async (who) => Object.fromEntries((await refusals(who)).map((one) => [one.offer, one.reason])),
    counters: () =>
      database.query(
        '',
        `select of || ' ' || name as name, reserved::int, committed::int from personalised_offers_counter order by 1`,
      ),
    told: async (who) => {
      const rows = await database.query<{ type: string; key: string }>(
        '',
        `select type, key from change where customer_id = $1 and type like 'offer.%' order by change_seq`,
        [customerIdOf(who)],
      );
      return rows.map(({ type, key }) => `${type} ${key}`);
    },
    consent: (who, consent, now) =>
      setPreference(road, operator, customerIdOf(who), { purpose: 'offer', consent }, now),
    act: (who, now, work) => act(road, [customerIdOf(who)], work, now),
    redeem: async (who, name, key, now, purchase) => {
      const made = (await offers(who)).findLast((one) => one.offer === name);
      const redemption = { customerId: customerIdOf(who), offerId: made?.id ?? '', key };
      const on = purchase === undefined ? redemption : { ...redemption, purchase: { key: purchase, source: 'test' } };
      return act(road, [customerIdOf(who)], (tx, customers) => redeem(tx, customers, on), now);
    },
  };
}

/** The code of what was refused. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: { code: string; issues?: { code: string }[] }) => error.issues?.[0]?.code ?? error.code,
  );
