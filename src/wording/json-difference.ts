import { under } from '../rules/pointer.ts';

/** One place in which two JSON values differ; what is absent on one side has no value there. */
export interface JsonDifference {
  /** JSON pointer: into the later value, or for what was removed, into the earlier one. */
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * The smallest places in which two JSON values differ. Objects in a list are matched by their `key` or `name` where each
 * has one, so that one that is put in between does not make all that follow differ.
 */
export function jsonDifference(before: unknown, after: unknown, pointer = ''): JsonDifference[] {
  if (Array.isArray(before) && Array.isArray(after)) return listDifference(before, after, pointer);
  if (!isObject(before) || !isObject(after)) return Object.is(before, after) ? [] : [{ pointer, before, after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    memberDifference(before[name], after[name], under(pointer, name)),
  );
}

function memberDifference(before: unknown, after: unknown, pointer: string): JsonDifference[] {
  if (after === undefined) return before === undefined ? [] : [{ pointer, before }];
  return before === undefined ? [{ pointer, after }] : jsonDifference(before, after, pointer);
}

function listDifference(before: readonly unknown[], after: readonly unknown[], pointer: string): JsonDifference[] {
  const names = namesOf(before);
  const later = namesOf(after);
  if (!names || !later) {
    const places = Array.from({ length: Math.max(before.length, after.length) }, (_, i) => i);
    return places.flatMap((i) => memberDifference(before[i], after[i], under(pointer, i)));
  }
  const removed = names.flatMap((name, i) =>
    later.includes(name) ? [] : [{ pointer: under(pointer, i), before: before[i] }],
  );
  const kept = later.flatMap((name, i) => memberDifference(before[names.indexOf(name)], after[i], under(pointer, i)));
  const order = names.filter((name) => later.includes(name));
  const moved = later.filter((name) => names.includes(name));
  const isMoved = order.some((name, i) => name !== moved[i]);
  return [...removed, ...kept, ...(isMoved ? [{ pointer, before: order, after: moved }] : [])];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The names of objects in a list, or nothing when they have none or share one. */
function namesOf(list: readonly unknown[]): string[] | undefined {
  const names = list.map((one) => (isObject(one) ? (one.key ?? one.name) : undefined));
  const known = names.filter((name) => typeof name === 'string');
  return known.length === list.length && new Set(known).size === list.length ? known : undefined;
}
