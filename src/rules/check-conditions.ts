import type { Condition, Problem } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import { checkKeys, isObject, meantBy } from './check-keys.ts';
import { checkLeaf } from './check-leaf.ts';
import type { Checking } from './checking.ts';
import { findConstantParts } from './find-constant-parts.ts';
import { LIMITS, RESERVED_KEYS } from './limits.ts';
import { under } from './pointer.ts';
import { listed, quote } from './wording.ts';

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
    refuse: (at, code, message) => void problems.push({ pointer: at, code, message, severity: 'error' }),
    warn: (at, code, message) => void problems.push({ pointer: at, code, message, severity: 'warning' }),
  };
  const leaves = checkCondition(when, pointer, 0, checking);
  if (leaves > LIMITS.conditions) {
    checking.refuse(
      pointer,
      'TOO_MANY_CONDITIONS',
      `This rule has ${leaves} conditions; ${LIMITS.conditions} is the most. Split it into several rules, or test for many values at once with "in".`,
    );
  }
  if (problems.some((problem) => problem.severity === 'error')) return problems;
  return [...problems, ...findConstantParts(when as Condition, pointer, catalogue)];
}

/** Checks one condition with all in it and gives the number of tests. `depth` counts the groups around it. */
function checkCondition(condition: unknown, pointer: string, depth: number, checking: Checking): number {
  if (!isObject(condition)) {
    checking.refuse(pointer, 'CONDITION_EXPECTED', `Write a condition here. ${WHAT_A_CONDITION_IS}`);
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
  checkKeys(condition, [group], `A group holds ${quote(group)} and nothing beside it`, pointer, checking);
  if (depth === LIMITS.depth) {
    checking.refuse(
      pointer,
      'TOO_DEEP',
      `Groups are nested more than ${LIMITS.depth} deep here. Bring this group further out, or make it a rule of its own.`,
    );
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
    checking.refuse(
      pointer,
      'CONDITION_EXPECTED',
      '"not" takes one condition, not a list. To negate several, write a group of "all" or "any" inside it.',
    );
    return 0;
  }
  if (!Array.isArray(content)) {
    checking.refuse(pointer, 'LIST_EXPECTED', `"${group}" takes a list of conditions in square brackets.`);
    return 0;
  }
  if (content.length === 0) {
    checking.refuse(
      pointer,
      'EMPTY_GROUP',
      `"${group}" is empty, so it says nothing about the customer. Put at least one condition into it, or remove it.`,
    );
  }
  return content.reduce<number>(
    (leaves, part, index) => leaves + checkCondition(part, under(pointer, index), depth, checking),
    0,
  );
}

const WHAT_A_CONDITION_IS =
  'It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".';

/** An object with none of the keys that would say what it is meant to be. */
function checkFormless(condition: Readonly<Record<string, unknown>>, pointer: string, checking: Checking): void {
  const known = [...GROUP_KEYS, ...LEAF_KEYS];
  const telling = (key: string): boolean =>
    RESERVED_KEYS.has(key) || key === 'condition' || meantBy(key, known) !== undefined;
  if (Object.keys(condition).some(telling)) {
    checkKeys(condition, known, 'A condition holds "fact", "operator" and "value", or a group', pointer, checking);
  } else {
    checking.refuse(pointer, 'CONDITION_EXPECTED', `This is not a condition yet. ${WHAT_A_CONDITION_IS}`);
  }
}

function mixed(groups: readonly string[], hasLeaf: boolean): string {
  if (hasLeaf) {
    return `Write either a test ("fact", "operator", "value") or a group (${listed(groups, 'and')}) here, not both in one.`;
  }
  return `Write one of ${listed(groups, 'and')} here, not several in one; put one group inside another.`;
}
