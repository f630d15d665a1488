import type { Fact, FactType } from '../contract/fact.ts';
import { checkKeys } from './check-keys.ts';
import { checkValue } from './check-value.ts';
import type { Checking } from './checking.ts';
import { nearest } from './nearest.ts';
import { OPERATOR_NAMES, OPERATORS, type Operator, operatorFor } from './operators.ts';
import { under } from './pointer.ts';
import { joined, listed, quote } from './wording.ts';

const KEYS = ['fact', 'operator', 'value'];

/** How a fact's type reads in a sentence. */
const TYPE_TITLES: Readonly<Record<FactType, string>> = {
  number: 'a number',
  text: 'a text',
  boolean: 'true or false',
  instant: 'a date and time',
};

/** Checks one test of one fact. Where the fact is not known, its operator and value are not judged as well. */
export function checkLeaf(leaf: Readonly<Record<string, unknown>>, pointer: string, checking: Checking): void {
  const meant = checkKeys(leaf, KEYS, 'A test holds "fact", "operator" and "value"', pointer, checking);
  const missing = KEYS.filter((key) => !Object.hasOwn(leaf, key) && !meant.has(key));
  if (missing.length > 0) {
    const are = missing.length === 1 ? 'is' : 'are';
    checking.refuse(
      pointer,
      'MISSING_PROPERTY',
      `${joined(missing.map(quote), 'and')} ${are} missing in this test. A test needs "fact", "operator" and "value".`,
    );
  }
  const fact = Object.hasOwn(leaf, 'fact') ? checkFact(leaf.fact, under(pointer, 'fact'), checking) : undefined;
  if (!Object.hasOwn(leaf, 'operator')) return;
  const operator = checkOperator(leaf.operator, fact, under(pointer, 'operator'), checking);
  if (fact && operator && Object.hasOwn(leaf, 'value')) {
    checkValue(leaf.value, { fact, operator, pointer: under(pointer, 'value'), checking });
  }
}

function checkFact(name: unknown, pointer: string, checking: Checking): Fact | undefined {
  const { facts, personal } = checking.catalogue;
  const fact = typeof name === 'string' ? facts.get(name) : undefined;
  if (typeof name === 'string' && personal?.has(name)) {
    checking.refuse(
      pointer,
      'PERSONAL_FACT',
      `${quote(name)} is personal, so no rule may look at it. Test another fact, or declare an attribute that is not personal and says only what the rule needs.`,
    );
  } else if (fact === undefined) {
    checking.refuse(pointer, 'UNKNOWN_FACT', unknownFact(name, facts));
  } else if (fact.measured === false) {
    checking.warn(
      pointer,
      'FACT_NOT_MEASURED',
      `Nothing measures "${fact.title}" yet, so it is unknown for every customer. Connect a source that brings it, or test another fact.`,
    );
  }
  return fact;
}

function unknownFact(name: unknown, facts: ReadonlyMap<string, Fact>): string {
  if (typeof name !== 'string') return `"fact" takes the name of a fact in quotation marks, not ${quote(name)}.`;
  const near = nearest(name, facts.keys()) ?? byTitle(name, facts);
  if (near !== undefined) return `There is no fact ${quote(name)}; did you mean "${near}"?`;
  return `There is no fact ${quote(name)}. There are ${listed([...facts.keys()], 'and', 12)}.`;
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
  const fits = fact ? OPERATORS[fact.type].map((operator) => operator.name) : [...OPERATOR_NAMES];
  const suited = fact ? `"${fact.title}" is ${TYPE_TITLES[fact.type]}; use ${listed(fits, 'or')}.` : '';
  if (typeof name !== 'string') {
    checking.refuse(
      pointer,
      'UNKNOWN_OPERATOR',
      `"operator" takes the name of an operator in quotation marks, not ${quote(name)}.`,
    );
  } else if (!OPERATOR_NAMES.has(name)) {
    const near = nearest(name, fits) ?? nearest(name, OPERATOR_NAMES);
    const hint = near !== undefined && fits.includes(near) ? `; did you mean "${near}"?` : `. ${suited}`;
    checking.refuse(pointer, 'UNKNOWN_OPERATOR', `There is no operator ${quote(name)}${hint}`.trim());
  } else if (fact) {
    const operator = operatorFor(fact.type, name);
    if (operator) return operator;
    checking.refuse(pointer, 'OPERATOR_DOES_NOT_FIT', `"${name}" does not fit here. ${suited}`);
  }
  return undefined;
}
