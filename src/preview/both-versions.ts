import type { FactCatalogue } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import { type ActiveRuleSet, type Engine, isStateless } from '../pipeline/engine.ts';
import { columnFiller, sourcesAt } from '../pipeline/fact-columns.ts';
import { BLOCK, type Wanted, wantedOf } from '../pipeline/read-population.ts';
import type { ScannedCustomer } from '../pipeline/scanned.ts';
import { type ColumnTest, compileColumnTest } from '../rules/columns.ts';
import { compileRules } from '../rules/compile.ts';
import type { Affected } from './affected.ts';
import type { Difference } from './difference.ts';

/** Judges what is published and what is previewed side by side, so that what held need not be read. */
export interface BothVersions {
  readonly wanted: Wanted;
  /** Judges a block; tells then of each row whether nothing moves. Whoever may move is given what held before. */
  judge(customers: readonly ScannedCustomer[], now: number): (row: number) => boolean;
}

/** A version of a rule set, and which of its rules hold: for each rule a column, and the same for each customer of a block. */
interface Version {
  readonly ruleSet: ActiveRuleSet;
  readonly columns: readonly Uint8Array[];
  readonly holds: readonly Uint8Array[];
}

interface Pair {
  /** Undefined: nothing was published. */
  readonly before: Version | undefined;
  readonly after: Version;
}

const NOTHING: readonly HeldOutcome[] = [];

/**
 * Where every outcome depends on nothing but which rules hold, and these on nothing but the customer, what held of a
 * customer whose row is current is what the published version says. Undefined: there is more to look at.
 */
export function compareVersions(
  base: Engine,
  next: Engine,
  { ruleSets, metrics }: Affected,
  difference: Difference,
): BothVersions | undefined {
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

  const tests = new Map<string, { readonly test: ColumnTest; readonly holds: Uint8Array }>();
  const version = (ruleSet: ActiveRuleSet): Version => ({
    ruleSet,
    holds: rowsOf(ruleSet.rules.length),
    // a condition that both versions have is tested once
    columns: ruleSet.rules.map(({ when }) => {
      const key = JSON.stringify(when);
      const known = tests.get(key) ?? { test: compileColumnTest(when, catalogue, BLOCK), holds: new Uint8Array(BLOCK) };
      tests.set(key, known);
      return known.holds;
    }),
  });
  const pairs = ruleSets.map((after): Pair => {
    const before = published.get(after.id);
    return { before: before && version(before), after: version(after) };
  });
  const fill = columnFiller(places, sources, catalogue, BLOCK);
  const timed = ruleSets.filter(({ timeDependent }) => timeDependent);
  const flips = new Float64Array(BLOCK).fill(Number.POSITIVE_INFINITY);

  return {
    wanted: { ...wantedOf(new Set(reads), plan), held: false },
    judge(customers, now) {
      const columns = fill(customers, now, (facts, row) => {
        flips[row] = Math.min(...timed.map(({ compiled }) => compiled.nextFlip(facts)));
      });
      for (const { test, holds } of tests.values()) test(columns, customers.length, holds);
      for (const { before, after } of pairs) {
        if (before) turn(before, customers.length);
        turn(after, customers.length);
      }
      return (row) => {
        const held: number[] = [];
        let stays = true;
        for (const { before, after } of pairs) {
          const was = before ? decide(before, row, now, catalogue) : NOTHING;
          for (const { key } of was) held.push(after.ruleSet.codes.get(key) as number, 0);
          if (!sameKeys(was, decide(after, row, now, catalogue))) stays = false;
        }
        if (!stays) {
          (customers[row] as ScannedCustomer).held = Float64Array.from(held);
          return false;
        }
        for (const { after } of pairs) difference.count(after.ruleSet, after.holds[row] as Uint8Array);
        difference.stays(held, flips[row] as number);
        return true;
      };
    },
  };
}

/** Room for a block, in one piece. */
function rowsOf(size: number): Uint8Array[] {
  const all = new Uint8Array(BLOCK * size);
  return Array.from({ length: BLOCK }, (_, row) => all.subarray(row * size, (row + 1) * size));
}

/** Puts into rows what stands in columns. */
function turn({ columns, holds }: Version, size: number): void {
  for (let row = 0; row < size; row++) {
    const into = holds[row] as Uint8Array;
    for (let rule = 0; rule < columns.length; rule++) into[rule] = (columns[rule] as Uint8Array)[row] as number;
  }
}

const decide = (
  { ruleSet: { kind, document }, holds }: Version,
  row: number,
  now: number,
  days: FactCatalogue,
): readonly Outcome[] =>
  kind.decide({ document, holds: holds[row] as Uint8Array, before: NOTHING, now, decidedAt: now, days });

function sameKeys(before: readonly { readonly key: string }[], after: readonly Outcome[]): boolean {
  if (before.length !== after.length) return false;
  for (let i = 0; i < before.length; i++) if (before[i]?.key !== after[i]?.key) return false;
  return true;
}
