import { LOST, type RetentionDocument, type Target } from '../document/document.ts';
import { benchmarksOf } from './benchmarks.ts';
import { targetOf } from './ladder.ts';

/** So far may the targets of stages lie from the target of the whole, and their weights from everybody: half a point. */
const TOLERANCE = 0.005;

/** What keeps the targets of stages from making up the target of the whole. */
export type Gap =
  /** The first year in which they come to something else than the whole asks for. */
  | {
      readonly is: 'sum';
      readonly whole: Target;
      readonly year: number;
      readonly parts: number;
      readonly asked: number;
    }
  /** Their weights come to more or less than everybody. `part` is the first of them. */
  | { readonly is: 'weights'; readonly part: Target; readonly sum: number }
  /** One ends before the whole does. */
  | { readonly is: 'years'; readonly part: Target; readonly whole: Target }
  /** No whole begins when it does, though there are others. */
  | { readonly is: 'day'; readonly part: Target };

/**
 * Holds targets of stages that say their weight against the target of the whole that begins on the same day:
 * Σ weight = 1, and Σ weight · target of the stage = target of the whole in every year. Who is lost on the first day is no
 * part of the whole.
 */
export function findGaps(document: RetentionDocument): Gap[] {
  const targets = document.targets ?? [];
  const lost = new Set(document.stages.filter(({ phase }) => LOST.has(phase)).map(({ key }) => key));
  const wholes = targets.filter(({ stage, segment }) => stage === undefined && segment === undefined);
  const parts = targets.filter(
    ({ stage, segment, weight }) =>
      stage !== undefined && !lost.has(stage) && segment === undefined && weight !== undefined,
  );
  const strayed = wholes.length === 0 ? [] : parts.filter(({ from }) => wholes.every((whole) => whole.from !== from));
  return [
    ...strayed.map((part): Gap => ({ is: 'day', part })),
    ...wholes.flatMap((whole) =>
      gapsOf(
        whole,
        parts.filter(({ from }) => from === whole.from),
        benchmarksOf(document),
      ),
    ),
  ];
}

function gapsOf(whole: Target, parts: readonly Target[], benchmarks: ReturnType<typeof benchmarksOf>): Gap[] {
  const [first] = parts;
  if (!first) return [];
  const short = parts.filter(({ years }) => years < whole.years).map((part): Gap => ({ is: 'years', part, whole }));
  const sumOf = (of: (part: Target) => number) => parts.reduce((sum, part) => sum + (part.weight ?? 0) * of(part), 0);
  const all = sumOf(() => 1);
  // what does not weigh everybody cannot make up the whole
  if (Math.abs(all - 1) > TOLERANCE) return [...short, { is: 'weights', part: first, sum: all }];
  const last = Math.min(whole.years, ...parts.map(({ years }) => years));
  for (let year = 1; year <= last; year++) {
    const sum = sumOf((part) => targetOf(part, year, benchmarks));
    const asked = targetOf(whole, year, benchmarks);
    if (Math.abs(sum - asked) > TOLERANCE) return [...short, { is: 'sum', whole, year, parts: sum, asked }];
  }
  return short;
}
