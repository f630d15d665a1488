import type { ErrorObject } from 'ajv/dist/2020.js';
import { type List, type Phrase, titled } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { nearest } from './nearest.ts';
import { listed, quote } from './wording.ts';

/** What ajv says beside the keyword; which of them are there depends on it. */
interface Params {
  readonly type: string | readonly string[];
  readonly allowedValues: readonly unknown[];
  readonly allowedValue: unknown;
  readonly pattern: string;
  readonly limit: number;
  readonly multipleOf: number;
  readonly i: number;
  readonly j: number;
  readonly propertyName: string;
}

type Speak = (params: Params, error: ErrorObject) => Phrase;
type LimitKey = 'schema.tooSmall' | 'schema.tooLarge' | 'schema.notAbove' | 'schema.notBelow';
type CountKey =
  | 'schema.tooLong'
  | 'schema.tooFewEntries'
  | 'schema.tooManyEntries'
  | 'schema.tooFewNames'
  | 'schema.tooManyNames';

const limit =
  (key: LimitKey): Speak =>
  (params, { data }) =>
    phrase(key, { value: quote(data), limit: params.limit });
const count =
  (key: CountKey): Speak =>
  (params) =>
    phrase(key, { count: params.limit });

/** By keyword of JSON Schema: the code, and the sentence about a value that does not satisfy it. */
const SENTENCES: Readonly<Record<string, readonly [code: string, speak: Speak]>> = {
  type: [
    'WRONG_TYPE',
    (params, { data }) => phrase('schema.wrongType', { type: typeTitles(params.type), value: quote(data) }),
  ],
  enum: ['VALUE_NOT_ALLOWED', ({ allowedValues }, { data }) => choose(allowedValues, data)],
  const: ['VALUE_NOT_ALLOWED', ({ allowedValue }) => phrase('schema.only', { value: quote(allowedValue) })],
  pattern: ['WRONG_FORM', ({ pattern }, error) => wrongForm(pattern, error)],
  minLength: [
    'TOO_SHORT',
    (params) => (params.limit === 1 ? phrase('schema.emptyText') : phrase('schema.tooShort', { limit: params.limit })),
  ],
  maxLength: ['TOO_LONG', count('schema.tooLong')],
  minimum: ['TOO_SMALL', limit('schema.tooSmall')],
  maximum: ['TOO_LARGE', limit('schema.tooLarge')],
  exclusiveMinimum: ['TOO_SMALL', limit('schema.notAbove')],
  exclusiveMaximum: ['TOO_LARGE', limit('schema.notBelow')],
  multipleOf: [
    'WRONG_STEP',
    ({ multipleOf }, { data }) => phrase('schema.wrongStep', { value: quote(data), step: multipleOf }),
  ],
  minItems: ['TOO_FEW', count('schema.tooFewEntries')],
  maxItems: ['TOO_MANY', count('schema.tooManyEntries')],
  uniqueItems: ['LIST_REPEATS', ({ i, j }) => phrase('schema.entriesRepeat', { first: j + 1, second: i + 1 })],
  minProperties: ['TOO_FEW', count('schema.tooFewNames')],
  maxProperties: ['TOO_MANY', count('schema.tooManyNames')],
  propertyNames: ['WRONG_NAME', ({ propertyName }) => phrase('schema.wrongName', { name: quote(propertyName) })],
  oneOf: ['NO_FORM_FITS', () => phrase('schema.noFormOrSeveral')],
  anyOf: ['NO_FORM_FITS', (_params, error) => noFormFits(error)],
  not: ['NOT_ALLOWED', () => phrase('schema.notAllowed')],
  'false schema': ['NOT_ALLOWED', () => phrase('schema.notAllowedRemove')],
};

/**
 * The code and the sentence for one error of ajv. A schema's own `errorMessage` wins: it knows best what is meant.
 * `chinese` has such messages by their English.
 */
export function sentenceFor(
  error: ErrorObject,
  chinese: Readonly<Record<string, string>>,
): readonly [code: string, said: Phrase] {
  const [code, speak] = SENTENCES[error.keyword] ?? ['DOES_NOT_FIT', () => phrase('schema.doesNotFit')];
  const own = error.parentSchema?.errorMessage;
  const text = typeof own === 'string' ? own : (own as Record<string, unknown> | undefined)?.[error.keyword];
  const said =
    typeof text === 'string' ? titled(text, { zh: chinese[text] }) : speak(error.params as unknown as Params, error);
  return [code, said];
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

const typeTitles = (type: string | readonly string[]): List => ({
  list: TYPES.filter((one) => [type].flat().includes(one)).map((one) => phrase(`type.${one}`)),
  by: 'or',
});

function choose(allowed: readonly unknown[], value: unknown): Phrase {
  const near =
    typeof value === 'string'
      ? nearest(
          value,
          allowed.filter((entry) => typeof entry === 'string'),
        )
      : undefined;
  if (near !== undefined) return phrase('schema.meant', { value: quote(value), near });
  return phrase('schema.choose', { value: quote(value), allowed: listed(allowed, 'or') });
}

function wrongForm(pattern: string, { data, parentSchema }: ErrorObject): Phrase {
  const example = (parentSchema?.examples as readonly unknown[] | undefined)?.[0];
  if (example === undefined) return phrase('schema.wrongForm', { value: quote(data), pattern });
  return phrase('schema.wrongFormExample', { value: quote(data), example: quote(example) });
}

function noFormFits({ schema, data }: ErrorObject): Phrase {
  const types = (schema as readonly { readonly type?: string }[]).flatMap(({ type }) => type ?? []);
  if (types.length < (schema as readonly unknown[]).length) return phrase('schema.noForm');
  return phrase('schema.wrongType', { type: typeTitles(types), value: quote(data) });
}
