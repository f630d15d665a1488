import type { Facts } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import { differ } from '../pipeline/differ.ts';
import { type ActiveRuleSet, type Engine, isStateless } from '../pipeline/engine.ts';
import { columnFiller, sourcesAt } from '../pipeline/fact-columns.ts';
import { BLOCK, type Wanted, wantedOf } from '../pipeline/read-population.ts';
import { compileRules } from '../rules/compile.ts';
import type { Affected } from './affected.ts';
import type { Difference, Move, Mover } from './difference.ts';
import { comparisonOf, type Pair } from './pair.ts';
import { seenIn } from './seen-in.ts';
import { SharedTests, VersionColumns } from './version-columns.ts';

/** A look at customers whose rows are current. */
export interface Look {
  /** What of the rows it needs. */
  readonly wanted: Wanted;
  /** Judges and counts up to a block of them; gives what moves. */
  judge(customers: readonly CustomerState[], now: number): Mover[] | Promise<Mover[]>;
}

/**
 * Judges what is published and what is previewed side by side, so that what held need not be read: where every outcome
 * depends on nothing but which rules hold, and these on nothing but the customer, what held of a customer whose row is
 * current is what the published version says. Undefined: there is more to look at.
 */
export function compareVersions(
  base: Engine,
  next: Engine,
  { ruleSets, metrics }: Affected,
  difference: Difference,
): Look | undefined {
  const { catalogue, plan } = next;
  const published = new Map(base.ruleSets.map((one) => [one.id, one]));
  const versions = ruleSets.flatMap((after) => [after, published.get(after.id) ?? after]);
  if (metrics.size > 0 || versions.some((one) => one.rollout || !isStateless(one))) return undefined;
  const rules = versions.flatMap((one) => one.rules);
  // what was known only to the published version is not known here
  if (versions.some(({ compiled }) => compiled.reads.some((name) => !catalogue.facts.has(name)))) return undefined;
  const { reads, numberIndexes, textIndexes } = compileRules(rules, catalogue);
  const places = { numbers: numberIndexes, texts: textIndexes };
  const sources = sourcesAt(places, next);
  // nor what other rule sets say
  if (reads.some((name) => !sources.some(({ fact }) => fact.name === name))) return undefined;

  const tests = new SharedTests(catalogue);
  const pairs = ruleSets.map((after): Pair => {
    const before = published.get(after.id);
    return {
      before: before && new VersionColumns(before, tests, catalogue),
      after: new VersionColumns(after, tests, catalogue),
    };
  });
  const compared = pairs.map((pair) => ({ version: pair.after, comparison: comparisonOf(pair, difference) }));
  const { fill, factsAt } = columnFiller(places, sources, catalogue, BLOCK);
  const timed = ruleSets.filter(({ timeDependent }) => timeDependent);
  const flip = (facts: Facts): void =>
    difference.look(1, Math.min(...timed.map(({ compiled }) => compiled.nextFlip(facts))));
  const moves = new Uint8Array(BLOCK);

  return {
    wanted: { ...wantedOf(new Set(reads), plan), held: false },
    judge(customers, now) {
      const size = customers.length;
      tests.run(fill(customers, now, timed.length > 0 ? flip : undefined), size);
      if (timed.length === 0) difference.look(size);
      moves.fill(0, 0, size);
      for (const { version, comparison } of compared) {
        version.count(difference, size);
        comparison.mark(size, now, moves);
      }
      const movers: Mover[] = [];
      for (let row = 0; row < size; row++) {
        if (moves[row] === 0) continue;
        const facts = factsAt(row);
        const own = compared.flatMap(({ version: { ruleSet }, comparison }) => {
          const { was, is } = comparison.at(row, now);
          return moveOf(ruleSet, was, is, facts) ?? [];
        });
        movers.push(...difference.moves((customers[row] as CustomerState).id, own));
      }
      return movers;
    },
  };
}

/** What moves by one rule set, as the judge would say it. */
function moveOf(
  ruleSet: ActiveRuleSet,
  was: readonly HeldOutcome[],
  is: readonly Outcome[],
  facts: Facts,
): Move | undefined {
  const found = differ(ruleSet, was, is);
  const codeOf = ({ key }: { readonly key: string }): number => ruleSet.codes.get(key) as number;
  return (
    found && {
      ruleSet,
      began: found.began.map(codeOf),
      ended: found.ended.map(codeOf),
      changes: found.changes.map(({ draft, rules }) => {
        return { draft, facts: seenIn(rules.map((rule) => ruleSet.compiled.explain(rule, facts))) };
      }),
    }
  );
}
