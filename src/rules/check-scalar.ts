import { factTitle } from '../contract/fact.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import type { ValuePlace } from './checking.ts';
import { parseInstant } from './instants.ts';
import { LIMITS } from './limits.ts';
import { nearest } from './nearest.ts';
import type { ValueShape } from './operators.ts';
import { patternFault } from './pattern.ts';
import { listed, quote } from './wording.ts';

/** The shapes that are one value, not a list of them. */
export type ScalarShape = Exclude<ValueShape, 'numberList' | 'textList' | 'numberRange'>;

type Fault = readonly [code: string, phrase: Phrase];

/** Checks one value and tells of its first fault; true when there is none. */
export function checkScalar(value: unknown, shape: ScalarShape, place: ValuePlace): boolean {
  const fault = faultOf(value, shape, place);
  if (fault) place.checking.refuse(place.pointer, ...fault);
  return fault === undefined;
}

const wrong = (said: Phrase): Fault => ['WRONG_VALUE', said];

function faultOf(value: unknown, shape: ScalarShape, place: ValuePlace): Fault | undefined {
  const title = factTitle(place.fact);
  const operator = place.operator.name;
  const asWritten = quote(value);
  switch (shape) {
    case 'number':
      return numberFault(value, phrase('value.numberExpected', { title, value: asWritten }));
    case 'days':
    case 'calendarDays':
      return daysFault(value, shape, operator);
    case 'boolean':
      if (typeof value === 'boolean') return undefined;
      if (value === 'true' || value === 'false') return withoutQuotes(value);
      return wrong(phrase('value.booleanExpected', { title, value: asWritten }));
    case 'present':
      if (value === true) return undefined;
      return wrong(phrase('value.presentExpected', { operator, opposite: operator === 'known' ? 'unknown' : 'known' }));
    case 'instant':
      if (typeof value === 'string' && !Number.isNaN(parseInstant(value))) return undefined;
      return wrong(phrase('value.instantExpected', { title, value: asWritten }));
    case 'pattern':
      return textFault(value, place) ?? patternFaultOf(value as string);
    case 'text':
      return textFault(value, place) ?? choiceFault(value as string, place);
  }
}

const withoutQuotes = (value: string): Fault => wrong(phrase('value.withoutQuotes', { value }));

function numberFault(value: unknown, expected: Phrase): Fault | undefined {
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : ['NOT_FINITE', phrase('document.notFinite')];
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return withoutQuotes(value);
  return wrong(expected);
}

function daysFault(value: unknown, shape: 'days' | 'calendarDays', operator: string): Fault | undefined {
  const asWritten = quote(value);
  const fault = numberFault(value, phrase('value.daysExpected', { operator, value: asWritten }));
  if (fault || typeof value !== 'number') return fault;
  if (value < 0 || value > LIMITS.days)
    return wrong(phrase('value.daysOutOfRange', { operator, most: LIMITS.days, value: asWritten }));
  if (shape === 'calendarDays' && !Number.isInteger(value))
    return wrong(phrase('value.daysNotWhole', { low: Math.floor(value), high: Math.ceil(value) }));
  return undefined;
}

function textFault(value: unknown, { fact }: ValuePlace): Fault | undefined {
  if (typeof value !== 'string')
    return wrong(phrase('value.textExpected', { title: factTitle(fact), value: quote(value) }));
  if (Buffer.byteLength(value) <= LIMITS.textBytes) return undefined;
  return ['TEXT_TOO_LONG', phrase('value.textTooLong', { most: LIMITS.textBytes })];
}

/** Only whole values are compared with the closed list: what a text starts with need not be in it. */
function choiceFault(value: string, { fact, operator }: ValuePlace): Fault | undefined {
  if (!fact.values || fact.values.includes(value) || operator.name === 'startsWith') return undefined;
  const near = nearest(value, fact.values);
  const about = { title: factTitle(fact), value: quote(value) };
  return [
    'VALUE_NOT_ALLOWED',
    near === undefined
      ? phrase('value.never', { ...about, allowed: listed(fact.values, 'or') })
      : phrase('value.neverMeant', { ...about, near }),
  ];
}

function patternFaultOf(pattern: string): Fault | undefined {
  if (pattern.length > LIMITS.patternCharacters)
    return ['PATTERN_TOO_LONG', phrase('pattern.tooLong', { count: pattern.length, most: LIMITS.patternCharacters })];
  const fault = patternFault(pattern);
  return fault && [fault.code, fault.phrase];
}
