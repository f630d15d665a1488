import { type BenchLine, median } from './line.ts';
import { createSystem } from './system.ts';
import { publishSegments } from './workload.ts';

const DAY = 86_400_000;
const LENGTHS = [10, 1000, 10_000] as const;
const CUSTOMERS = 20;
const ROUNDS = 40;

/** The cost of one change with a short and with a long history behind the customer. */
export async function benchGrowth(): Promise<BenchLine[]> {
  const system = await createSystem();
  const { road, database } = system;
  const start = Date.now() - 300 * DAY;
  let key = 0;
  const purchase = (externalId: string, occurredAt: number) => ({
    customer: { externalId },
    key: `k${key++}`,
    source: 'bench',
    kind: 'purchase',
    occurredAt: Math.floor(occurredAt),
    payload: { amount: 1000, currency: 'EUR' },
  });
  for (const length of LENGTHS) {
    for (let customer = 0; customer < CUSTOMERS; customer++) {
      for (let from = 0; from < length; from += 1000) {
        const count = Math.min(1000, length - from);
        const at = (i: number) => start + ((from + i) / length) * 300 * DAY;
        const activities = Array.from({ length: count }, (_, i) => purchase(`${length}-${customer}`, at(i)));
        await road.settle({ activities, now: start + 300 * DAY });
      }
    }
  }
  await publishSegments(road);
  await database.query('vacuum', 'vacuum analyze');
  const spent = new Map<number, number[]>(LENGTHS.map((length) => [length, []]));
  let now = start + 300 * DAY;
  for (let round = -5; round < ROUNDS; round++) {
    for (const length of LENGTHS) {
      const begin = performance.now();
      for (let customer = 0; customer < CUSTOMERS; customer++) {
        // time goes on, so that activities leave windows as they do in life
        now += 1000;
        await road.settle({ activities: [purchase(`${length}-${customer}`, now)], now });
      }
      if (round >= 0) spent.get(length)?.push((performance.now() - begin) / CUSTOMERS);
    }
  }
  await system.close();
  const [short, ...long] = LENGTHS;
  return long.map((length) => {
    const ratios = (spent.get(length) ?? []).map((ms, i) => ms / (spent.get(short)?.[i] as number));
    const of = (n: number) => `${median(spent.get(n) ?? []).toFixed(2)} ms with ${n}`;
    return {
      name: `One change with ${length.toLocaleString('en')} activities behind the customer`,
      figure: `${of(length)}, ${of(short)}`,
      ratio: median(ratios),
      ...(length === 10_000 ? { goal: 1.3 } : {}),
      smaller: true,
      against: `the same change with ${short} activities behind the customer; all within 300 days, 50 rules over 30 facts, fsync on`,
    };
  });
}
