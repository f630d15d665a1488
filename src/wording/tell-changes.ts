import { isDeepStrictEqual } from 'node:util';
import type { Condition, LeafCondition, Rule } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import type { Phrase, Value } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { leavesOf } from '../rules/fact-of.ts';
import type { Account } from './account.ts';
import { type ToldRule, tellRules } from './rule-words.ts';
import { testWords } from './test-words.ts';

/** A rule of one version, as it runs and as it is told. */
interface Side {
  readonly rule: Rule;
  readonly told: ToldRule;
}

/** What is different between two documents of a kind, said in sentences: first what is gone, then rule by rule. */
export function tellChanges<D>(
  kind: Kind<D>,
  before: D,
  after: D,
  catalogue: FactCatalogue,
  account: Account,
): readonly Phrase[] {
  const sides = (document: D): Side[] => {
    const told = tellRules(kind, document, catalogue, account);
    return kind.rules(document).map((rule, i) => ({ rule, told: told[i] as ToldRule }));
  };
  const [old, now] = [sides(before), sides(after)];
  const pairs = matched(old, now);
  const matchedOld = new Set(pairs.map(([side]) => side));
  const removed = old.filter((side) => !matchedOld.has(side));
  const test = (leaf: LeafCondition): Phrase => testWords(leaf, catalogue, account);
  return [
    ...removed.map(({ told }) => phrase('difference.removed', { rule: wholeOf(told) })),
    ...pairs.flatMap(([was, is]) =>
      was ? changed(was, is, test) : [phrase('difference.added', { rule: wholeOf(is.told) })],
    ),
  ];
}

/** Rules of the same name belong together; so do those whose name alone is another. */
function matched(old: readonly Side[], now: readonly Side[]): [Side | undefined, Side][] {
  const byName = new Map(old.map((side) => [side.rule.name, side]));
  const names = new Set(now.map(({ rule }) => rule.name));
  const free = old.filter(({ rule }) => !names.has(rule.name));
  return now.map((side) => {
    const same = byName.get(side.rule.name);
    if (same) return [same, side];
    const at = free.findIndex(({ rule }) => isDeepStrictEqual(rule.when, side.rule.when));
    return [at < 0 ? undefined : free.splice(at, 1)[0], side];
  });
}

function changed(was: Side, is: Side, test: (leaf: LeafCondition) => Phrase): Phrase[] {
  const rule = is.told.outcome;
  const said: Phrase[] = [];
  if (was.rule.name !== is.rule.name || !isDeepStrictEqual(was.told.outcome, rule))
    said.push(phrase('difference.renamed', { before: nameOf(was), after: nameOf(is) }));
  said.push(...changedTests(was.rule.when, is.rule.when, rule, test));
  if (!isDeepStrictEqual(was.told.details, is.told.details)) {
    const list = ({ told: { details } }: Side): Value =>
      details.length > 0 ? { list: details, by: 'comma' } : phrase('difference.nothing');
    said.push(phrase('difference.details', { rule, before: list(was), after: list(is) }));
  }
  return said;
}

const nameOf = ({ rule, told }: Side): Phrase => phrase('difference.name', { title: told.outcome, key: rule.name });

/** Tests that are asked no longer, that are asked now, and those of which only the value is another. */
function changedTests(
  before: Condition,
  after: Condition,
  rule: Phrase,
  test: (leaf: LeafCondition) => Phrase,
): Phrase[] {
  if (isDeepStrictEqual(before, after)) return [];
  const old = [...leavesOf(before)];
  const added = [...leavesOf(after)].filter((leaf) => !take(old, (one) => isDeepStrictEqual(one, leaf)));
  const said = added.map((leaf) => {
    const was = take(old, ({ fact, operator }) => fact === leaf.fact && operator === leaf.operator);
    return was
      ? phrase('difference.value', { rule, before: test(was), after: test(leaf) })
      : phrase('difference.asked', { rule, test: test(leaf) });
  });
  const dropped = old.map((leaf) => phrase('difference.dropped', { rule, test: test(leaf) }));
  const all = [...dropped, ...said];
  return all.length > 0 ? all : [phrase('difference.combined', { rule })];
}

/** Takes the first one that fits out of a list. */
function take<T>(list: T[], fits: (one: T) => boolean): T | undefined {
  const at = list.findIndex(fits);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

/** A rule in one sentence, or as the first of its lines and how many follow. */
function wholeOf({ sentence, lines, outcome }: ToldRule): Phrase {
  return sentence ?? phrase('difference.longRule', { outcome, count: lines.length - 1 });
}
