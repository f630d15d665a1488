import { isDeepStrictEqual } from 'node:util';
import type { Condition, LeafCondition, Rule } from '../contract/condition.ts';
import { type Fact, type FactCatalogue, factTitle } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { compileRules } from './compile.ts';
import { encodeTest } from './encode-test.ts';
import type { Example } from './example.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { givenFacts } from './given-facts.ts';
import { LIMITS } from './limits.ts';
import { outcomesFor } from './run-example.ts';
import { runTest } from './run-test.ts';
import { candidates, type GivenValue, thresholdsOf } from './thresholds.ts';
import { quote } from './wording.ts';

/** An example that somebody may take into a document; its name is yet to be said in a language. */
export interface BoundaryExample extends Omit<Example, 'name'> {
  readonly name: Phrase;
}

/** A test, and whether it is to hold. */
interface Wish {
  readonly leaf: LeafCondition;
  readonly holds: boolean;
}

/**
 * For each threshold of a document that has no faults: customers just below, at and just above it, of whom all else is
 * such that the threshold decides, as far as that can be; and what the document says of them. `now`: when they are
 * judged.
 */
export function boundaryExamples<D>(
  kind: Kind<D>,
  document: D,
  catalogue: FactCatalogue,
  now: number,
): BoundaryExample[] {
  const rules = kind.rules(document);
  const compiled = compileRules(rules, catalogue);
  const judged = { kind, document, rules, compiled, catalogue };
  const time = compiled.timeDependent ? { at: new Date(now).toISOString() } : {};
  const examples: BoundaryExample[] = [];
  for (const { name, given } of boundaries(rules, catalogue, now)) {
    if (examples.some((one) => isDeepStrictEqual(one.given, given))) continue;
    examples.push({ name, given, ...time, expect: outcomesFor(judged, { given, ...time }) });
    if (examples.length === LIMITS.examples) break;
  }
  return examples;
}

interface Boundary {
  readonly name: Phrase;
  readonly given: Readonly<Record<string, GivenValue>>;
}

function* boundaries(rules: readonly Rule[], catalogue: FactCatalogue, now: number): Generator<Boundary> {
  for (const { when } of rules) {
    for (const leaf of leavesOf(when)) {
      const fact = factOf(leaf, catalogue);
      const thresholds = thresholdsOf(leaf, fact, now, catalogue);
      if (thresholds.length === 0) continue;
      const others = fulfil(wishesAround(when, leaf), fact, catalogue, now);
      for (const threshold of thresholds) {
        for (const place of ['below', 'at', 'above'] as const) {
          const name = phrase(`example.${place}`, { title: factTitle(fact), value: quote(threshold.at) });
          yield { name, given: { ...others, [fact.name]: threshold[place] } };
        }
      }
    }
  }
}

/** What the other tests must answer so that one test decides about the whole condition. */
function wishesAround(condition: Condition, target: LeafCondition): Wish[] {
  if ('not' in condition) return wishesAround(condition.not, target);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return parts.flatMap((part) =>
    [...leavesOf(part)].includes(target) ? wishesAround(part, target) : wishes(part, 'all' in condition),
  );
}

/** One way to make a condition hold, or not. */
function wishes(condition: Condition, holds: boolean): Wish[] {
  if ('not' in condition) return wishes(condition.not, !holds);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : undefined;
  if (!parts) return [{ leaf: condition as LeafCondition, holds }];
  const needsEvery = 'all' in condition === holds;
  return (needsEvery ? parts : parts.slice(0, 1)).flatMap((part) => wishes(part, holds));
}

/** Values of all facts but one, by which as many wishes come true as can. */
function fulfil(all: readonly Wish[], except: Fact, catalogue: FactCatalogue, now: number): Record<string, GivenValue> {
  const given: Record<string, GivenValue> = {};
  for (const [fact, own] of Map.groupBy(all, ({ leaf }) => factOf(leaf, catalogue))) {
    if (fact === except) continue;
    const tests = own.map(({ leaf, holds }) => ({ test: encodeTest(leaf, fact, catalogue), holds }));
    const met = (value: GivenValue | undefined): number => {
      const facts = givenFacts(value === undefined ? {} : { [fact.name]: value }, now, catalogue);
      return tests.filter(({ test, holds }) => runTest(test, facts) === holds).length;
    };
    const leaves = own.map(({ leaf }) => leaf);
    let best: GivenValue | undefined;
    let most = -1;
    for (const value of candidates(leaves, fact, now, catalogue)) {
      const count = met(value);
      if (count > most) [best, most] = [value, count];
    }
    if (best !== undefined) given[fact.name] = best;
  }
  return given;
}
