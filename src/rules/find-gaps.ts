import { type Problem, type Rule, warning } from '../contract/condition.ts';
import { type Fact, type FactCatalogue, factTitle } from '../contract/fact.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { compileRules } from './compile.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { givenFacts } from './given-facts.ts';

/** A threshold, or the open range between two of them, with a value that stands for it and the rules that hold there. */
interface Cell {
  readonly low: number;
  readonly high: number;
  readonly holds: Uint8Array;
}

/**
 * For rules of which one wins and that all look at one and the same number: ranges between them in which none holds, and
 * rules that end inside the range of a better one.
 */
export function findGaps(
  rules: readonly Rule[],
  titles: readonly Phrase[],
  ranking: readonly number[],
  catalogue: FactCatalogue,
): Problem[] {
  const leaves = rules.flatMap(({ when }) => [...leavesOf(when)]);
  const [fact, ...others] = new Set(leaves.map((leaf) => factOf(leaf, catalogue)));
  if (!fact || others.length > 0 || fact.type !== 'number') return [];
  const numbers = leaves.flatMap(({ value }) => [value].flat()).filter((value) => typeof value === 'number');
  const cells = cellsOf(numbers, fact, rules, catalogue);
  const told = { rules, titles, cells, fact };
  return [...gaps(told, ranking), ...overlaps(told, ranking)];
}

function cellsOf(numbers: readonly number[], fact: Fact, rules: readonly Rule[], catalogue: FactCatalogue): Cell[] {
  const compiled = compileRules(rules, catalogue);
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const judge = (low: number, high: number, value: number): Cell => {
    const holds = new Uint8Array(rules.length);
    compiled.evaluate(givenFacts({ [fact.name]: value }, 0, catalogue), holds);
    return { low, high, holds };
  };
  const first = sorted[0] ?? 0;
  return [
    judge(Number.NEGATIVE_INFINITY, first, -Number.MAX_VALUE),
    ...sorted.flatMap((value, i) => {
      const next = sorted[i + 1];
      const between = next === undefined ? Number.MAX_VALUE : value / 2 + next / 2;
      return [judge(value, value, value), judge(value, next ?? Number.POSITIVE_INFINITY, between)];
    }),
  ];
}

interface Told {
  readonly rules: readonly Rule[];
  readonly titles: readonly Phrase[];
  readonly cells: readonly Cell[];
  readonly fact: Fact;
}

function gaps({ rules, cells, fact }: Told, ranking: readonly number[]): Problem[] {
  const covered = cells.map(({ holds }) => holds.includes(1));
  return runsOf(covered.map((is) => !is)).flatMap(([from, to]) => {
    const above = cells[to + 1];
    if (from === 0 || !above || !isWorthTelling(cells.slice(from, to + 1), fact)) return [];
    const next = ranking.find((one) => above.holds[one] === 1) as number;
    const said = phrase('analysis.gap', { title: factTitle(fact), ...bounds(cells, from, to) });
    return [warning((rules[next] as Rule).pointer, 'GAP', said)];
  });
}

function overlaps({ rules, titles, cells, fact }: Told, ranking: readonly number[]): Problem[] {
  return ranking.flatMap((place, rank) => {
    // what has no upper end is meant to give way to whatever is better
    if (cells.at(-1)?.holds[place] === 1) return [];
    return ranking.slice(0, rank).flatMap((better) => {
      const both = cells.map(({ holds }) => holds[place] === 1 && holds[better] === 1);
      const isPart = cells.some(({ holds }) => holds[place] === 1 && holds[better] === 0);
      const [run] = runsOf(both);
      if (!run || !isPart || !isWorthTelling(cells.slice(run[0], run[1] + 1), fact, 2)) return [];
      const values = { title: titles[place] as Phrase, other: titles[better] as Phrase };
      const said = phrase('analysis.overlap', { ...values, fact: factTitle(fact), ...bounds(cells, ...run) });
      return [warning((rules[place] as Rule).pointer, 'OVERLAP', said)];
    });
  });
}

/** First and last place of each unbroken run. */
function runsOf(flags: readonly boolean[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  flags.forEach((flag, i) => {
    if (!flag) return;
    const last = runs.at(-1);
    if (last && last[1] === i - 1) last[1] = i;
    else runs.push([i, i]);
  });
  return runs;
}

/** Between 4 orders and 5 there is no other number of orders: a range counts by the whole numbers in it, a share always. */
function isWorthTelling(cells: readonly Cell[], { writtenAs }: Fact, least = 1): boolean {
  if (writtenAs === 'share') return cells.some(({ low, high }) => low < high);
  let whole = 0;
  for (const { low, high } of cells)
    whole += low === high ? Number(Number.isInteger(low)) : Math.max(0, Math.ceil(high) - Math.floor(low) - 1);
  return whole >= least;
}

/** How a run begins and ends. */
function bounds(cells: readonly Cell[], from: number, to: number): { from: Phrase; to: Phrase } {
  const [first, last] = [cells[from] as Cell, cells[to] as Cell];
  const lower = { value: String(first.low) };
  const upper = { value: String(last.high) };
  return {
    from: phrase(first.low === first.high ? 'bound.atLeast' : 'bound.moreThan', lower),
    to: phrase(last.low === last.high ? 'bound.atMost' : 'bound.lessThan', upper),
  };
}
