import { hash } from 'node:crypto';
import { isUuid } from '../activities/identify.ts';
import type { Parameters } from '../db/parameters.ts';
import { badInput } from './bad-input.ts';

/** One thing to sort by. Unknown values come last in both directions. */
export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
  readonly type: 'number' | 'text' | 'instant';
  readonly nullable: boolean;
  /** The value, in SQL; instants as timestamps. */
  readonly sql: string;
}

/** A total order: the keys, then the id in the direction of the last key. */
export interface Order {
  readonly keys: readonly SortKey[];
  readonly id: string;
  readonly signature: string;
}

export type KeyValue = number | string | null;

/** The place of a row in an order, as its cursor carries it. */
export interface Place {
  readonly now: number;
  readonly id: string;
  readonly values: readonly KeyValue[];
}

export function orderBy(keys: readonly SortKey[], id: string): Order {
  const text = keys.map(({ name, descending }) => `${name} ${descending ? 'desc' : 'asc'}`).join(',');
  return { keys, id, signature: hash('sha1', text, 'base64url').slice(0, 8) };
}

const isDescending = ({ keys }: Order): boolean => keys.at(-1)?.descending ?? false;

/** What to select so that a cursor can be made of a row: `k0`, `k1` … Instants as epoch milliseconds. */
export const selectKeys = ({ keys }: Order): string =>
  keys
    .map(({ sql, type }, i) => `, ${type === 'instant' ? `(extract(epoch from ${sql}) * 1000)::float8` : sql} as k${i}`)
    .join('');

/** The sort clause; `inverted` reads from the end. */
export function sortClause(order: Order, inverted: boolean): string {
  const direction = (descending: boolean): string => (descending !== inverted ? 'desc' : 'asc');
  const keys = order.keys.map(({ sql, descending, nullable }) => {
    const nulls = nullable ? ` nulls ${inverted ? 'first' : 'last'}` : '';
    return `${sql} ${direction(descending)}${nulls}`;
  });
  return [...keys, `${order.id} ${direction(isDescending(order))}`].join(', ');
}

/** The condition that a row lies after a place (or before it), in the order. */
export function beyond(order: Order, place: Place, side: 'after' | 'before', parameters: Parameters): string {
  const values = order.keys.map(({ type }, i) => bindKey(place.values[i] ?? null, type, parameters));
  const id = parameters.bind(place.id, 'uuid');
  const operator = (descending: boolean): string => (descending === (side === 'after') ? '<' : '>');
  const last = isDescending(order);
  const alike = order.keys.every(({ nullable, descending }) => !nullable && descending === last);
  if (alike)
    return `(${[...order.keys.map(({ sql }) => sql), order.id].join(', ')}) ${operator(last)} (${[...values, id].join(', ')})`;
  const branches: string[] = [];
  const equal: string[] = [];
  order.keys.forEach(({ sql, nullable, descending }, i) => {
    const value = values[i] as string;
    const unknown = place.values[i] === null;
    const step = unknown
      ? side === 'before' && `${sql} is not null`
      : `${sql} ${operator(descending)} ${value}${side === 'after' && nullable ? ` or ${sql} is null` : ''}`;
    if (step) branches.push([...equal, `(${step})`].join(' and '));
    equal.push(unknown ? `${sql} is null` : `${sql} = ${value}`);
  });
  branches.push([...equal, `${order.id} ${operator(last)} ${id}`].join(' and '));
  return `(${branches.map((branch) => `(${branch})`).join(' or ')})`;
}

function bindKey(value: KeyValue, type: SortKey['type'], parameters: Parameters): string {
  if (value === null) return 'null';
  if (type === 'instant') return parameters.bind(new Date(value).toISOString(), 'timestamptz');
  return parameters.bind(value, type === 'number' ? 'float8' : 'text');
}

/** Opaque to callers: the order it belongs to, the instant it was computed for, the sort values and the id. */
export const encodePlace = ({ signature }: Order, { now, id, values }: Place): string =>
  Buffer.from(JSON.stringify([signature, now, id, ...values])).toString('base64url');

/** Years 1 to 9999: what PostgreSQL reads in ISO form. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T00:00:00Z');

/** Reads a cursor that came back; anything but a cursor of this order is refused. */
export function decodePlace(order: Order, cursor: string): Place {
  const parts = cursor.length <= 4000 ? parse(Buffer.from(cursor, 'base64url').toString()) : undefined;
  const [signature, now, id, ...values] = parts ?? [];
  const sound =
    typeof now === 'number' &&
    Number.isFinite(now) &&
    typeof id === 'string' &&
    isUuid(id) &&
    values.length === order.keys.length &&
    order.keys.every((key, i) => fits(key, values[i]));
  if (!sound) throw badInput('This is not a cursor of this list; start from the beginning.', 'BAD_CURSOR');
  if (signature !== order.signature)
    throw badInput('This cursor belongs to the list in another order; start from the beginning.', 'BAD_CURSOR');
  return { now: now as number, id: id as string, values: values as KeyValue[] };
}

function parse(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function fits({ type, nullable }: SortKey, value: unknown): boolean {
  if (value === null) return nullable;
  if (type === 'text') return typeof value === 'string' && value.length <= 1000 && !value.includes('\0');
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return type === 'number' || (value >= EARLIEST && value <= LATEST);
}
