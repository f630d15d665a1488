import { type Problem, type Rule, refusal } from '../contract/condition.ts';
import { type Fact, type FactCatalogue, factTitle } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import { phrase } from '../language/say.ts';
import { checkFact } from './check-leaf.ts';
import { checkScalar, type ScalarShape } from './check-scalar.ts';
import type { Checking } from './checking.ts';
import { compileRules } from './compile.ts';
import { type Example, examplesOf } from './example.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { parseInstant } from './instants.ts';
import { nearest } from './nearest.ts';
import { type Operator, operatorFor } from './operators.ts';
import { under } from './pointer.ts';
import { failures } from './run-example.ts';
import { listed, quote } from './wording.ts';

const SHAPES: Readonly<Record<Fact['type'], ScalarShape>> = {
  number: 'number',
  text: 'text',
  boolean: 'boolean',
  instant: 'instant',
};

/**
 * The faults of a document's examples, for a document whose rules have none: values that do not suit their facts, and
 * examples in which something else holds than expected.
 */
export function checkExamples<D>(
  kind: Kind<D>,
  document: D,
  rules: readonly Rule[],
  catalogue: FactCatalogue,
): Problem[] {
  const examples = examplesOf(document);
  if (examples.length === 0) return [];
  const compiled = compileRules(rules, catalogue);
  const keys = kind.outcomes(document).map(({ key }) => key);
  return examples.flatMap((example, i) => {
    const at = `/examples/${i}`;
    const faults = [
      ...givenFaults(example, at, catalogue),
      ...timeFaults(example, at, rules, catalogue),
      ...expectFaults(example, at, keys),
    ];
    return faults.length > 0 ? faults : failures({ kind, document, rules, compiled, catalogue }, example, at);
  });
}

function givenFaults({ given }: Example, pointer: string, catalogue: FactCatalogue): Problem[] {
  const problems: Problem[] = [];
  const checking: Checking = {
    catalogue,
    refuse: (at, code, said) => void problems.push(refusal(at, code, said)),
    warn: () => {},
  };
  for (const [name, value] of Object.entries(given)) {
    const at = under(`${pointer}/given`, name);
    const fact = checkFact(name, at, checking);
    const operator = fact && (operatorFor(fact.type, fact.type === 'instant' ? 'before' : 'equal') as Operator);
    if (fact && operator) checkScalar(value, SHAPES[fact.type], { fact, operator, pointer: at, checking });
  }
  return problems;
}

/** What is so many days ago can only be told when it is known when. */
function timeFaults(
  { given, at }: Example,
  pointer: string,
  rules: readonly Rule[],
  catalogue: FactCatalogue,
): Problem[] {
  if (at !== undefined)
    return Number.isNaN(parseInstant(at))
      ? [refusal(`${pointer}/at`, 'WRONG_VALUE', phrase('example.atExpected', { value: quote(at) }))]
      : [];
  const leaf = rules
    .flatMap(({ when }) => [...leavesOf(when)])
    .find((one) => Object.hasOwn(given, one.fact) && operatorFor('instant', one.operator)?.clock);
  if (!leaf) return [];
  const title = factTitle(factOf(leaf, catalogue));
  return [refusal(pointer, 'EXAMPLE_NEEDS_TIME', phrase('example.needsTime', { title }))];
}

function expectFaults({ expect }: Example, pointer: string, keys: readonly string[]): Problem[] {
  return expect.flatMap((key, i) => {
    if (keys.includes(key)) return [];
    const near = nearest(key, keys);
    const said =
      near === undefined
        ? phrase('example.unknownOutcome', { key: quote(key), keys: listed(keys, 'and') })
        : phrase('example.outcomeMeant', { key: quote(key), near });
    return [refusal(`${pointer}/expect/${i}`, 'UNKNOWN_OUTCOME', said)];
  });
}
