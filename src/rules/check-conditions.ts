import { type Condition, type Problem, refusal, warning } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { checkKeys, isObject, meantBy } from './check-keys.ts';
import { checkLeaf } from './check-leaf.ts';
import type { Checking } from './checking.ts';
import { findConstantParts } from './find-constant-parts.ts';
import { LIMITS, RESERVED_KEYS } from './limits.ts';
import { under } from './pointer.ts';
import { listed } from './wording.ts';

const GROUP_KEYS = ['all', 'any', 'not'] as const;
const LEAF_KEYS = ['fact', 'operator', 'value'] as const;

/**
 * The faults in the conditions of one rule, each with its place and a sentence that says what to do. `when` may be
 * anything a person could have written. Warnings about rules that never or always hold are given when nothing is wrong.
 */
export function checkConditions(when: unknown, pointer: string, catalogue: FactCatalogue): Problem[] {
  const problems: Problem[] = [];
  const checking: Checking = {
    catalogue,
    refuse: (at, code, said) => void problems.push(refusal(at, code, said)),
    warn: (at, code, said) => void problems.push(warning(at, code, said)),
  };
  const leaves = checkCondition(when, pointer, 0, checking);
  if (leaves > LIMITS.conditions) {
    checking.refuse(
      pointer,
      'TOO_MANY_CONDITIONS',
      phrase('condition.tooMany', { count: leaves, most: LIMITS.conditions }),
    );
  }
  if (problems.some((problem) => problem.severity === 'error')) return problems;
  return [...problems, ...findConstantParts(when as Condition, pointer, catalogue)];
}

/** Checks one condition with all in it and gives the number of tests. `depth` counts the groups around it. */
function checkCondition(condition: unknown, pointer: string, depth: number, checking: Checking): number {
  if (!isObject(condition)) {
    checking.refuse(pointer, 'CONDITION_EXPECTED', phrase('condition.expected'));
    return 0;
  }
  const groups = GROUP_KEYS.filter((key) => Object.hasOwn(condition, key));
  const leafKeys = LEAF_KEYS.filter((key) => Object.hasOwn(condition, key));
  const [group] = groups;
  if (group === undefined && leafKeys.length > 0) {
    checkLeaf(condition, pointer, checking);
    return 1;
  }
  if (group === undefined) {
    checkFormless(condition, pointer, checking);
    return 0;
  }
  if (groups.length + leafKeys.length > 1) {
    checking.refuse(pointer, 'MIXED_CONDITION', mixed(groups, leafKeys.length > 0));
    return 0;
  }
  checkKeys(condition, [group], (name) => phrase('condition.groupHoldsOnly', { group, name }), pointer, checking);
  if (depth === LIMITS.depth) {
    checking.refuse(pointer, 'TOO_DEEP', phrase('condition.tooDeep', { most: LIMITS.depth }));
    return 0;
  }
  return checkGroup(group, condition[group], under(pointer, group), depth + 1, checking);
}

function checkGroup(
  group: 'all' | 'any' | 'not',
  content: unknown,
  pointer: string,
  depth: number,
  checking: Checking,
): number {
  if (group === 'not') {
    if (!Array.isArray(content)) return checkCondition(content, pointer, depth, checking);
    checking.refuse(pointer, 'CONDITION_EXPECTED', phrase('condition.notTakesOne'));
    return 0;
  }
  if (!Array.isArray(content)) {
    checking.refuse(pointer, 'LIST_EXPECTED', phrase('condition.listExpected', { group }));
    return 0;
  }
  if (content.length === 0) {
    checking.refuse(pointer, 'EMPTY_GROUP', phrase('condition.emptyGroup', { group }));
  }
  return content.reduce<number>(
    (leaves, part, index) => leaves + checkCondition(part, under(pointer, index), depth, checking),
    0,
  );
}

/** An object with none of the keys that would say what it is meant to be. */
function checkFormless(condition: Readonly<Record<string, unknown>>, pointer: string, checking: Checking): void {
  const known = [...GROUP_KEYS, ...LEAF_KEYS];
  const telling = (key: string): boolean =>
    RESERVED_KEYS.has(key) || key === 'condition' || meantBy(key, known) !== undefined;
  if (Object.keys(condition).some(telling)) {
    checkKeys(condition, known, (name) => phrase('condition.holdsOnly', { name }), pointer, checking);
  } else {
    checking.refuse(pointer, 'CONDITION_EXPECTED', phrase('condition.notYet'));
  }
}

const mixed = (groups: readonly string[], hasTest: boolean): Phrase =>
  phrase(hasTest ? 'condition.testAndGroup' : 'condition.severalGroups', { groups: listed(groups, 'and') });
