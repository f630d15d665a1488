import fc from 'fast-check';
import { expect, it } from 'vitest';
import { upcoming } from '../../../src/history/agenda.ts';
import { readLives } from '../../../src/history/read-lives.ts';
import { relive } from '../../../src/history/relive.ts';
import { publish } from '../../../test/support/road.ts';
import { checkTiers } from '../tiers/check.ts';
import { decideTier } from '../tiers/decide.ts';
import type { Keeping } from '../tiers/reviews.ts';
import type { TiersDocument } from '../tiers/rule-set.ts';
import { buy, customerIdOf, DAY, setting } from './setting.ts';

const days = { calendarDay: (at: number) => Math.floor(at / DAY), startOfDay: (day: number) => day * DAY };
const on = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day);
const least = (value: number) => ({ all: [{ fact: 'spendLast90Days', operator: 'greaterThanInclusive', value }] });
const tiers = (keep?: Keeping): TiersDocument => ({
  tiers: [
    { key: 'gold', title: 'Gold', rank: 3, when: least(30_000) },
    { key: 'bronze', title: 'Bronze', rank: 1, when: least(1000) },
    { key: 'silver', title: 'Silver', rank: 2, when: least(10_000) },
  ],
  ...(keep && { keep }),
});
const GOLD = 0;
const NONE: readonly number[] = [];

/** What a document says at an instant, of whom held a tier and was decided on last before. */
function decide(
  keep: Keeping,
  held: string | null,
  since: number,
  rules: readonly number[],
  decidedAt: number,
  now: number,
) {
  const holds = Uint8Array.from([0, 1, 2], (rule) => Number(rules.includes(rule)));
  const before = held === null ? [] : [{ key: held, since }];
  const [one] = decideTier({ document: tiers(keep), holds, before, now, decidedAt, days });
  return one ? [one.key, one.until] : null;
}

it('a tier is kept to the end of the year in which its conditions cease to hold, and through the days of grace', () => {
  const keep: Keeping = { period: { kind: 'calendarYear' }, graceDays: 31, landing: 'full' };
  const since = on(2026, 3, 1);
  const review = on(2027, 2, 1);
  expect(decide(keep, 'gold', since, NONE, on(2026, 6, 1), on(2026, 6, 2))).toEqual(['gold', review]);
  expect(decide(keep, 'gold', since, NONE, on(2026, 6, 2), review - 1)).toEqual(['gold', review]);
  expect(decide(keep, 'gold', since, NONE, review - 1, review)).toBeNull();
  // whoever comes by late reviews what was due
  expect(decide(keep, 'gold', since, NONE, review - 1, review + 9 * DAY)).toBeNull();
  // who meets them again keeps it for another year
  expect(decide(keep, 'gold', since, [GOLD], review - 1, review)).toEqual(['gold', on(2028, 2, 1)]);
  expect(decide(keep, 'gold', since, NONE, review, review + DAY)).toEqual(['gold', on(2028, 2, 1)]);
});

it('a better tier is reached at once, and begins a period of its own', () => {
  const keep: Keeping = { period: { kind: 'months', months: 12 }, landing: 'full' };
  const now = on(2026, 5, 31);
  expect(decide(keep, 'bronze', on(2026, 1, 1), [GOLD], now - DAY, now)).toEqual(['gold', on(2027, 5, 31)]);
  expect(decide(keep, null, 0, [1], now, now)).toEqual(['bronze', on(2027, 5, 31)]);
});

it('a soft landing takes one tier at a review, the other way as many as it takes', () => {
  const since = on(2026, 1, 10);
  const review = on(2027, 1, 10);
  const land = (landing: Keeping['landing'], rules: readonly number[]) =>
    decide({ period: { kind: 'months', months: 12 }, landing }, 'gold', since, rules, review - 1, review)?.[0] ?? null;
  expect(land('oneTier', NONE)).toBe('silver');
  expect(land('oneTier', [1])).toBe('silver');
  expect(land('oneTier', [1, 2])).toBe('silver');
  expect(land('full', [1])).toBe('bronze');
  expect(land('full', NONE)).toBeNull();
});

it('where changed rules hold at once, whoever they do not hold up falls when they come, and later only at a review', () => {
  const own: Keeping = { period: { kind: 'months', months: 12 }, landing: 'oneTier', onChange: 'now' };
  const now = on(2026, 6, 1);
  const input = { document: tiers(own), before: [{ key: 'gold', since: on(2026, 1, 10) }], now, decidedAt: now, days };
  const tier = (anew: boolean, bronze: number) =>
    decideTier({ ...input, anew, holds: Uint8Array.of(0, bronze, 0) })[0]?.key ?? null;
  expect([tier(true, 1), tier(true, 0), tier(false, 1), tier(false, 0)]).toEqual(['bronze', null, 'gold', 'gold']);
});

it('tiers that are not kept are left at once, as before', () => {
  const holds = Uint8Array.of(0, 1, 0);
  const before = [{ key: 'gold', since: 0 }];
  expect(decideTier({ document: tiers(), holds, before, now: 5, decidedAt: 4, days })).toEqual([
    { key: 'bronze', rule: 1 },
  ]);
});

it('days of grace behind a period with which credits begin anew are warned of', () => {
  const codes = (period: Keeping['period'], graceDays: number, fact: string) =>
    checkTiers({
      keep: { period, graceDays, landing: 'full' },
      tiers: [
        {
          ...{ key: 'gold', title: 'Gold', rank: 1 },
          when: { not: { any: [{ fact, operator: 'lessThan', value: 9 }] } },
        },
      ],
    }).map(({ code }) => code);
  expect(codes({ kind: 'anniversary' }, 30, 'tierCredits')).toEqual(['GRACE_COUNTS_ANEW']);
  expect(codes({ kind: 'calendarYear' }, 0, 'tierCredits')).toEqual([]);
  expect(codes({ kind: 'calendarYear' }, 30, 'spendEver')).toEqual([]);
  expect(codes({ kind: 'months', months: 12 }, 30, 'tierCredits')).toEqual([]);
});

const keep: Keeping = { period: { kind: 'months', months: 6 }, graceDays: 10, landing: 'oneTier' };

it('on the road a tier ends at its review, at the instant that the agenda told and the past tells again', async () => {
  const { road, record, sweep, database } = await setting({});
  await publish(road, 'status', 'loyalty-tiers', tiers(keep));
  // long after the document was published, so that the past knows it
  const start = on(2126, 1, 15);
  await record(start, buy('ada', '1', 500, start));
  const told: [number, string | null][] = [];
  const lives = await readLives(database, await road.engine(), [customerIdOf('ada')]);
  for await (const { at, change } of upcoming(lives, start, start + 800 * DAY)) told.push([at, change.to]);
  expect(told).toEqual([
    [on(2126, 7, 25), 'silver'],
    [on(2127, 2, 4), 'bronze'],
    [on(2127, 8, 14), null],
  ]);
  const holds = async () =>
    (
      await database.query<{ to: string | null; at: number }>(
        'moves',
        `select "to", (extract(epoch from created_at) * 1000)::float8 as at from change where customer_id = $1 order by change_seq`,
        [customerIdOf('ada')],
      )
    ).map(({ to, at }) => [at, to]);
  // whoever sweeps once in a while sees it a little late; at the instants themselves nothing is early
  for (const [at] of told) {
    await sweep(at - 1);
    await sweep(at);
  }
  expect(await holds()).toEqual([[start, 'gold'], ...told]);
  const [life] = await relive(road, [customerIdOf('ada')], on(2126, 7, 25));
  expect(life?.engine.outcomes.get(life.standing.held[0]?.code ?? -1)?.key).toBe('silver');
});

it('between two reviews nobody falls, whatever they buy and give back, and never by more than one tier at a review', async () => {
  const { road, record, sweep, database } = await setting({});
  await publish(road, 'status', 'loyalty-tiers', tiers(keep));
  const ranks: Readonly<Record<string, number>> = { gold: 3, silver: 2, bronze: 1 };
  const step = fc.record({ wait: fc.integer({ min: 1, max: 120 }), euros: fc.constantFrom(0, 0, 12, 120, 350) });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const who = `run${run++}`;
      let at = on(2026, 1, 1);
      for (const [i, { wait, euros }] of steps.entries()) {
        at += wait * DAY;
        await sweep(at);
        if (euros > 0) await record(at, buy(who, `${i}`, euros, at));
      }
      const moves = await database.query<{ from: string | null; to: string | null; at: number; by: string }>(
        'moves-of',
        `select "from", "to", (extract(epoch from created_at) * 1000)::float8 as at, cause ->> 'by' as by
           from change where customer_id = $1 order by change_seq`,
        [customerIdOf(who)],
      );
      const rank = (key: string | null): number => ranks[key ?? ''] ?? 0;
      moves.forEach(({ from, to, at: when, by }, i) => {
        if (rank(to) > rank(from)) return;
        expect(rank(from) - rank(to)).toBe(1);
        // half a year and ten days at least since it began
        expect(when - (moves[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(191 * DAY - DAY / 2);
        expect(['time', 'activity']).toContain(by);
      });
    }),
    { numRuns: 60 },
  );
}, 120_000);
