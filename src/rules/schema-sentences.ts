import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearest } from './nearest.ts';
import { joined, listed, quote } from './wording.ts';

/** A stable code and what a marketer reads. */
export interface Sentence {
  readonly code: string;
  readonly message: string;
}

const TYPE_TITLES: Readonly<Record<string, string>> = {
  string: 'a text in quotation marks',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list in square brackets',
  object: 'an object in curly brackets',
  null: 'null',
};

const count = (limit: number, one: string, many: string): string => `${limit} ${limit === 1 ? one : many}`;

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

type Speak = (params: Params, error: ErrorObject) => string;

/** By keyword of JSON Schema: the code, and the sentence about a value that does not satisfy it. */
const SENTENCES: Readonly<Record<string, readonly [code: string, speak: Speak]>> = {
  type: ['WRONG_TYPE', (params, error) => `Write ${typeTitle(params.type)} here, not ${quote(error.data)}.`],
  enum: ['VALUE_NOT_ALLOWED', ({ allowedValues }, error) => choose(allowedValues, error.data)],
  const: ['VALUE_NOT_ALLOWED', ({ allowedValue }) => `Only ${quote(allowedValue)} is possible here.`],
  pattern: ['WRONG_FORM', (params, error) => wrongForm(params.pattern, error)],
  minLength: [
    'TOO_SHORT',
    ({ limit }) => (limit === 1 ? 'This text is empty. Fill it in.' : `Write at least ${limit} characters here.`),
  ],
  maxLength: [
    'TOO_LONG',
    ({ limit }) => `This text is too long: ${count(limit, 'character', 'characters')} is the most.`,
  ],
  minimum: ['TOO_SMALL', ({ limit }, error) => `${quote(error.data)} is too small: ${limit} is the least.`],
  maximum: ['TOO_LARGE', ({ limit }, error) => `${quote(error.data)} is too large: ${limit} is the most.`],
  exclusiveMinimum: [
    'TOO_SMALL',
    ({ limit }, error) => `${quote(error.data)} is too small: it must be more than ${limit}.`,
  ],
  exclusiveMaximum: [
    'TOO_LARGE',
    ({ limit }, error) => `${quote(error.data)} is too large: it must be less than ${limit}.`,
  ],
  multipleOf: ['WRONG_STEP', ({ multipleOf }, error) => `${quote(error.data)} is not a multiple of ${multipleOf}.`],
  minItems: ['TOO_FEW', ({ limit }) => `This list needs at least ${count(limit, 'entry', 'entries')}.`],
  maxItems: ['TOO_MANY', ({ limit }) => `This list is too long: ${count(limit, 'entry', 'entries')} is the most.`],
  uniqueItems: ['LIST_REPEATS', ({ i, j }) => `Entries ${j + 1} and ${i + 1} of this list are the same. Remove one.`],
  minProperties: ['TOO_FEW', ({ limit }) => `At least ${count(limit, 'property is', 'properties are')} needed here.`],
  maxProperties: ['TOO_MANY', ({ limit }) => `At most ${count(limit, 'property is', 'properties are')} possible here.`],
  propertyNames: ['WRONG_NAME', ({ propertyName }) => `The name ${quote(propertyName)} is not possible here.`],
  oneOf: ['NO_FORM_FITS', () => 'This has none of the forms that are possible here, or more than one at once.'],
  anyOf: ['NO_FORM_FITS', (_params, error) => noFormFits(error)],
  not: ['NOT_ALLOWED', () => 'This is not possible here.'],
  'false schema': ['NOT_ALLOWED', () => 'This is not possible here. Remove it.'],
};

/** The sentence for one error of ajv. A schema's own `errorMessage` wins: it knows best what is meant. */
export function sentenceFor(error: ErrorObject): Sentence {
  const [code, speak] = SENTENCES[error.keyword] ?? [
    'DOES_NOT_FIT',
    () => `This ${error.message ?? 'does not fit here'}.`,
  ];
  const own = error.parentSchema?.errorMessage;
  const text = typeof own === 'string' ? own : (own as Record<string, unknown> | undefined)?.[error.keyword];
  return {
    code,
    message: typeof text === 'string' ? text : speak(error.params as unknown as Params, error),
  };
}

const typeTitle = (type: string | readonly string[]): string =>
  joined(
    [type].flat().map((name) => TYPE_TITLES[name] ?? name),
    'or',
  );

function choose(allowed: readonly unknown[], value: unknown): string {
  const texts = allowed.filter((entry) => typeof entry === 'string');
  const near = typeof value === 'string' ? nearest(value, texts) : undefined;
  if (near !== undefined) return `${quote(value)} is not possible here; did you mean "${near}"?`;
  const choices = texts.length === allowed.length ? listed(texts, 'or') : joined(allowed.map(quote), 'or');
  return `${quote(value)} is not possible here. Choose ${choices}.`;
}

function wrongForm(pattern: string, error: ErrorObject): string {
  const example = (error.parentSchema?.examples as readonly unknown[] | undefined)?.[0];
  if (example !== undefined)
    return `${quote(error.data)} does not have the form needed here. An example: ${quote(example)}.`;
  return `${quote(error.data)} does not have the form needed here (${pattern}).`;
}

function noFormFits(error: ErrorObject): string {
  const branches = (error.schema as readonly { readonly type?: string }[]).map((branch) => branch.type);
  if (!branches.every((type) => type !== undefined)) return 'This has none of the forms that are possible here.';
  return `Write ${typeTitle(branches)} here, not ${quote(error.data)}.`;
}
