import type { ActivityKind, Field } from '../contract/activity.ts';
import type { Issue } from '../errors.ts';
import type { ActivityDraft, CustomerRef } from './draft.ts';
import { isUuid } from './identify.ts';
import { takenFields } from './taken-fields.ts';

/** An activity as a caller or a file gives it; `fields` in the stored forms of their types. */
export interface RawActivity {
  readonly customer: CustomerRef;
  readonly kind: string;
  readonly key: string;
  readonly source: string;
  readonly occurredAt?: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const MAX_TEXT = 1000;
/** Characters of a key: of an activity, of a customer, of what activities belong to. */
const MAX_KEY = 200;
export const MAX_ITEMS = 200;
export const MAX_PAYLOAD_BYTES = 16_384;
/** Years 1900 to 2200: what lies outside is a mistake of a unit or a format. */
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2200, 0);

/**
 * Everything about an activity that can be judged without the database. `currency` is the account's: money in another
 * one is refused, because amounts of several currencies cannot be added.
 */
export function checkActivity(
  raw: RawActivity,
  kinds: ReadonlyMap<string, ActivityKind>,
  currency: string,
): { draft: ActivityDraft } | { issues: Issue[] } {
  const issues: Issue[] = [...checkRef(raw.customer, ['customer'])];
  const fault = (path: string[], code: string, message: string) => issues.push({ path, code, message });
  const kind = kinds.get(raw.kind);
  if (!kind) fault(['kind'], 'UNKNOWN_KIND', `There is no kind of activity "${raw.kind}".`);
  if (!isText(raw.key, MAX_KEY)) fault(['key'], 'BAD_LENGTH', `A key has 1 to ${MAX_KEY} characters.`);
  if (!isText(raw.source, 100)) fault(['source'], 'BAD_LENGTH', 'A source has 1 to 100 characters.');
  const at = raw.occurredAt;
  if (at !== undefined && !(at >= EARLIEST && at < LATEST))
    fault(['occurredAt'], 'OUT_OF_RANGE', 'The time must lie between 1900 and 2200.');
  if (!kind) return { issues };

  const payload: Record<string, unknown> = {};
  const taken = new Map(takenFields(kind));
  for (const [name, field] of taken) {
    const value = raw.fields[name];
    if (value === undefined || value === null) {
      if (field.required) fault([name], 'REQUIRED', `${kind.title} needs "${name}": ${field.description}`);
      continue;
    }
    const message = misfit(field, value) ?? (kind.thread?.by === name ? misfitKey(value as string) : undefined);
    if (message) fault([name], 'INVALID_VALUE', `"${name}" ${message}.`);
    else payload[name] = value;
  }
  for (const name of Object.keys(raw.fields)) {
    if (!taken.has(name))
      fault(
        [name],
        'UNKNOWN_FIELD',
        `${kind.title} takes no field "${name}"; it takes ${[...taken.keys()].join(', ')}.`,
      );
  }
  if (payload.currency !== undefined && payload.currency !== currency) {
    const message = `This account counts in ${currency}; convert the amount before you send it.`;
    fault(['currency'], 'CURRENCY_MISMATCH', message);
  }
  if (raw.kind === 'rating' && !issues.length) {
    const { score, scaleMin, scaleMax } = payload as Record<string, number>;
    if (!((score ?? 0) >= (scaleMin ?? 0) && (score ?? 0) <= (scaleMax ?? 0)))
      fault(['score'], 'OUT_OF_RANGE', `The score must lie on the scale from ${scaleMin} to ${scaleMax}.`);
  }
  if (issues.length) return { issues };
  if (Buffer.byteLength(JSON.stringify(payload)) > MAX_PAYLOAD_BYTES) {
    const message = `An activity may carry at most ${MAX_PAYLOAD_BYTES} bytes.`;
    return { issues: [{ path: [], code: 'TOO_LARGE', message }] };
  }
  const draft = { customer: raw.customer, kind: raw.kind, key: raw.key, source: raw.source, payload };
  return { draft: at === undefined ? draft : { ...draft, occurredAt: Math.trunc(at) } };
}

/** The externalId of an erased person is this and the customer's id: nobody else may be called so. */
export const ERASED_PREFIX = 'erased:';

/** Faults in how a customer is named. */
export function checkRef(ref: CustomerRef, path: string[]): Issue[] {
  if (ref.id !== undefined)
    return isUuid(ref.id) ? [] : [{ path, code: 'BAD_ID', message: 'This is not the id of a customer.' }];
  const { externalId } = ref;
  if (externalId.startsWith(ERASED_PREFIX))
    return [{ path, code: 'RESERVED', message: `What begins with "${ERASED_PREFIX}" names persons who were erased.` }];
  if (isText(externalId, MAX_KEY)) return [];
  return [{ path, code: 'BAD_LENGTH', message: `An externalId has 1 to ${MAX_KEY} characters.` }];
}

const isText = (text: string, most: number): boolean => text.length >= 1 && text.length <= most && !text.includes('\0');

/** Why a value does not fit its field, as the end of a sentence; nothing when it does. */
function misfit(field: Field, value: unknown): string | undefined {
  switch (field.type) {
    case 'money':
    case 'integer':
    case 'duration':
      if (!Number.isSafeInteger(value)) return 'must be a whole number';
      return outside(field, value as number);
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
      if (Math.abs(value) > 1e9) return 'must lie between -1000000000 and 1000000000';
      return outside(field, value);
    case 'instant':
      return Number.isSafeInteger(value) ? undefined : 'must be a time';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'enum':
      return field.values?.includes(value as string) ? undefined : `must be one of ${field.values?.join(', ')}`;
    case 'text':
      if (typeof value !== 'string') return 'must be text';
      if (value.includes('\0')) return 'must not contain a NUL character';
      return tooLong(value, field.max ?? MAX_TEXT);
    case 'items':
      return misfitItems(value);
  }
}

// as many characters as people count, not halves of them
const tooLong = (text: string, most: number): string | undefined =>
  text.length > most && [...text].length > most ? `must have at most ${most} characters` : undefined;

const misfitKey = (value: string): string | undefined =>
  isText(value, MAX_KEY) ? undefined : `must have 1 to ${MAX_KEY} characters`;

function outside({ min, max }: Field, value: number): string | undefined {
  if (min !== undefined && value < min) return `must be at least ${min}`;
  if (max !== undefined && value > max) return `must be at most ${max}`;
  return undefined;
}

function misfitItems(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length > MAX_ITEMS) return `must be a list of at most ${MAX_ITEMS} items`;
  const fits = (item: { sku?: unknown; quantity?: unknown; amount?: unknown } | null) =>
    typeof item?.sku === 'string' &&
    item.sku.length <= 200 &&
    !item.sku.includes('\0') &&
    Number.isFinite(item.quantity) &&
    (item.amount === undefined || item.amount === null || Number.isSafeInteger(item.amount));
  return value.every(fits) ? undefined : 'must hold items with a sku, a quantity and an amount in minor units';
}
