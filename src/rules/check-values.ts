import { type Problem, refusal } from '../contract/condition.ts';
import { phrase } from '../language/say.ts';
import { DEEPEST_JSON, RESERVED_KEYS } from './limits.ts';
import { under } from './pointer.ts';
import { quote } from './wording.ts';

/**
 * Faults of single values that no schema sees: numbers beyond what can be computed with, reserved names, and brackets
 * without end (a value that holds itself, too).
 */
export function checkValues(value: unknown, pointer = '', depth = 0): Problem[] {
  if (depth > DEEPEST_JSON) return [refusal(pointer, 'NOT_JSON', phrase('json.tooDeep', { most: DEEPEST_JSON }))];
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return [refusal(pointer, 'NOT_FINITE', phrase('document.notFinite'))];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => checkValues(element, under(pointer, index), depth + 1));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = under(pointer, key);
    if (!RESERVED_KEYS.has(key)) return checkValues(member, at, depth + 1);
    return [refusal(at, 'RESERVED_NAME', phrase('document.reservedName', { name: quote(key) }))];
  });
}
