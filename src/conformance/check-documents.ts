import type { Problem, Rule } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind, ProvidedFact } from '../contract/kind.ts';
import { checkDocument } from '../rules/check-document.ts';
import type { Report } from './finding.ts';
import { callPure, frozen } from './pure.ts';

/** A document of a kind, with what the kind says about it. */
export interface ReadDocument {
  readonly kind: Kind<never>;
  readonly document: never;
  readonly rules: readonly Rule[];
  readonly outcomes: ReadonlySet<string>;
}

/** Holds an example against its schema, its own check and the facts there are. */
export function checkExample(kind: Kind<never>, example: unknown, catalogue: FactCatalogue, report: Report): boolean {
  const errors = checkDocument(kind, frozen(example) as never, catalogue).problems.filter(isError);
  for (const { pointer, message } of errors) report(`An example of ${kind.key} is refused at "${pointer}": ${message}`);
  return errors.length === 0;
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** Asks a kind all that it says about a document, and looks whether its answers go together. */
export function readDocument(
  kind: Kind<never>,
  document: never,
  reports: { readonly pure: Report; readonly sound: Report },
): ReadDocument | undefined {
  const { pure, sound } = reports;
  const ask = <T>(name: string, call: () => T): T | undefined => callPure(`"${name}" of ${kind.key}`, pure, call);
  if (kind.check) ask('check', () => kind.check?.(document));
  const rules = ask('rules', () => kind.rules(document));
  const outcomes = ask('outcomes', () => kind.outcomes(document));
  if (!rules || !outcomes) return undefined;
  for (const { pointer, name, when } of rules)
    if (JSON.stringify(partAt(document, pointer)) !== JSON.stringify(when))
      sound(`Rule "${name}" of ${kind.key} points to "${pointer}", where its conditions are not.`);
  const keys = outcomes.map(({ key }) => key);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) sound(`"outcomes" of ${kind.key} has two with the key "${twice}".`);
  const ranking = ask('ranking', () => kind.ranking?.(document) ?? []) ?? [];
  if (ranking.some((rule) => rules[rule] === undefined) || new Set(ranking).size !== ranking.length)
    sound(`"ranking" of ${kind.key} must name rules by their indexes, each once.`);
  const words = ask('words', () => kind.words?.(document, (minor) => minor));
  if (words && words.length !== rules.length)
    sound(`"words" of ${kind.key} has ${words.length} entries for ${rules.length} rules; one for each is needed.`);
  for (const key of keys) ask('rank', () => kind.rank?.(document, key));
  checkProvided(kind, document, keys, ask, sound);
  return { kind, document, rules, outcomes: new Set(keys) };
}

function checkProvided(
  kind: Kind<never>,
  document: never,
  keys: readonly string[],
  ask: <T>(name: string, call: () => T) => T | undefined,
  sound: Report,
): void {
  const facts = ask('provides', () => kind.provides?.(document, 'one') ?? []) ?? [];
  const others = new Set((kind.provides?.(document, 'other') ?? []).map(({ name }) => name));
  for (const fact of facts) {
    if (others.has(fact.name))
      sound(`Two rule sets of ${kind.key} provide the same fact "${fact.name}"; put the key of the rule set into it.`);
    for (const outcomes of [[], ...keys.map((key) => [{ key }]), keys.map((key) => ({ key }))]) {
      const value = ask(`provides(${fact.name}).value`, () => fact.value(frozen(outcomes)));
      if (!suits(fact, value))
        sound(`"${fact.name}" of ${kind.key} is declared ${fact.type} and gives ${JSON.stringify(value)}.`);
    }
  }
}

function suits({ type, values }: ProvidedFact, value: unknown): boolean {
  if (value === undefined) return true;
  if (type === 'text') return typeof value === 'string' && (values?.includes(value) ?? true);
  return type === 'boolean' ? typeof value === 'boolean' : typeof value === 'number' && Number.isFinite(value);
}

/** The part of a document that a JSON pointer leads to. */
function partAt(document: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], document);
}
