import type { FieldType } from '../contract/activity.ts';
import { itemsConverter } from './convert-items.ts';
import { decimalConverter, durationConverter, integerConverter, moneyConverter } from './convert-number.ts';
import { type Convert, type Converted, fault } from './converted.ts';
import type { Conversion } from './mapping.ts';
import { timeReader } from './time-format.ts';

const TRUE = new Set(['true', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'no', 'n', '0']);

/** Compiles the conversion of a field's values into their stored form (see `FieldType`). */
export function converter(type: FieldType, how: Conversion): Convert {
  switch (type) {
    case 'money':
      return moneyConverter(how);
    case 'integer':
      return integerConverter(how);
    case 'decimal':
      return decimalConverter(how);
    case 'duration':
      return durationConverter(how);
    case 'boolean':
      return toBoolean;
    case 'instant':
      return timeConverter(how);
    case 'items':
      return itemsConverter(how);
    case 'text':
    case 'enum':
      return toText;
  }
}

function toBoolean(value: unknown): Converted {
  const word = String(value).toLowerCase();
  if (TRUE.has(word)) return { value: true };
  if (FALSE.has(word)) return { value: false };
  return fault('NOT_A_BOOLEAN', 'This must be true or false (or yes, no, y, n, 1, 0).');
}

function toText(value: unknown): Converted {
  if (typeof value === 'object') return fault('NOT_A_TEXT', 'This must be a text.');
  return { value: String(value) };
}

function timeConverter(how: Conversion): Convert {
  const reader = timeReader(how);
  if ('fault' in reader) throw new TypeError(reader.fault[1]);
  const { read } = reader;
  const wanted = how.format === undefined ? 'a time with its zone, such as 2026-03-01T09:30:00Z' : `“${how.format}”`;
  const message = `This must be ${wanted}, and a time that exists.`;
  return (value) => {
    const at = read(value);
    return at === undefined ? fault('BAD_TIME', message) : { value: at };
  };
}
