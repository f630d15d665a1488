import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideTier } from '../tiers/decide.ts';
import type { Keeping } from '../tiers/reviews.ts';
import type { TiersDocument } from '../tiers/rule-set.ts';
import { DAY } from './setting.ts';

/** A customer's days: when which rules begin to hold. The best tier is 0, none is 3. */
interface Story {
  readonly joinedAt: number;
  readonly keep: Keeping;
  readonly changes: ReadonlyMap<number, readonly number[]>;
  readonly end: number;
}

const START = Date.UTC(2026, 0, 15);
const NONE = 3;
const KEYS = ['gold', 'silver', 'bronze'];
const days = { calendarDay: (at: number) => Math.floor(at / DAY), startOfDay: (day: number) => day * DAY };

/** The tier of each day by the plugin, which is asked when something changes and when it said that it wants to be. */
function asked({ joinedAt, keep, changes, end }: Story): number[] {
  const document: TiersDocument = {
    keep,
    tiers: KEYS.map((key, i) => ({ key, title: key, rank: NONE - i, when: { all: [] } })),
  };
  const bits = (rules: readonly number[]) => Uint8Array.from(KEYS, (_, rule) => Number(rules.includes(rule)));
  const tiers: number[] = [];
  let [rules, decidedAt, due]: [readonly number[], number, number] = [[], START, Number.POSITIVE_INFINITY];
  let before: { key: string; since: number }[] = [];
  for (let now = START; now <= end; now += DAY) {
    const earlier = rules;
    rules = changes.get(now) ?? rules;
    if (changes.has(now) || now >= due) {
      const input = { document, holds: bits(rules), before, now, decidedAt, days, values: [joinedAt] };
      const [one] = decideTier({ ...input, heldAt: () => bits(earlier) });
      before = one ? [before.find(({ key }) => key === one.key) ?? { key: one.key, since: now }] : [];
      [due, decidedAt] = [one?.until ?? Number.POSITIVE_INFINITY, now];
    }
    tiers.push(before[0] ? KEYS.indexOf(before[0].key) : NONE);
  }
  return tiers;
}

/** The same by looking at the calendar every day. */
function lookedUp({ joinedAt, keep: { graceDays = 0, landing }, changes, end }: Story): number[] {
  const tiers: number[] = [];
  let [best, tier, since] = [NONE, NONE, START];
  for (let day = START; day <= end; day += DAY) {
    const was = best;
    best = Math.min(NONE, ...(changes.get(day) ?? [best]));
    const anniversary = day - graceDays * DAY;
    const deserved = Math.min(best, was);
    const fall = landing === 'oneTier' ? Math.min(deserved, tier + 1) : deserved;
    if (best < tier) [tier, since] = [best, day];
    else if (isAnniversary(anniversary, joinedAt) && anniversary > since && fall > tier) [tier, since] = [fall, day];
    tiers.push(tier);
  }
  return tiers;
}

/** By the day and the month, or the last of February for those of the 29th. */
function isAnniversary(at: number, joinedAt: number): boolean {
  const [day, joined, next] = [at, joinedAt, at + DAY].map((one) => new Date(one)) as [Date, Date, Date];
  const is = (one: Date, month: number, date: number) => one.getUTCMonth() === month && one.getUTCDate() === date;
  if (is(day, joined.getUTCMonth(), joined.getUTCDate())) return true;
  return is(joined, 1, 29) && is(day, 1, 28) && is(next, 2, 1);
}

const leapDay = fc.integer({ min: 0, max: 7 }).map((n) => Date.UTC(1996 + 4 * n, 1, 29));
const anyDay = fc.integer({ min: 7305, max: 20_000 }).map((day) => day * DAY);
const story = fc
  .record({
    joinedAt: fc.oneof(leapDay, anyDay),
    graceDays: fc.constantFrom(0, 0, 1, 31, 90),
    landing: fc.constantFrom<Keeping['landing']>('full', 'oneTier'),
    steps: fc.array(fc.record({ wait: fc.integer({ min: 1, max: 300 }), rules: fc.subarray([0, 1, 2]) }), {
      maxLength: 8,
    }),
  })
  .map(({ joinedAt, graceDays, landing, steps }): Story => {
    let at = START;
    const changes = new Map<number, readonly number[]>();
    for (const { wait, rules } of steps) {
      at += wait * DAY;
      changes.set(at, rules.length > 0 ? rules : [NONE]);
    }
    return { joinedAt, keep: { period: { kind: 'anniversary' }, graceDays, landing }, changes, end: at + 1200 * DAY };
  });

it('a tier that is kept to the anniversary of joining goes as the calendar says, looked at every day', () => {
  fc.assert(
    fc.property(story, (one) => void expect(asked(one)).toEqual(lookedUp(one))),
    { numRuns: 60 },
  );
});
