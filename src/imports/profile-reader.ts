import type { ProfileDraft } from '../activities/draft.ts';
import type { FieldType } from '../contract/activity.ts';
import { isTimeZone } from '../time/offsets.ts';
import { didYouMean } from './closest.ts';
import { converter } from './convert.ts';
import { type Convert, type Converted, fault } from './converted.ts';
import type {
  AttributeDeclaration,
  AttributeDeclarations,
  Conversion,
  CustomerMapping,
  ValueMapping,
} from './mapping.ts';
import { customerReader } from './read-customer.ts';
import { valueReader } from './read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from './row.ts';

/** What became of a row: a part of a profile to set, or everything that is wrong with the row. */
export type MappedCustomer =
  | { readonly input: ProfileDraft; readonly problems?: never }
  | { readonly problems: readonly RowProblem[]; readonly input?: never };

type Part = string | number | boolean | null;

/** The type by which an attribute's values are read. */
export const FIELD_TYPES: Readonly<Record<AttributeDeclaration['type'], FieldType>> = {
  string: 'text',
  number: 'decimal',
  boolean: 'boolean',
  date: 'instant',
  enum: 'enum',
};

/** Compiles a mapping that has been checked. An empty value leaves the profile as it is; JSON's `null` removes. */
export function profileReader(
  mapping: CustomerMapping,
  attributes: AttributeDeclarations,
): (row: ReadRow) => MappedCustomer {
  const readCustomer = customerReader(mapping.externalId, mapping.customerId);
  const readLocale = part(mapping.locale, toLocale);
  const readTimeZone = part(mapping.timeZone, toTimeZone);
  const readJoinedAt = part(mapping.joinedAt, converter('instant', how(mapping.joinedAt)));
  const readAttributes = Object.entries(mapping.attributes ?? {}).map(
    ([key, value]) => [key, part(value, attributeConverter(attributes.get(key), value))] as const,
  );
  return (row) => {
    const problems: RowProblem[] = [];
    const customer = readCustomer(row, problems);
    const locale = readLocale(row, problems) as string | null | undefined;
    const timeZone = readTimeZone(row, problems) as string | null | undefined;
    const joinedAt = readJoinedAt(row, problems) as number | null | undefined;
    const set: Record<string, Part> = {};
    for (const [key, read] of readAttributes) {
      const value = read(row, problems);
      if (value !== undefined) set[key] = value;
    }
    if (problems.length > 0 || customer === undefined) return { problems };
    const parts = { locale, timeZone, joinedAt, attributes: Object.keys(set).length > 0 ? set : undefined };
    const given = Object.entries(parts).filter(([, value]) => value !== undefined);
    return { input: { customer, ...Object.fromEntries(given) } };
  };
}

const how = (mapping: ValueMapping | undefined) => (typeof mapping === 'object' ? mapping : {});

function part(
  mapping: ValueMapping | undefined,
  convert: Convert,
): (row: ReadRow, problems: RowProblem[]) => Part | undefined {
  if (mapping === undefined) return () => undefined;
  const read = valueReader(mapping);
  return (row, problems) => {
    const { column, value } = read(row, problems);
    if (value === undefined || value === null) return value;
    const converted = convert(value);
    if ('value' in converted) return converted.value as Part;
    problems.push(rowProblem(row.line, column, value, converted.code, converted.message));
    return undefined;
  };
}

function attributeConverter(declared: AttributeDeclaration | undefined, mapping: ValueMapping): Convert {
  const convert = converter(FIELD_TYPES[declared?.type ?? 'string'], how(mapping));
  if (declared?.type === 'date') return dayConverter(convert, (how(mapping) as Conversion).timeZone ?? 'UTC');
  const options = declared?.type === 'enum' ? declared.options : undefined;
  if (options === undefined) return convert;
  return (value) => {
    const word = String(value);
    if (options.includes(word)) return { value: word };
    return fault('NOT_AN_OPTION', `This must be one of ${options.join(', ')}.${didYouMean(word, options)}`);
  };
}

/** Calendar days are kept as `2026-11-23`; a time is the day that it falls on in the zone in which it was written. */
function dayConverter(convert: Convert, timeZone: string): Convert {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (value) => {
    if (typeof value === 'string' && isDay(value)) return { value };
    const converted = convert(value);
    return 'value' in converted ? { value: day.format(converted.value as number) } : converted;
  };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function toLocale(value: unknown): Converted {
  try {
    const [locale] = Intl.getCanonicalLocales(String(value).replaceAll('_', '-'));
    if (locale !== undefined) return { value: locale };
  } catch {
    // Told below.
  }
  return fault('BAD_LOCALE', 'This is no language tag, such as en-GB or zh-CN.');
}

function toTimeZone(value: unknown): Converted {
  const name = String(value);
  return isTimeZone(name) ? { value: name } : fault('BAD_TIME_ZONE', 'This is no time zone, such as Europe/London.');
}
