import type { FieldType } from '../contract/activity.ts';
import { converter } from './convert.ts';
import { type Faults, type Path, type Properties, place } from './faults.ts';
import type { Conversion } from './mapping.ts';
import { timeReader } from './time-format.ts';

const CONVERSION = ['as', 'negate', 'round', 'format', 'timeZone', 'values'];
const NUMBERS: ReadonlySet<FieldType> = new Set(['money', 'integer', 'decimal', 'duration']);
const UNITS: Partial<Record<FieldType, readonly string[]>> = {
  money: ['minor', 'major'],
  items: ['minor', 'major'],
  duration: ['seconds', 'minutes', 'milliseconds'],
  boolean: ['boolean'],
};

/** Checks where a value comes from and how it becomes a value of the type. */
export function checkValue(faults: Faults, mapping: unknown, path: Path, type: FieldType): void {
  if (typeof mapping === 'string') {
    faults.column(mapping, path);
    checkConversion(faults, {}, path, type);
    return;
  }
  const value = faults.object(mapping, path, ['column', 'value', ...CONVERSION]);
  if (!value) return;
  const constant = Object.hasOwn(value, 'value');
  if (constant === Object.hasOwn(value, 'column')) {
    faults.add(path, 'NO_ORIGIN', `${place(path)} must have either a “column” or a “value”.`);
    return;
  }
  if (!constant) faults.columns(value.column, [...path, 'column']);
  if (checkConversion(faults, value, path, type) && constant) checkConstant(faults, value, path, type);
}

/** Checks a time; like other values from columns, and it may be `optional`. */
export function checkTime(faults: Faults, mapping: unknown, path: Path): void {
  if (typeof mapping === 'string') {
    faults.column(mapping, path);
    return;
  }
  const value = faults.object(mapping, path, ['column', 'optional', ...CONVERSION]);
  if (!value) return;
  faults.typed(value, 'optional', path, 'boolean');
  faults.columns(value.column, [...path, 'column']);
  checkConversion(faults, value, path, 'instant');
}

function checkConversion(faults: Faults, value: Properties, path: Path, type: FieldType): boolean {
  const before = faults.issues.length;
  for (const key of ['as', 'format', 'timeZone']) faults.typed(value, key, path, 'string');
  for (const key of ['negate', 'round']) faults.typed(value, key, path, 'boolean');
  checkValues(faults, value.values, [...path, 'values']);
  const allowed = ['column', 'value', 'optional', 'values', ...properties(type)];
  for (const key of CONVERSION) {
    if (value[key] === undefined || allowed.includes(key)) continue;
    faults.add([...path, key], 'UNFIT_PROPERTY', `${place(path)} is of type ${type}; “${key}” has no meaning there.`);
  }
  checkUnit(faults, value, path, type);
  if (type === 'instant' && faults.issues.length === before) {
    const reader = timeReader(value as Conversion);
    if ('fault' in reader) faults.add([...path, 'format'], ...reader.fault);
  }
  return faults.issues.length === before;
}

function checkValues(faults: Faults, values: unknown, path: Path): void {
  if (values === undefined) return;
  for (const [text, value] of Object.entries(faults.record(values, path) ?? {}))
    if (!['string', 'number', 'boolean'].includes(typeof value))
      faults.add([...path, text], 'WRONG_TYPE', `${place([...path, text])} must be a text, a number or a boolean.`);
}

function properties(type: FieldType): string[] {
  if (type === 'instant') return ['format', 'timeZone'];
  if (type === 'items') return ['as', 'round'];
  if (type === 'boolean') return ['as'];
  if (!NUMBERS.has(type)) return [];
  return UNITS[type] ? ['as', 'negate', 'round'] : ['negate', 'round'];
}

function checkUnit(faults: Faults, value: Properties, path: Path, type: FieldType): void {
  const units = UNITS[type];
  if (!units || (value.as === undefined && type === 'boolean')) return;
  if (value.as === undefined) {
    const message = `Say in which unit ${place(path)} is written: { "column": …, "as": ${units.map((unit) => `"${unit}"`).join(' or ')} }.`;
    faults.add([...path, 'as'], 'NO_UNIT', message);
  } else if (typeof value.as === 'string' && !units.includes(value.as)) {
    faults.add(
      [...path, 'as'],
      'UNKNOWN_UNIT',
      `“${value.as}” is no unit of ${place(path)}; use ${units.join(' or ')}.`,
    );
  }
}

const ANY_DIGITS = 4;

function checkConstant(faults: Faults, value: Properties, path: Path, type: FieldType): void {
  if (value.value === undefined || value.value === null) {
    faults.add([...path, 'value'], 'NO_VALUE', `${place(path)} has no value.`);
    return;
  }
  const converted = converter(type, value as Conversion)(value.value, ANY_DIGITS);
  if ('code' in converted) faults.add([...path, 'value'], converted.code, `${place(path)}: ${converted.message}`);
}
