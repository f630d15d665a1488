/** The facts that the tests of the rules speak of, in an account whose clocks are put forward and back at midnight. */
import type { Fact, FactCatalogue, Facts } from '../../src/contract/fact.ts';

export const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Noon UTC on 1 June 2026, in the middle of summer time. */
export const NOW = Date.UTC(2026, 5, 1, 12);

/** Summer time from local midnight to local midnight: the day it begins on starts at 01:00, the last one has 25 hours. */
const SUMMER = { begins: Date.UTC(2026, 4, 9, 23), ends: Date.UTC(2026, 5, 19, 22) };
const offset = (at: number): number => (at >= SUMMER.begins && at < SUMMER.ends ? 2 * HOUR : HOUR);

const calendarDay = (at: number): number => Math.floor((at + offset(at)) / DAY);

function startOfDay(day: number): number {
  let before = day * DAY - 2 * DAY;
  let within = day * DAY + 2 * DAY;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (calendarDay(middle) >= day) within = middle;
    else before = middle;
  }
  return within;
}

export const FACTS: readonly Fact[] = [
  {
    name: 'ordersLast90Days',
    title: 'Orders in 90 days',
    translations: { zh: { title: '近 90 天订单数', unit: '单' } },
    type: 'number',
    index: 0,
    unit: 'orders',
  },
  {
    name: 'spendLast90Days',
    title: 'Spend in 90 days',
    translations: { zh: { title: '近 90 天消费' } },
    type: 'number',
    index: 1,
  },
  {
    name: 'daysSinceLastPurchase',
    title: 'Days since the last purchase',
    translations: { zh: { title: '距最近一次购买天数' } },
    type: 'number',
    index: 2,
    timing: { form: 'daysSince', of: 6 },
  },
  {
    name: 'daysUntilRenewal',
    title: 'Days until renewal',
    translations: { zh: { title: '距续订天数' } },
    type: 'number',
    index: 3,
    timing: { form: 'daysUntil', of: 7 },
  },
  {
    name: 'orderTrend',
    title: 'Order trend',
    translations: { zh: { title: '订单趋势' } },
    type: 'number',
    index: 4,
    timing: { form: 'eachDaySince', anchor: 8 },
  },
  { name: 'subscribed', title: 'Subscribed', translations: { zh: { title: '已订阅' } }, type: 'boolean', index: 5 },
  {
    name: 'lastPurchaseAt',
    title: 'Last purchase',
    translations: { zh: { title: '最近一次购买' } },
    type: 'instant',
    index: 6,
  },
  { name: 'renewsAt', title: 'Renewal', translations: { zh: { title: '续订' } }, type: 'instant', index: 7 },
  { name: 'firstSeenAt', title: 'First seen', translations: { zh: { title: '首次出现' } }, type: 'instant', index: 8 },
  {
    name: 'npsScore',
    title: 'NPS score',
    translations: { zh: { title: 'NPS 得分' } },
    type: 'number',
    index: 9,
    measured: false,
  },
  { name: 'country', title: 'Country', translations: { zh: { title: '国家' } }, type: 'text', index: 0 },
  {
    name: 'tier',
    title: 'Tier',
    translations: { zh: { title: '等级' } },
    type: 'text',
    index: 1,
    values: ['bronze', 'silver', 'gold'],
  },
];

export const catalogue: FactCatalogue = {
  facts: new Map(FACTS.map((fact) => [fact.name, fact])),
  numbers: 10,
  texts: 2,
  calendarDay,
  startOfDay,
};

/** What is given about a customer; the facts that follow from time are computed. */
export interface Given {
  readonly numbers: readonly number[];
  readonly texts: readonly (string | undefined)[];
}

/** A customer's facts at an instant, as the road would fill them in. */
export function factsAt(given: Given, now: number): Facts {
  const numbers = Float64Array.from(given.numbers);
  const [, , , , , , lastPurchase = Number.NaN, renewal = Number.NaN, firstSeen = Number.NaN] = numbers;
  numbers[2] = Math.floor((now - lastPurchase) / DAY);
  numbers[3] = Math.ceil((renewal - now) / DAY);
  // Some value that is another one on every day of the customer's own count.
  numbers[4] = ((Math.floor((now - firstSeen) / DAY) * 7_919) % 11) - 5;
  return { numbers, texts: [...given.texts], now };
}
