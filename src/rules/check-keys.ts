import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
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
  ['path', ['NO_PATH', phrase('condition.noPath')]],
  ['params', ['NO_PARAMS', phrase('condition.noParams')]],
  ['priority', ['NO_PRIORITY', phrase('condition.noPriority')]],
  ['condition', ['NO_NAMED_CONDITION', phrase('condition.noNames')]],
] as const);

/**
 * Refuses every key that is not allowed, with what may have been meant or what `only` is allowed. Returns the allowed keys that mistyped ones
 * stand for, so that these are not called missing as well.
 */
export function checkKeys(
  condition: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  only: (name: string) => Phrase,
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
      checking.refuse(at, 'RESERVED_NAME', phrase('document.reservedName', { name: quote(key) }));
    } else if (dialect) {
      checking.refuse(at, dialect[0], dialect[1]);
    } else if (near !== undefined) {
      meant.add(near);
      checking.refuse(at, 'UNKNOWN_PROPERTY', phrase('condition.nameMeant', { name: quote(key), near }));
    } else {
      checking.refuse(at, 'UNKNOWN_PROPERTY', only(quote(key)));
    }
  }
  return meant;
}
