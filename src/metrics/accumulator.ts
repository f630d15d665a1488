import type { ActivityKind, Field, ThreadType } from '../contract/activity.ts';
import type { Measure, MeasureCondition } from '../contract/metric.ts';

export const DAY = 86_400_000;
/** Begins the key of a slot whose accumulator nothing brings any more. */
export const RETIRED = 'retired:';
/** Decimals are kept as whole millionths: sums then do not depend on the order of adding. */
const MILLIONTHS = 1_000_000;

/** What an accumulator does with each activity: a mean is a sum and a count, and what keepers give no activity moves. */
export type Operation =
  | 'count'
  | 'sum'
  | 'min'
  | 'max'
  | 'first'
  | 'last'
  | 'firstAt'
  | 'lastAt'
  | 'distinctDays'
  | 'kept';

/** Running state of one measure in the customer's row: `width` numbers from `slot` on. */
export interface Accumulator {
  /** What it is, in a canonical form: the same key is the same number in every process and for ever. */
  readonly key: string;
  readonly operation: Operation;
  /** Kinds of activity, or the type of thread, it reads. */
  readonly from: readonly string[];
  readonly matches: (fields: Readonly<Record<string, unknown>>) => boolean;
  /** The value of the field, scaled to a whole number; NaN when absent. */
  readonly value: (fields: Readonly<Record<string, unknown>>) => number;
  readonly scale: number;
  readonly windowMs: number;
  readonly width: number;
  /** What it holds before anything happened. */
  readonly initial: number;
  slot: number;
  generation: number;
  /** For `distinctDays`: the accumulator that holds the time of the last activity that matches. */
  companion?: Accumulator;
}

/** Whether what leaves a window can be taken off again; otherwise the window is read anew. */
export const isInvertible = (operation: Operation): boolean =>
  operation === 'count' || operation === 'sum' || operation === 'distinctDays';

/** Fields of a source by name: of all the kinds it reads, or of the thread. */
export function fieldsOf(
  from: readonly string[],
  kinds: ReadonlyMap<string, ActivityKind>,
  threads: ReadonlyMap<string, ThreadType>,
): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const source of from) {
    const declared = kinds.get(source)?.fields ?? threads.get(source)?.fields ?? {};
    for (const [name, field] of Object.entries(declared)) fields.set(name, field);
  }
  return fields;
}

export const sourcesOf = (measure: Measure): readonly string[] =>
  typeof measure.from === 'string' ? [measure.from] : [...measure.from].sort();

export function makeAccumulator(
  operation: Operation,
  measure: Measure,
  fields: ReadonlyMap<string, Field>,
): Accumulator {
  const from = sourcesOf(measure);
  // names in one order: a definition that was kept as jsonb comes back in another
  const where = (measure.where ?? [])
    .map(({ field, operator, value }): MeasureCondition => ({ field, operator, value }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const usesField =
    operation === 'sum' || operation === 'min' || operation === 'max' || operation === 'first' || operation === 'last';
  const of = usesField ? measure.of : measure.aggregate === 'mean' ? measure.of : undefined;
  const type = of === undefined ? undefined : fields.get(of)?.type;
  const scale = type === 'decimal' ? MILLIONTHS : 1;
  const present: MeasureCondition[] =
    of === undefined || usesField ? [] : [{ field: of, operator: 'known', value: true }];
  return {
    key: JSON.stringify([operation, from, where, of ?? null, measure.windowDays ?? null]),
    operation,
    from,
    matches: matcherOf([...where, ...present]),
    value: readerOf(of, scale),
    scale,
    windowMs: measure.windowDays === undefined ? Number.POSITIVE_INFINITY : measure.windowDays * DAY,
    width: operation === 'first' || operation === 'last' ? 3 : 1,
    initial: isInvertible(operation) ? 0 : Number.NaN,
    slot: -1,
    generation: 0,
  };
}

function readerOf(of: string | undefined, scale: number): Accumulator['value'] {
  if (of === undefined) return () => 1;
  return (fields) => {
    const value = fields[of];
    if (typeof value === 'number') return scale === 1 ? value : Math.round(value * scale);
    return typeof value === 'boolean' ? Number(value) : Number.NaN;
  };
}

/** Whether fields fit all of these conditions. */
export function matcherOf(conditions: readonly MeasureCondition[]): Accumulator['matches'] {
  const compiled = conditions.map(compileCondition);
  return (fields) => compiled.every((holds) => holds(fields));
}

function compileCondition({ field, operator, value }: MeasureCondition): Accumulator['matches'] {
  switch (operator) {
    case 'equal':
      return (fields) => fields[field] === value;
    case 'notEqual':
      return (fields) => fields[field] !== undefined && fields[field] !== value;
    case 'in': {
      const allowed = new Set<unknown>(value as readonly unknown[]);
      return (fields) => allowed.has(fields[field]);
    }
    case 'atLeast':
      return (fields) => typeof fields[field] === 'number' && (fields[field] as number) >= (value as number);
    case 'atMost':
      return (fields) => typeof fields[field] === 'number' && (fields[field] as number) <= (value as number);
    case 'known':
      return (fields) => (fields[field] !== undefined) === value;
  }
}
