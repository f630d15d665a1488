import { type Problem, type Rule, warning } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { leavesOf } from './fact-of.ts';
import { findGaps } from './find-gaps.ts';
import type { Logic } from './logic.ts';
import { titlesOf } from './rule-titles.ts';

/** Rules that test the same facts and are held against each other; with more of them only the first are. */
const MOST_ALIKE = 30;

/**
 * Warns of what the rules of a document are to each other: of one that can never win because another one holds with it,
 * of ranges that leave gaps or reach into each other, and of rules that always hold together.
 */
export function findRivals<D>(
  kind: Kind<D>,
  document: D,
  rules: readonly Rule[],
  catalogue: FactCatalogue,
  logic: Logic,
): Problem[] {
  const titles = titlesOf(kind, document, rules);
  // of what never holds that is told, and everything follows from it
  const possible = (place: number): boolean => !logic.isImpossible((rules[place] as Rule).when);
  const ranking = kind.ranking?.(document);
  if (!ranking) return findEquals(rules, titles, possible, logic);
  const shadowed = findShadowed(rules, titles, ranking.filter(possible), logic);
  return [...shadowed, ...findGaps(rules, titles, ranking, catalogue)];
}

function findShadowed(
  rules: readonly Rule[],
  titles: readonly Phrase[],
  ranking: readonly number[],
  { implies }: Logic,
): Problem[] {
  return ranking.flatMap((place, rank) => {
    const rule = rules[place] as Rule;
    const better = ranking.slice(0, rank).map((one) => ({ one, when: (rules[one] as Rule).when }));
    const title = titles[place] as Phrase;
    const single = better.find(({ when }) => implies(rule.when, when));
    if (single)
      return [
        warning(rule.pointer, 'SHADOWED', phrase('analysis.shadowed', { title, other: titles[single.one] as Phrase })),
      ];
    if (better.length < 2 || !implies(rule.when, { any: better.map(({ when }) => when) })) return [];
    return [warning(rule.pointer, 'SHADOWED', phrase('analysis.shadowedTogether', { title }))];
  });
}

/** Rules that stand for themselves, and yet say the same. */
function findEquals(
  rules: readonly Rule[],
  titles: readonly Phrase[],
  possible: (place: number) => boolean,
  { implies }: Logic,
): Problem[] {
  const alike = Map.groupBy([...rules.keys()].filter(possible), (place) =>
    [...new Set([...leavesOf((rules[place] as Rule).when)].map(({ fact }) => fact))].sort().join(),
  );
  return [...alike.values()].flatMap((places) =>
    places.slice(0, MOST_ALIKE).flatMap((place, i) => {
      const rule = rules[place] as Rule;
      const same = places.slice(0, i).find((other) => {
        const when = (rules[other] as Rule).when;
        return implies(rule.when, when) && implies(when, rule.when);
      });
      if (same === undefined) return [];
      const said = phrase('analysis.equal', { title: titles[place] as Phrase, other: titles[same] as Phrase });
      return [warning(rule.pointer, 'SAME_AS_OTHER', said)];
    }),
  );
}
