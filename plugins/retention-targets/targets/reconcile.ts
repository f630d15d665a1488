import type { RetentionDocument, Target } from '../document/document.ts';
import { benchmarksOf } from './benchmarks.ts';
import { targetOf } from './ladder.ts';

/** So far may the targets of stages lie from the target of the whole: half a point. */
const TOLERANCE = 0.005;

/** A year in which the targets of the parts do not make up the target of the whole. */
export interface Gap {
  readonly whole: Target;
  readonly year: number;
  /** What the parts come to, and what the whole asks for. */
  readonly parts: number;
  readonly asked: number;
}

/**
 * Holds targets of stages against the target of the whole that begins on the same day, where each of them says its weight:
 * Σ weight · target of the stage = target of the whole. Gives the first year that does not fit, of each whole.
 */
export function findGaps(document: RetentionDocument): Gap[] {
  const benchmarks = benchmarksOf(document);
  const targets = document.targets ?? [];
  return targets
    .filter(({ stage, segment }) => stage === undefined && segment === undefined)
    .flatMap((whole) => {
      const parts = targets.filter(
        ({ stage, segment, from, weight }) => stage && !segment && from === whole.from && weight !== undefined,
      );
      if (parts.length === 0) return [];
      for (let year = 1; year <= whole.years; year++) {
        const sum = parts.reduce((total, part) => total + (part.weight ?? 0) * targetOf(part, year, benchmarks), 0);
        const asked = targetOf(whole, year, benchmarks);
        if (Math.abs(sum - asked) > TOLERANCE) return [{ whole, year, parts: sum, asked }];
      }
      return [];
    });
}
