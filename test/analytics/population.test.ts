import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidOf } from '../../src/activities/identify.ts';
import { findAsked } from '../../src/analytics/asked.ts';
import { periodsIn, type Window } from '../../src/analytics/periods.ts';
import type { Population } from '../../src/analytics/population.ts';
import { type Cell, readCells } from '../../src/analytics/read-cells.ts';
import { connect } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { entities } from '../../src/entities.ts';
import { testDatabase } from '../support/database.ts';
import { type Planted, plantAnswers, plantSurvey, rating } from './plant.ts';

let database: Database;
beforeAll(async () => {
  database = await connect(await testDatabase(), entities as never);
  for (const purpose of ['relationship', 'transactional'] as const)
    await plantSurvey(database, purpose, { purpose }, [rating('recommend', 'nps', 0, 10)]);
});
afterAll(() => database.close());

const ZONE = 'Europe/Berlin';
/** Around the night on which clocks go back, when the last day of a month has 25 hours; and the ends of months. */
const EDGES = [
  Date.UTC(2026, 8, 30, 22),
  Date.UTC(2026, 9, 24, 22),
  Date.UTC(2026, 9, 25, 23),
  Date.UTC(2026, 9, 31, 23),
  Date.UTC(2026, 10, 30, 23),
];
const instant = fc
  .tuple(fc.constantFrom(...EDGES), fc.constantFrom(-3_600_000, -1, 0, 1, 86_400_000))
  .map(([a, b]) => a + b);

const answer = (survey: string) =>
  fc.record({
    survey: fc.constant(survey),
    who: fc.constantFrom('ada', 'bob', 'cy', 'dee'),
    anonymous: fc.boolean(),
    at: instant,
    score: fc.integer({ min: 0, max: 10 }),
    wave: fc.constantFrom(null, 'w1', 'w2'),
    store: fc.constantFrom(null, 'north', 'south'),
    channel: fc.constantFrom('email', 'web'),
    weight: fc.constantFrom(0.5, 1, 2),
  });

/** The plain meaning, answer by answer: what later one takes the place of which, then windows, filters and groups. */
function naive(answers: readonly Planted[], relationship: boolean, windows: readonly Window[], channel: string | null) {
  const later = (a: Planted, b: Planted): boolean => b.at > a.at || (b.at === a.at && idOf(b) > idOf(a));
  const cells = new Map<string, Map<number, [number, number]>>();
  windows.forEach((window, i) => {
    for (const a of answers) {
      if (a.at < window.from || a.at >= window.to || (channel && a.channel !== channel)) continue;
      const replaced = answers.some(
        (b) => b.who === a.who && b.wave === a.wave && later(a, b) && (a.wave !== null || b.at < window.to),
      );
      if (relationship && replaced) continue;
      const scores = cells.get(`${a.store} ${i}`) ?? new Map<number, [number, number]>();
      const [n, weight] = scores.get(a.score as number) ?? [0, 0];
      scores.set(a.score as number, [n + 1, weight + (a.weight as number)]);
      cells.set(`${a.store} ${i}`, scores);
    }
  });
  return cells;
}

/** Ties are broken by the id of the response, which follows from its key. */
const idOf = ({ response }: Planted): string => uuidOf(response);

const seen = (cells: readonly Cell[], windows: readonly Window[]) =>
  new Map(
    cells
      .filter(({ distribution }) => distribution.length > 0)
      .map(({ key, window, distribution }) => [
        `${key} ${windows.findIndex(({ to }) => to === window.to)}`,
        new Map(distribution.map(({ score, n, weight }) => [score, [n, weight]])),
      ]),
  );

describe.each(['relationship', 'transactional'] as const)('answers of a %s survey', (purpose) => {
  it('are counted by windows, groups, filters and waves as their plain meaning says', async () => {
    const asked = await findAsked(database, { survey: purpose });
    const given = fc.array(answer(purpose), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(
        given,
        fc.uniqueArray(instant, { minLength: 2, maxLength: 2 }),
        fc.constantFrom('day', 'month', 'quarter', null),
        fc.constantFrom('web', null),
        async (list, ends, period, channel) => {
          const answers = list.map((one, i) => ({ ...one, response: `r${i}` }));
          await database.query('', 'delete from survey_answer');
          await plantAnswers(database, answers);
          const [from, to] = ends.toSorted((a, b) => a - b) as [number, number];
          const windows = period ? periodsIn({ from, to }, period, ZONE) : null;
          const population: Population = {
            ...{ asked, from, to, weighted: true, customers: null },
            filter: channel ? { channels: [channel] } : {},
          };
          const cells = await readCells(database, population, { grouping: { by: 'field', field: 'store' }, windows });
          const of = windows ?? [{ from, to }];
          expect(seen(cells, of)).toEqual(naive(answers, purpose === 'relationship', of, channel));
        },
      ),
      { numRuns: 80 },
    );
  });
});
