import type { Issue } from '../errors.ts';
import type { AttributeType } from './attribute.ts';

/** What has to be known of an attribute to check its values. */
export interface AttributeDeclaration {
  readonly key: string;
  readonly type: AttributeType;
  readonly options?: readonly string[];
}

/** A value as it came, with the name of what it was given as; null removes. */
export type GivenValue = {
  readonly as: 'string' | 'number' | 'boolean' | 'date';
  readonly value: string | number | boolean;
} | null;

/** A part of a profile as a caller gives it; what is undefined stays as it is, null removes. */
export interface RawProfile {
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  /** Epoch milliseconds. */
  readonly joinedAt?: number | null;
  readonly attributes?: readonly { readonly key: string; readonly value: GivenValue }[];
}

/** The same in stored forms: canonical locale, attributes by key, dates as `2026-11-23`. */
export interface CheckedProfile {
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  readonly joinedAt?: number | null;
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
}

const LONGEST = 1000;
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2200, 0);
const GIVEN_AS: Record<AttributeType, 'string' | 'number' | 'boolean' | 'date'> = {
  string: 'string',
  enum: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
};

/**
 * Everything about a profile that can be judged without the database. `suggest` gives the word that was probably meant.
 */
export function checkProfile(
  raw: RawProfile,
  declared: ReadonlyMap<string, AttributeDeclaration>,
  suggest: (word: string, words: Iterable<string>) => string | undefined,
): { profile: CheckedProfile } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const fault = (path: string[], code: string, message: string): void => void issues.push({ path, code, message });
  const meant = (word: string, words: Iterable<string>): string => {
    const near = suggest(word, words);
    return near === undefined ? '' : ` Did you mean "${near}"?`;
  };
  const locale = typeof raw.locale === 'string' ? canonicalLocale(raw.locale) : raw.locale;
  if (raw.locale && locale === undefined)
    fault(['locale'], 'BAD_LOCALE', 'This is no language tag, such as en-GB or zh-CN.');
  const { timeZone, joinedAt } = raw;
  if (typeof timeZone === 'string' && !isTimeZone(timeZone))
    fault(['timeZone'], 'BAD_TIME_ZONE', 'This is no IANA time zone, such as Europe/London.');
  if (typeof joinedAt === 'number' && !(joinedAt >= EARLIEST && joinedAt < LATEST))
    fault(['joinedAt'], 'OUT_OF_RANGE', 'The time must lie between 1900 and 2200.');

  const attributes: Record<string, string | number | boolean | null> = {};
  for (const [i, { key, value }] of (raw.attributes ?? []).entries()) {
    const at = ['attributes', String(i)];
    const declaration = declared.get(key);
    if (!declaration) {
      const message = `No attribute "${key}" is declared.${meant(key, declared.keys()) || ' Declare it first.'}`;
      fault([...at, 'key'], 'UNKNOWN_ATTRIBUTE', message);
    } else if (Object.hasOwn(attributes, key)) {
      fault([...at, 'key'], 'REPEATED', `"${key}" is given twice.`);
    } else {
      const wrong = value === null ? undefined : valueFault(declaration, value, meant);
      if (wrong && value) fault([...at, 'value', value.as], ...wrong);
      else attributes[key] = value === null ? null : value.value;
    }
  }
  if (issues.length > 0) return { issues };
  const parts = { locale, timeZone, joinedAt, attributes: Object.keys(attributes).length > 0 ? attributes : undefined };
  return { profile: Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) };
}

/** What is wrong with a value of an attribute, as a code and a sentence. */
function valueFault(
  { key, type, options = [] }: AttributeDeclaration,
  { as, value }: NonNullable<GivenValue>,
  meant: (word: string, words: Iterable<string>) => string,
): [code: string, message: string] | undefined {
  const wanted = GIVEN_AS[type];
  if (as !== wanted) return ['WRONG_TYPE', `"${key}" is of type ${type}; give it as "${wanted}".`];
  if (typeof value === 'string' && (value.length > LONGEST || value.includes('\0')))
    return ['BAD_LENGTH', `A text has at most ${LONGEST} characters, and no NUL among them.`];
  if (typeof value === 'number' && !Number.isFinite(value)) return ['WRONG_TYPE', 'This is no number.'];
  if (type !== 'enum' || options.includes(String(value))) return undefined;
  return ['NOT_AN_OPTION', `"${key}" is one of ${options.join(', ')}.${meant(String(value), options)}`];
}

function canonicalLocale(text: string): string | undefined {
  try {
    const [locale] = Intl.getCanonicalLocales(text.replaceAll('_', '-'));
    return locale !== undefined && locale.length <= 35 ? locale : undefined;
  } catch {
    return undefined;
  }
}

function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(text)) return false; // offsets such as +01:00 know no summer time
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
