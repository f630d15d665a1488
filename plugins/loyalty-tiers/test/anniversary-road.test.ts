import { expect, it } from 'vitest';
import { relive } from '../../../src/history/relive.ts';
import { publish } from '../../../test/support/road.ts';
import type { Keeping } from '../tiers/reviews.ts';
import { buy, customerIdOf, DAY, setting, stars } from './setting.ts';
import { goldAndSilver, line, on, tierMoves } from './tier-moves.ts';

const own = await setting({ stars: { ...stars, period: { kind: 'anniversary' } } });
const { road, record, sweep } = own;
const { joins, moves, foretold } = tierMoves(own);
const yearly: Keeping = { period: { kind: 'anniversary' }, landing: 'full' };

it('on the road a tier ends on the anniversary, with no activity, as the agenda told and the past tells again', async () => {
  await publish(
    road,
    'by-spend',
    'loyalty-tiers',
    goldAndSilver({ ...yearly, landing: 'oneTier', graceDays: 10 }, 'spendLast90Days', 30_000, 10_000),
  );
  const start = on(2126, 3, 15);
  await joins('ada', on(2124, 2, 29), start);
  await record(start, buy('ada', '1', 500, start));
  const told = await foretold(['ada'], 'by-spend', start, start + 1000 * DAY);
  expect(told.map(([at, to]) => line(at, to))).toEqual([line(on(2127, 3, 10), 'silver'), line(on(2128, 3, 10), null)]);
  for (const [at] of told) {
    await sweep(at - 1);
    await sweep(at);
  }
  expect(await moves('ada', 'by-spend')).toEqual([line(start, 'gold'), ...told.map(([at, to]) => line(at, to))]);
  const [life] = await relive(road, [customerIdOf('ada')], on(2127, 3, 10));
  expect(life?.engine.outcomes.get(life.standing.held[0]?.code ?? -1)?.key).toBe('silver');
});

it('who learns another day of joining is reviewed on that day, and who takes it back at the turn of the year', async () => {
  await publish(road, 'at-once', 'loyalty-tiers', goldAndSilver(yearly, 'spendLast90Days', 30_000, 10_000));
  const start = on(2126, 3, 15);
  await record(start, buy('bea', '1', 500, start));
  const next = async (now: number) =>
    (await foretold(['bea'], 'at-once', now, now + 390 * DAY)).map(([at, to]) => line(at, to));
  expect(await next(start)).toEqual([line(on(2127, 1, 1), null)]);
  await joins('bea', on(2100, 11, 5), start + DAY);
  expect(await next(start + DAY)).toEqual([line(on(2126, 11, 5), null)]);
  await joins('bea', null, start + 2 * DAY);
  expect(await next(start + 2 * DAY)).toEqual([line(on(2127, 1, 1), null)]);
});

it('credits that end with the period keep the tier for the next one, and those of a lower tier that tier', async () => {
  await publish(road, 'by-credits', 'loyalty-tiers', goldAndSilver(yearly, 'tierCredits', 600, 200));
  const start = on(2126, 3, 15);
  const [first, second] = [on(2126, 6, 20), on(2127, 6, 20)];
  await joins('cem', on(2120, 6, 20), start);
  await record(start, buy('cem', '1', 700, start));
  await sweep(first);
  expect(await own.values('cem')).toMatchObject({ tierCredits: 0 });
  await record(on(2126, 9, 1), buy('cem', '2', 300, on(2126, 9, 1)));
  const told = await foretold(['cem'], 'by-credits', on(2126, 9, 1), on(2127, 9, 1));
  await sweep(second - 1);
  await sweep(second + 5);
  expect(await moves('cem', 'by-credits')).toEqual([line(start, 'gold'), line(second + 5, 'silver')]);
  expect(told.map(([at, to]) => line(at, to))).toEqual([line(second, 'silver')]);
  await sweep(on(2128, 6, 20));
  expect((await moves('cem', 'by-credits')).at(-1)).toBe(line(on(2128, 6, 20), null));
});
