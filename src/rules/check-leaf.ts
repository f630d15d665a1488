import { type Fact, factTitle } from '../contract/fact.ts';
import type { Phrase, Values } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { checkKeys } from './check-keys.ts';
import { checkValue } from './check-value.ts';
import type { Checking } from './checking.ts';
import { warnOfOddValues } from './find-odd-values.ts';
import { nearest } from './nearest.ts';
import { OPERATOR_NAMES, OPERATORS, type Operator, operatorFor } from './operators.ts';
import { under } from './pointer.ts';
import { listed, quote } from './wording.ts';

const KEYS = ['fact', 'operator', 'value'];

/** Checks one test of one fact. Where the fact is not known, its operator and value are not judged as well. */
export function checkLeaf(leaf: Readonly<Record<string, unknown>>, pointer: string, checking: Checking): void {
  const meant = checkKeys(leaf, KEYS, (name) => phrase('condition.testHoldsOnly', { name }), pointer, checking);
  const missing = KEYS.filter((key) => !Object.hasOwn(leaf, key) && !meant.has(key));
  if (missing.length > 0) {
    const names = listed(missing, 'and');
    checking.refuse(pointer, 'MISSING_PROPERTY', phrase('condition.missing', { names, count: missing.length }));
  }
  const fact = Object.hasOwn(leaf, 'fact') ? checkFact(leaf.fact, under(pointer, 'fact'), checking) : undefined;
  if (!Object.hasOwn(leaf, 'operator')) return;
  const operator = checkOperator(leaf.operator, fact, under(pointer, 'operator'), checking);
  if (fact && operator && Object.hasOwn(leaf, 'value')) {
    const place = { fact, operator, pointer: under(pointer, 'value'), checking };
    checkValue(leaf.value, place);
    warnOfOddValues(leaf.value, place);
  }
}

/** The fact of a name, or what is wrong with the name. */
export function checkFact(name: unknown, pointer: string, checking: Checking): Fact | undefined {
  const { facts, personal } = checking.catalogue;
  const fact = typeof name === 'string' ? facts.get(name) : undefined;
  if (typeof name === 'string' && personal?.has(name)) {
    checking.refuse(pointer, 'PERSONAL_FACT', phrase('fact.personal', { name: quote(name) }));
  } else if (fact === undefined) {
    checking.refuse(pointer, 'UNKNOWN_FACT', unknownFact(name, facts));
  } else if (fact.measured === false) {
    checking.warn(pointer, 'FACT_NOT_MEASURED', phrase('fact.notMeasured', { title: factTitle(fact) }));
  }
  return fact;
}

function unknownFact(name: unknown, facts: ReadonlyMap<string, Fact>): Phrase {
  if (typeof name !== 'string') return phrase('fact.nameExpected', { value: quote(name) });
  const near = nearest(name, facts.keys()) ?? byTitle(name, facts);
  if (near !== undefined) return phrase('fact.meant', { name: quote(name), near });
  return phrase('fact.unknown', { name: quote(name), facts: listed([...facts.keys()], 'and', 12) });
}

/** The fact whose title, rather than its name, was written. */
function byTitle(name: string, facts: ReadonlyMap<string, Fact>): string | undefined {
  const wanted = name.toLowerCase();
  return [...facts.values()].find((fact) => fact.title.toLowerCase() === wanted)?.name;
}

function checkOperator(
  name: unknown,
  fact: Fact | undefined,
  pointer: string,
  checking: Checking,
): Operator | undefined {
  if (typeof name !== 'string') {
    checking.refuse(pointer, 'UNKNOWN_OPERATOR', phrase('operator.nameExpected', { value: quote(name) }));
  } else if (!OPERATOR_NAMES.has(name)) {
    checking.refuse(pointer, 'UNKNOWN_OPERATOR', unknownOperator(name, fact));
  } else if (fact) {
    const operator = operatorFor(fact.type, name);
    if (operator) return operator;
    checking.refuse(pointer, 'OPERATOR_DOES_NOT_FIT', phrase('operator.doesNotFit', { name, ...suited(fact) }));
  }
  return undefined;
}

function unknownOperator(name: string, fact: Fact | undefined): Phrase {
  const fits = fact ? OPERATORS[fact.type].map((operator) => operator.name) : [...OPERATOR_NAMES];
  const near = nearest(name, fits) ?? nearest(name, OPERATOR_NAMES);
  if (near !== undefined && fits.includes(near)) return phrase('operator.meant', { name: quote(name), near });
  return fact
    ? phrase('operator.unknownForFact', { name: quote(name), ...suited(fact) })
    : phrase('operator.unknown', { name: quote(name) });
}

/** What a fact is, and the operators that fit it. */
const suited = (fact: Fact): Values => ({
  title: factTitle(fact),
  type: phrase(`factType.${fact.type}`),
  operators: listed(
    OPERATORS[fact.type].map((operator) => operator.name),
    'or',
  ),
});
