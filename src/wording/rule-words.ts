import type { Condition, LeafCondition } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { leavesOf } from '../rules/fact-of.ts';
import { titlesOf } from '../rules/rule-titles.ts';
import { type Account, money } from './account.ts';
import { testWords } from './test-words.ts';

/** One line of a rule: how far it is set in, and what it says. */
interface Line {
  readonly depth: number;
  readonly phrase: Phrase;
}

/** One rule as people read it. */
export interface ToldRule {
  /** Its name in the engine, unique within the document. */
  readonly name: string;
  /** Where its conditions stand in the document. */
  readonly pointer: string;
  readonly outcome: Phrase;
  readonly details: readonly Phrase[];
  /** The whole rule, nested as its conditions are. */
  readonly lines: readonly Line[];
  /** The whole rule in one sentence, for rules that are short. */
  readonly sentence: Phrase | null;
}

/** Rules with more tests, or deeper groups, are hard to follow in one sentence. */
const LONGEST = 4;
const DEEPEST = 2;

/** Every rule of a document as people read it; of facts that are gone, their names are told. */
export function tellRules<D>(kind: Kind<D>, document: D, catalogue: FactCatalogue, account: Account): ToldRule[] {
  const rules = kind.rules(document);
  const words = kind.words?.(document, (minor) => money(minor, account));
  const titles = titlesOf(kind, document, rules);
  const test = (leaf: LeafCondition): Phrase => testWords(leaf, catalogue, account);
  return rules.map(({ name, pointer, when }, i) => {
    const outcome = titles[i] as Phrase;
    const details = words?.[i]?.details ?? [];
    const plain = simplified(when);
    return {
      name,
      pointer,
      outcome,
      details,
      lines: lines(plain, outcome, details, test),
      sentence: sentence(plain, outcome, details, test),
    };
  });
}

type Tell = (leaf: LeafCondition) => Phrase;

/** Without groups of one, and without groups inside groups of the same form. */
function simplified(condition: Condition): Condition {
  if ('not' in condition) return { not: simplified(condition.not) };
  if ('all' in condition) return group('all', condition.all);
  if ('any' in condition) return group('any', condition.any);
  return condition;
}

function group(form: 'all' | 'any', parts: readonly Condition[]): Condition {
  const flat = parts
    .map(simplified)
    .flatMap((part) => (form in part ? (part as { all: Condition[]; any: Condition[] })[form] : [part]));
  const [only] = flat;
  if (only && flat.length === 1) return only;
  return form === 'all' ? { all: flat } : { any: flat };
}

function sentence(when: Condition, outcome: Phrase, details: readonly Phrase[], test: Tell): Phrase | null {
  if ([...leavesOf(when)].length > LONGEST || depthOf(when) > DEEPEST) return null;
  const condition = clause(when, test, false);
  return details.length > 0
    ? phrase('words.ruleWith', { condition, outcome, details: { list: details, by: 'comma' } })
    : phrase('words.rule', { condition, outcome });
}

const depthOf = (condition: Condition): number => {
  if ('not' in condition) return depthOf(condition.not);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return parts.length === 0 ? 0 : 1 + Math.max(...parts.map(depthOf));
};

/** A condition inside a sentence; what is enumerated inside an enumeration stands in brackets. */
function clause(condition: Condition, test: Tell, inside: boolean): Phrase {
  if ('not' in condition) return phrase('words.itIsNotSo', { condition: clause(condition.not, test, true) });
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : undefined;
  if (!parts) return test(condition as LeafCondition);
  const list = parts.map((part) => clause(part, test, true));
  return phrase(inside ? 'words.group' : 'words.list', {
    parts: { list, by: 'all' in condition ? 'and' : 'or', clauses: true },
  });
}

function lines(when: Condition, outcome: Phrase, details: readonly Phrase[], test: Tell): Line[] {
  const key =
    'all' in when
      ? 'words.outcomeAll'
      : 'any' in when
        ? 'words.outcomeAny'
        : 'not' in when
          ? 'words.outcomeNot'
          : 'words.outcomeOne';
  return [
    { depth: 0, phrase: phrase(key, { outcome }) },
    ...('all' in when || 'any' in when || 'not' in when ? inner(when, 1, test) : nested(when, 1, test)),
    ...details.map((detail) => ({ depth: 0, phrase: detail })),
  ];
}

function nested(condition: Condition, depth: number, test: Tell): Line[] {
  if (!('all' in condition) && !('any' in condition) && !('not' in condition))
    return [{ depth, phrase: test(condition) }];
  const key = 'all' in condition ? 'words.all' : 'any' in condition ? 'words.any' : 'words.not';
  return [{ depth, phrase: phrase(key) }, ...inner(condition, depth + 1, test)];
}

/** What stands inside a group. */
function inner(condition: Exclude<Condition, LeafCondition>, depth: number, test: Tell): Line[] {
  if ('not' in condition) return nested(condition.not, depth, test);
  return ('all' in condition ? condition.all : condition.any).flatMap((part) => nested(part, depth, test));
}
