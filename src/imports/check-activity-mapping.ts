import { currencyDigits } from '../activities/currency-digits.ts';
import { takenFields } from '../activities/taken-fields.ts';
import type { ActivityKind } from '../contract/activity.ts';
import { checkConditions } from './check-conditions.ts';
import { checkTime, checkValue } from './check-value.ts';
import { didYouMean } from './closest.ts';
import { type Faults, type Path, type Properties, place } from './faults.ts';

type Kinds = ReadonlyMap<string, ActivityKind>;

/** Checks the mapping of activities. */
export function checkActivityMapping(faults: Faults, given: unknown, kinds: Kinds): void {
  const allowed = ['source', 'customer', 'customerId', 'key', 'occurredAt', 'exclusive', 'activities'];
  const mapping = faults.object(given, [], allowed);
  if (!mapping) return;
  const { source, customer, customerId, key, occurredAt, activities } = mapping;
  if (customer === undefined && customerId === undefined) {
    faults.add(['customer'], 'NO_CUSTOMER', 'Name the column with the customer: "customer": "…".');
  }
  if (customer !== undefined) checkValue(faults, customer, ['customer'], 'text');
  if (customerId !== undefined) checkValue(faults, customerId, ['customerId'], 'text');
  if (source !== undefined) checkValue(faults, source, ['source'], 'text');
  if (key !== undefined) faults.columns(key, ['key']);
  if (occurredAt !== undefined) checkTime(faults, occurredAt, ['occurredAt']);
  faults.typed(mapping, 'exclusive', [], 'boolean');
  if (!Array.isArray(activities) || activities.length === 0) {
    faults.add(['activities'], 'NO_ACTIVITIES', '“activities” must list at least one kind of activity.');
    return;
  }
  let always: number | undefined;
  for (const [index, entry] of activities.entries()) {
    const path = ['activities', String(index)];
    if (always !== undefined) {
      const message = `${place(path)} is never reached: entry ${always} has no conditions and takes every row.`;
      faults.add(path, 'NEVER_REACHED', message);
    }
    const when = checkEntry(faults, entry, path, kinds)?.when;
    if (always === undefined && (when === undefined || (Array.isArray(when) && when.length === 0))) always = index;
  }
}

function checkEntry(faults: Faults, given: unknown, path: Path, kinds: Kinds): Properties | undefined {
  const entry = faults.object(given, path, ['when', 'kind', 'fields']);
  if (!entry) return undefined;
  if (entry.when !== undefined) checkConditions(faults, entry.when, [...path, 'when']);
  const kind = typeof entry.kind === 'string' ? kinds.get(entry.kind) : undefined;
  if (kind) checkFields(faults, entry.fields ?? {}, [...path, 'fields'], kind);
  else {
    const name = typeof entry.kind === 'string' ? entry.kind : '';
    const message = name
      ? `There is no kind of activity “${name}”.${didYouMean(name, kinds.keys())}`
      : `${place(path)} must name the kind of activity.`;
    faults.add([...path, 'kind'], 'UNKNOWN_KIND', message);
  }
  return entry;
}

function checkFields(faults: Faults, given: unknown, path: Path, kind: ActivityKind): void {
  const fields = faults.record(given, path);
  if (!fields) return;
  const taken = new Map(takenFields(kind));
  for (const [name, mapping] of Object.entries(fields)) {
    const field = taken.get(name);
    if (field) checkValue(faults, mapping, [...path, name], field.type);
    else {
      const message = `“${kind.key}” has no field “${name}”.${didYouMean(name, taken.keys())}`;
      faults.add([...path, name], 'UNKNOWN_FIELD', message);
    }
  }
  for (const [name, field] of taken) {
    if (!field.required || Object.hasOwn(fields, name)) continue;
    const message = `“${kind.key}” needs the field “${name}”: ${field.description}`;
    faults.add([...path, name], 'MISSING_FIELD', message);
  }
  checkCurrency(faults, fields, path, kind);
}

function checkCurrency(faults: Faults, fields: Properties, path: Path, kind: ActivityKind): void {
  const { currency } = fields;
  const money = Object.keys(fields).find((name) => kind.fields[name]?.type === 'money');
  if (money !== undefined && currency === undefined && !kind.fields.currency?.required) {
    faults.add([...path, 'currency'], 'MISSING_FIELD', `“${money}” needs its “currency”.`);
  }
  if (typeof currency !== 'object' || currency === null || !('value' in currency)) return;
  const { value } = currency;
  if (typeof value === 'string' && currencyDigits(value.toUpperCase()) === undefined) {
    const message = `“${value}” is no currency. Use its ISO 4217 code, such as EUR.`;
    faults.add([...path, 'currency', 'value'], 'UNKNOWN_CURRENCY', message);
  }
}
