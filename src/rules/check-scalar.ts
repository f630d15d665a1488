import type { ValuePlace } from './checking.ts';
import { parseInstant } from './instants.ts';
import { LIMITS } from './limits.ts';
import { nearest } from './nearest.ts';
import type { ValueShape } from './operators.ts';
import { patternFault } from './pattern.ts';
import { listed, quote } from './wording.ts';

/** The shapes that are one value, not a list of them. */
export type ScalarShape = Exclude<ValueShape, 'numberList' | 'textList' | 'numberRange'>;

type Fault = readonly [code: string, message: string];

/** Checks one value and tells of its first fault; true when there is none. */
export function checkScalar(value: unknown, shape: ScalarShape, place: ValuePlace): boolean {
  const fault = faultOf(value, shape, place);
  if (fault) place.checking.refuse(place.pointer, ...fault);
  return fault === undefined;
}

function faultOf(value: unknown, shape: ScalarShape, place: ValuePlace): Fault | undefined {
  const { fact, operator } = place;
  const wrong = (wanted: string): Fault => ['WRONG_VALUE', `${wanted}, not ${quote(value)}.`];
  switch (shape) {
    case 'number':
      return numberFault(value, `"${fact.title}" is a number: write a number`);
    case 'days':
    case 'calendarDays':
      return daysFault(value, shape, operator.name);
    case 'boolean':
      if (typeof value === 'boolean') return undefined;
      if (value === 'true' || value === 'false') return withoutQuotes(value);
      return wrong(`"${fact.title}" is true or false: write true or false`);
    case 'present':
      if (value === true) return undefined;
      return [
        'WRONG_VALUE',
        `"${operator.name}" takes the value true. To test for the opposite, use "${operator.name === 'known' ? 'unknown' : 'known'}".`,
      ];
    case 'instant':
      if (typeof value === 'string' && !Number.isNaN(parseInstant(value))) return undefined;
      return wrong(
        `"${fact.title}" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00"`,
      );
    case 'pattern':
      return textFault(value, place) ?? patternFaultOf(value as string);
    case 'text':
      return textFault(value, place) ?? choiceFault(value as string, place);
  }
}

const withoutQuotes = (value: string): Fault => ['WRONG_VALUE', `Write ${value} without quotation marks.`];

function numberFault(value: unknown, wanted: string): Fault | undefined {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return undefined;
    return ['NOT_FINITE', 'This number is too large to be computed with. Write a smaller one.'];
  }
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return withoutQuotes(value);
  return ['WRONG_VALUE', `${wanted}, not ${quote(value)}.`];
}

function daysFault(value: unknown, shape: 'days' | 'calendarDays', operator: string): Fault | undefined {
  const fault = numberFault(value, `"${operator}" takes a number of days: write a number`);
  if (fault || typeof value !== 'number') return fault;
  if (value < 0 || value > LIMITS.days) {
    return ['WRONG_VALUE', `"${operator}" takes from 0 to ${LIMITS.days} days, not ${quote(value)}.`];
  }
  if (shape === 'calendarDays' && !Number.isInteger(value)) {
    return ['WRONG_VALUE', `Calendar days are counted whole: write ${Math.floor(value)} or ${Math.ceil(value)}.`];
  }
  return undefined;
}

function textFault(value: unknown, { fact }: ValuePlace): Fault | undefined {
  if (typeof value !== 'string') {
    return ['WRONG_VALUE', `"${fact.title}" is a text: write it in quotation marks, not ${quote(value)}.`];
  }
  if (Buffer.byteLength(value) <= LIMITS.textBytes) return undefined;
  return ['TEXT_TOO_LONG', `This text is longer than ${LIMITS.textBytes} bytes. Shorten it.`];
}

/** Only whole values are compared with the closed list: what a text starts with need not be in it. */
function choiceFault(value: string, { fact, operator }: ValuePlace): Fault | undefined {
  if (!fact.values || fact.values.includes(value) || operator.name === 'startsWith') return undefined;
  const near = nearest(value, fact.values);
  const hint = near === undefined ? `Choose ${listed(fact.values, 'or')}.` : `Did you mean "${near}"?`;
  return ['VALUE_NOT_ALLOWED', `"${fact.title}" is never ${quote(value)}. ${hint}`];
}

function patternFaultOf(pattern: string): Fault | undefined {
  if (pattern.length > LIMITS.patternCharacters) {
    return [
      'PATTERN_TOO_LONG',
      `This pattern has ${pattern.length} characters; ${LIMITS.patternCharacters} is the most. Shorten it.`,
    ];
  }
  const fault = patternFault(pattern);
  switch (fault?.code) {
    case undefined:
      return undefined;
    case 'PATTERN_NOT_LINEAR':
      return [
        fault.code,
        'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
      ];
    case 'PATTERN_TOO_LARGE':
      return [
        fault.code,
        'This pattern repeats its parts too many times. Use smaller counts in curly brackets, or "*" and "+".',
      ];
    case 'PATTERN_INVALID':
      return [fault.code, `This pattern cannot be read: ${fault.cause}.`];
  }
}
