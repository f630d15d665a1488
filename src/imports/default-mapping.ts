import { takenFields } from '../activities/taken-fields.ts';
import type { ActivityKind, FieldType } from '../contract/activity.ts';
import type { Format } from './detect-format.ts';
import type {
  ActivityEntry,
  ActivityMapping,
  AttributeDeclarations,
  CustomerMapping,
  ValueMapping,
} from './mapping.ts';

type Kinds = ReadonlyMap<string, ActivityKind>;

/**
 * The mapping of a file that already speaks our words.
 *
 * NDJSON: `{ "customer": { "externalId" }, "key", "occurredAt", "<kind>": { …fields } }` as in the API, with money as
 * `{ "amountMinor", "currencyCode" }`.
 *
 * CSV (give its `columns`): `customer`, `kind`, `key`, `occurredAt` and columns with the names of fields. Money is in
 * major units (12.50), or in minor units in a column such as `amountMinor`; durations are in seconds. `key` and
 * `occurredAt` may be missing.
 */
export function defaultActivityMapping(format: Format, kinds: Kinds, columns: readonly string[] = []): ActivityMapping {
  return format === 'ndjson' ? ndjsonActivities(kinds) : csvActivities(kinds, columns);
}

function ndjsonActivities(kinds: Kinds): ActivityMapping {
  return {
    customer: 'customer.externalId',
    customerId: 'customer.id',
    key: 'key',
    occurredAt: { column: 'occurredAt', optional: true },
    exclusive: true,
    activities: [...kinds.values()].map((kind) => ({
      when: [{ column: kind.key, filled: true }],
      kind: kind.key,
      fields: Object.fromEntries(
        takenFields(kind).map(([name, field]) => [name, inObject(kind.key, name, field.type, kind.fields)]),
      ),
    })),
  };
}

function inObject(kind: string, name: string, type: FieldType, fields: ActivityKind['fields']): ValueMapping {
  const column = `${kind}.${name}`;
  if (type === 'money') return { column: `${column}.amountMinor`, as: 'minor' };
  if (type === 'items') return { column, as: 'minor' };
  if (type === 'duration') return { column, as: 'seconds' };
  const money = Object.keys(fields).filter((other) => fields[other]?.type === 'money');
  if (name !== 'currency' || money.length === 0) return column;
  return { column: [column, ...money.map((other) => `${kind}.${other}.currencyCode`)] };
}

function csvActivities(kinds: Kinds, columns: readonly string[]): ActivityMapping {
  const activities: ActivityEntry[] = [];
  for (const kind of kinds.values()) {
    const { key, fields } = kind;
    const mapped: Record<string, ValueMapping> = {};
    for (const [name, field] of takenFields(kind)) {
      const value = inColumns(name, field.type, columns);
      if (value !== undefined) mapped[name] = value;
    }
    const complete = Object.entries(fields).every(([name, { required }]) => !required || name in mapped);
    const usable = complete && (!hasMoney(fields, mapped) || 'currency' in mapped);
    if (usable) activities.push({ when: [{ column: 'kind', equals: key }], kind: key, fields: mapped });
  }
  const has = (column: string) => columns.includes(column);
  return {
    customer: 'customer',
    ...(has('source') ? { source: 'source' } : {}),
    ...(has('key') ? { key: 'key' } : {}),
    ...(has('occurredAt') ? { occurredAt: 'occurredAt' } : {}),
    activities,
  };
}

const hasMoney = (fields: ActivityKind['fields'], mapped: object) =>
  Object.keys(mapped).some((name) => fields[name]?.type === 'money');

function inColumns(name: string, type: FieldType, columns: readonly string[]): ValueMapping | undefined {
  const minor = `${name}Minor`;
  if (type === 'money' && columns.includes(minor)) return { column: minor, as: 'minor' };
  if (!columns.includes(name)) return undefined;
  if (type === 'money' || type === 'items') return { column: name, as: 'major' };
  return type === 'duration' ? { column: name, as: 'seconds' } : name;
}

/** The same for customers: `externalId`, `locale`, `timeZone`, `joinedAt`, and attributes by their keys. */
export function defaultCustomerMapping(
  format: Format,
  attributes: AttributeDeclarations,
  columns: readonly string[] = [],
): CustomerMapping {
  const has = (column: string) => format === 'ndjson' || columns.includes(column);
  const inside = format === 'ndjson' ? 'attributes.' : '';
  const given = [...attributes.keys()].filter(has).map((key) => [key, `${inside}${key}`]);
  return {
    externalId: 'externalId',
    ...(has('locale') ? { locale: 'locale' } : {}),
    ...(has('timeZone') ? { timeZone: 'timeZone' } : {}),
    ...(has('joinedAt') ? { joinedAt: 'joinedAt' } : {}),
    ...(given.length > 0 ? { attributes: Object.fromEntries(given) } : {}),
  };
}
