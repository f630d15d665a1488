import { currencyDigits } from '../activities/currency-digits.ts';
import type { ActivityKind, FieldType } from '../contract/activity.ts';
import { converter } from './convert.ts';
import type { Convert } from './converted.ts';
import type { ActivityEntry } from './mapping.ts';
import { type ReadValue, valueReader } from './read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from './row.ts';

const CURRENCY = 'currency';

interface FieldReader {
  readonly name: string;
  readonly read: ReadValue;
  readonly convert: Convert;
}

/** Compiles the fields of an entry: their values in stored form, without those that are empty. */
export function fieldsReader(
  entry: ActivityEntry,
  kind: ActivityKind,
): (row: ReadRow, problems: RowProblem[]) => Record<string, unknown> {
  const { [CURRENCY]: currencyFrom, ...others } = entry.fields ?? {};
  const readers: FieldReader[] = Object.entries(others).map(([name, mapping]) => ({
    name,
    read: valueReader(mapping),
    convert: converter(kind.fields[name]?.type as FieldType, typeof mapping === 'string' ? {} : mapping),
  }));
  const readCurrency = currencyFrom === undefined ? undefined : valueReader(currencyFrom);
  return (row, problems) => {
    const fields: Record<string, unknown> = {};
    const code = readCurrency?.(row, problems);
    let digits: number | undefined;
    if (code?.value != null) {
      const currency = typeof code.value === 'string' ? code.value.toUpperCase() : '';
      fields[CURRENCY] = currency;
      digits = currencyDigits(currency);
      if (digits === undefined) {
        const message = 'This is no currency. Use its ISO 4217 code, such as EUR.';
        problems.push(rowProblem(row.line, code.column, code.value, 'UNKNOWN_CURRENCY', message));
        return fields;
      }
    }
    for (const { name, read, convert } of readers) {
      const { column, value } = read(row, problems);
      if (value == null) continue;
      const converted = convert(value, digits);
      if ('value' in converted) fields[name] = converted.value;
      else problems.push(rowProblem(row.line, column, value, converted.code, converted.message));
    }
    return fields;
  };
}
