import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differ } from '../../src/pipeline/differ.ts';
import type { ActiveRuleSet } from '../../src/pipeline/engine.ts';
import { engineWith } from '../../src/pipeline/engine-with.ts';
import { findAffected } from '../../src/preview/affected.ts';
import { Difference } from '../../src/preview/difference.ts';
import { comparisonOf } from '../../src/preview/pair.ts';
import { SharedTests, VersionColumns } from '../../src/preview/version-columns.ts';
import { testRoad } from '../support/road.ts';
import { atLeast, NOW, segments } from './population.ts';
import { publishDrafts } from './preview.ts';

const { road } = await testRoad();
const SIZE = 16;
await publishDrafts(road, [
  segments('a', { x: atLeast('ordersEver', 1), y: atLeast('ordersEver', 2), gone: atLeast('ordersEver', 3) }),
]);
const base = await road.engine();
const draft = segments('a', {
  come: atLeast('ordersEver', 4),
  y: atLeast('ordersEver', 5),
  x: atLeast('ordersEver', 1),
});
const next = await engineWith(road, { ruleSets: [draft] });
const affected = findAffected(base, next);
const [before, after] = [base.ruleSets[0], next.ruleSets[0]] as [ActiveRuleSet, ActiveRuleSet];
const weighed = (one: ActiveRuleSet): ActiveRuleSet => ({
  ...one,
  kind: { ...one.kind, byRule: false, stateless: true },
});

/** What is found where these columns say for whom each condition holds, by the way that the versions ask for. */
function compare(one: ActiveRuleSet, other: ActiveRuleSet, filled: readonly (readonly boolean[])[]) {
  const tests = new SharedTests(next.catalogue);
  const pair = {
    before: new VersionColumns(one, tests, next.catalogue),
    after: new VersionColumns(other, tests, next.catalogue),
  };
  const columns = [...new Set([...pair.before.columns, ...pair.after.columns])];
  columns.forEach((column, i) => {
    column.set((filled[i] as boolean[]).map(Number));
  });
  const difference = new Difference(next, affected, NOW, () => {});
  const comparison = comparisonOf(pair, difference);
  const moves = new Uint8Array(SIZE);
  comparison.mark(SIZE, NOW, moves);
  const moved = [...moves.keys()].filter((row) => moves[row] === 1);
  // a row may be marked although the same holds in another order
  const found = moved.flatMap((row) => {
    const { was, is } = comparison.at(row, NOW);
    const told = differ(other, was, is)?.changes.map((change) => JSON.stringify(change));
    return told ? [{ row, told: told.sort() }] : [];
  });
  return { found, outcomes: difference.result([]).ruleSets[0]?.outcomes };
}

const column = fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE });

it('where each rule speaks for itself, columns tell the same as a decision on each customer', () => {
  let moved = 0;
  fc.assert(
    fc.property(fc.array(column, { minLength: 5, maxLength: 5 }), (filled) => {
      const whole = compare(before, after, filled);
      expect(whole).toEqual(compare(weighed(before), weighed(after), filled));
      moved += whole.found.length;
    }),
    { numRuns: 50 },
  );
  expect(moved).toBeGreaterThan(0);
});
