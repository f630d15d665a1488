import type { Problem } from '../contract/condition.ts';
import { DEEPEST_JSON, RESERVED_KEYS } from './limits.ts';
import { under } from './pointer.ts';
import { quote } from './wording.ts';

/**
 * Faults of single values that no schema sees: numbers beyond what can be computed with, reserved names, and brackets
 * without end (a value that holds itself, too).
 */
export function checkValues(value: unknown, pointer = '', depth = 0): Problem[] {
  if (depth > DEEPEST_JSON)
    return [fault(pointer, 'NOT_JSON', `Brackets are nested more than ${DEEPEST_JSON} deep here.`)];
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return [fault(pointer, 'NOT_FINITE', 'This number is too large to be computed with. Write a smaller one.')];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => checkValues(element, under(pointer, index), depth + 1));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = under(pointer, key);
    if (!RESERVED_KEYS.has(key)) return checkValues(member, at, depth + 1);
    return [fault(at, 'RESERVED_NAME', `The name ${quote(key)} is reserved and cannot be used. Remove it.`)];
  });
}

const fault = (pointer: string, code: string, message: string): Problem => ({
  pointer,
  code,
  message,
  severity: 'error',
});
