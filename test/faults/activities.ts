import type { Random } from '../../src/demo/random.ts';

const DAY = 86_400_000;

/** An activity as it is sent, and as it must be found in the database. */
export interface Sent {
  /** The customer's externalId. */
  readonly customer: string;
  /** Unique in the run. */
  readonly key: string;
  readonly kind: string;
  /** As the API takes it. */
  readonly input: Readonly<Record<string, unknown>>;
  /** As it is kept. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Left out: when it is recorded. */
  readonly occurredAt?: number;
}

export interface Crowd {
  readonly customers: number;
  /** The share of activities that belong to few customers, whom many writers then want at once. */
  readonly hot: number;
  /** When the run began: activities lie before it, some of them where they leave a window while it goes on. */
  readonly start: number;
}

type Content = Pick<Sent, 'kind' | 'input' | 'payload'>;

/** Draws an activity of somebody in the crowd. */
export function drawActivity(random: Random, { customers, hot, start }: Crowd, key: string): Sent {
  const customer = `c-${random.chance(hot) ? random.whole(0, 19) : random.whole(0, customers - 1)}`;
  const at = drawTime(random, start);
  return { customer, key, ...drawContent(random), ...(at === undefined ? {} : { occurredAt: at }) };
}

function drawTime(random: Random, start: number): number | undefined {
  return random.weighted([
    [undefined, 2],
    [start - random.whole(1, 20 * DAY), 4],
    [start - random.whole(1, 450 * DAY), 4],
    // leaves a window of 30, 90 or 365 days while the run goes on
    [start - random.pick([30, 90, 365]) * DAY + random.whole(1, 60_000), 2],
  ]);
}

function drawContent(random: Random): Content {
  const amount = random.whole(100, 40_000);
  const complaint = `k-${random.whole(1, 2)}`;
  const plan = `p-${random.whole(1, 2)}`;
  const same = (kind: string, fields: Record<string, unknown>): Content => ({ kind, input: fields, payload: fields });
  return random.weighted([
    [
      {
        kind: 'purchase',
        input: { amount: { amountMinor: amount, currencyCode: 'EUR' } },
        payload: { amount, currency: 'EUR' },
      },
      8,
    ],
    [
      { kind: 'interaction', input: { channel: 'EMAIL', type: 'CLICK' }, payload: { channel: 'email', type: 'click' } },
      5,
    ],
    [same('complaintOpened', { complaint }), 1],
    [same('complaintResolved', { complaint, firstContact: random.chance(0.5) }), 1],
    [same('rating', { score: random.whole(1, 5), scaleMin: 1, scaleMax: 5 }), 2],
    [
      {
        kind: 'planStarted',
        input: { plan, value: { amountMinor: amount, currencyCode: 'EUR' }, period: 'MONTH' },
        payload: { plan, value: amount, currency: 'EUR', period: 'month' },
      },
      1,
    ],
    [same('planCancelled', { plan }), 1],
    [same('referralMade', { referral: 'r' }), 1],
  ]);
}
