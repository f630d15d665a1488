import type { Problem } from '../contract/condition.ts';
import { RESERVED_KEYS } from './limits.ts';
import { under } from './pointer.ts';
import { quote } from './wording.ts';

/** Faults of single values that no schema sees: numbers beyond what can be computed with, and reserved names. */
export function checkValues(value: unknown, pointer = ''): Problem[] {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const message = 'This number is too large to be computed with. Write a smaller one.';
    return [{ pointer, code: 'NOT_FINITE', message, severity: 'error' }];
  }
  if (Array.isArray(value)) return value.flatMap((element, index) => checkValues(element, under(pointer, index)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = under(pointer, key);
    if (!RESERVED_KEYS.has(key)) return checkValues(member, at);
    const message = `The name ${quote(key)} is reserved and cannot be used. Remove it.`;
    return [{ pointer: at, code: 'RESERVED_NAME', message, severity: 'error' as const }];
  });
}
