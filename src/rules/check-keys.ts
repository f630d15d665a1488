import type { Checking } from './checking.ts';
import { RESERVED_KEYS } from './limits.ts';
import { nearest } from './nearest.ts';
import { under } from './pointer.ts';
import { quote } from './wording.ts';

/** Whether a value is a JSON object (a list is not). */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The allowed name that a mistyped one stands for, or undefined. */
export const meantBy = (key: string, allowed: readonly string[]): string | undefined =>
  RESERVED_KEYS.has(key) ? undefined : nearest(key, allowed);

/** Names that other dialects of the language have, and why they are not used here. */
const OTHER_DIALECTS = new Map([
  [
    'path',
    [
      'NO_PATH',
      '"path" is not used here: every metric and attribute is a fact of its own. Name that fact and remove "path".',
    ],
  ],
  [
    'params',
    [
      'NO_PARAMS',
      '"params" is not used here: facts take no parameters. Choose the fact that has the period you need and remove "params".',
    ],
  ],
  [
    'priority',
    [
      'NO_PRIORITY',
      '"priority" is not used inside a condition: all conditions are tested, and their order does not matter. Remove it.',
    ],
  ],
  [
    'condition',
    ['NO_NAMED_CONDITION', 'Conditions cannot be named and referred to by "condition". Write the test itself here.'],
  ],
] as const);

/**
 * Refuses every key that is not allowed, with what may have been meant. Returns the allowed keys that mistyped ones
 * stand for, so that these are not called missing as well.
 */
export function checkKeys(
  condition: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  rule: string,
  pointer: string,
  checking: Checking,
): ReadonlySet<string> {
  const meant = new Set<string>();
  const free = allowed.filter((key) => !Object.hasOwn(condition, key));
  for (const key of Object.keys(condition)) {
    if (allowed.includes(key)) continue;
    const at = under(pointer, key);
    const dialect = OTHER_DIALECTS.get(key as 'path');
    const near = meantBy(key, free);
    if (RESERVED_KEYS.has(key)) {
      checking.refuse(at, 'RESERVED_NAME', `The name ${quote(key)} is reserved and cannot be used. Remove it.`);
    } else if (dialect) {
      checking.refuse(at, dialect[0], dialect[1]);
    } else if (near !== undefined) {
      meant.add(near);
      checking.refuse(at, 'UNKNOWN_PROPERTY', `A condition has no ${quote(key)}; did you mean "${near}"?`);
    } else {
      checking.refuse(at, 'UNKNOWN_PROPERTY', `${rule}; remove ${quote(key)}.`);
    }
  }
  return meant;
}
