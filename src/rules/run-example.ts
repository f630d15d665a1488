import { type Explanation, type Problem, type Rule, refusal } from '../contract/condition.ts';
import { type Fact, type FactCatalogue, factTitle } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import type { Phrase, Value } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import type { CompiledRules } from './compile.ts';
import type { Example } from './example.ts';
import { givenFacts } from './given-facts.ts';
import { inputsOf, valuesOf } from './inputs.ts';
import { parseInstant } from './instants.ts';
import { type Operator, operatorFor, operatorTitle } from './operators.ts';
import { listed, quote } from './wording.ts';

/** Outcomes and tests that one message speaks of. */
const MOST = 5;

/** A document ready to be tried. */
export interface Judged<D> {
  readonly kind: Kind<D>;
  readonly document: D;
  readonly rules: readonly Rule[];
  readonly compiled: CompiledRules;
  readonly catalogue: FactCatalogue;
}

/** Keys of what holds for a made-up customer of whom nothing held before. */
export function outcomesFor<D>(judged: Judged<D>, { given, at }: Pick<Example, 'given' | 'at'>): string[] {
  const { kind, document, rules, compiled, catalogue } = judged;
  const now = at === undefined ? 0 : parseInstant(at);
  const holds = new Uint8Array(rules.length);
  const facts = givenFacts(given, now, catalogue);
  compiled.evaluate(facts, holds);
  const values = valuesOf(inputsOf(kind.reads?.(document) ?? [], catalogue), facts);
  const input = { document, holds, before: [], now, decidedAt: now, values, days: catalogue };
  return kind.decide(input).map(({ key }) => key);
}

/** What an example expects that does not come, and what comes besides, with the tests that decide. */
export function failures<D>(judged: Judged<D>, example: Example, pointer: string): Problem[] {
  const came = outcomesFor(judged, example);
  const missing = example.expect.filter((key) => !came.includes(key));
  const surplus = came.filter((key) => !example.expect.includes(key));
  if (missing.length + surplus.length === 0) return [];
  const reasons = [...missing, ...surplus].slice(0, MOST).flatMap((key) => reasonFor(judged, key, example));
  const values = { name: example.name, expected: outcomes(example.expect), came: outcomes(came) };
  const said =
    reasons.length > 0
      ? phrase('example.failsBecause', { ...values, reasons: { list: reasons, by: 'comma' } })
      : phrase('example.fails', values);
  return [refusal(`${pointer}/expect`, 'EXAMPLE_FAILS', said)];
}

const outcomes = (keys: readonly string[]): Value =>
  keys.length > 0 ? listed(keys, 'and') : phrase('example.nothing');

/** The tests that decide the rule of an outcome, with what is given. */
function reasonFor<D>({ rules, compiled, catalogue }: Judged<D>, key: string, { given, at }: Example): Phrase[] {
  const rule = rules.findIndex(({ name }) => name === key);
  if (rule < 0) return [];
  const now = at === undefined ? 0 : parseInstant(at);
  const tree = compiled.explain(rule, givenFacts(given, now, catalogue));
  const tests = deciding(tree)
    .slice(0, MOST)
    .map((leaf) => testPhrase(leaf, catalogue));
  return [
    phrase(tree.holds ? 'example.holds' : 'example.holdsNot', { key: quote(key), tests: { list: tests, by: 'comma' } }),
  ];
}

type Leaf = Extract<Explanation, { readonly fact: string }>;

/** The leaves that made a tree what it is. */
function deciding(tree: Explanation): Leaf[] {
  if ('fact' in tree) return [tree];
  if ('not' in tree) return deciding(tree.not);
  const parts = 'all' in tree ? tree.all : tree.any;
  return parts.filter(({ holds }) => holds === tree.holds).flatMap(deciding);
}

function testPhrase({ fact: name, operator: test, value, actual }: Leaf, { facts }: FactCatalogue): Phrase {
  const fact = facts.get(name) as Fact;
  const operator = operatorFor(fact.type, test) as Operator;
  const asked = operator.value === 'present' ? '' : ` ${quote(value)}`;
  const seen = actual === null ? phrase('value.unknown') : quote(fact.type === 'instant' ? iso(actual) : actual);
  return phrase('example.test', { title: factTitle(fact), operator: operatorTitle(operator), value: asked, seen });
}

const iso = (at: unknown): unknown => (typeof at === 'number' ? new Date(at).toISOString() : at);
