import type { ActivityKind, ThreadType } from '../contract/activity.ts';
import type { Keeper } from '../contract/keeper.ts';
import type { Measure, Metric } from '../contract/metric.ts';
import { type Accumulator, fieldsOf, isInvertible, makeAccumulator, type Operation, RETIRED } from './accumulator.ts';
import type { Calendar } from './calendar.ts';
import { type Derived, derive } from './derive.ts';
import { keeperAccumulators, keptAccumulator, type PlannedKeeper, planKeepers } from './kept.ts';

/** A window length in use. `oldest` is the slot of the earliest activity that still lies in it. */
export interface Window {
  readonly ms: number;
  readonly oldest: Accumulator;
  readonly accumulators: readonly Accumulator[];
  /** Kinds of activity that matter to the window. */
  readonly kinds: readonly string[];
}

/** A metric as it is kept: how to read it from a customer's numbers, in Node and in SQL. */
export interface PlannedMetric extends Derived {
  readonly metric: Metric;
}

/** All metrics of a running system: which numbers a customer's row holds and how activities move them. */
export interface MetricPlan {
  readonly accumulators: readonly Accumulator[];
  readonly byKind: ReadonlyMap<string, readonly Accumulator[]>;
  readonly byThread: ReadonlyMap<string, readonly Accumulator[]>;
  readonly windows: readonly Window[];
  readonly keepers: readonly PlannedKeeper[];
  readonly metrics: ReadonlyMap<string, PlannedMetric>;
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly threads: ReadonlyMap<string, ThreadType>;
  readonly calendar: Calendar;
  /** Numbers in a row, and what they are before anything happened. */
  readonly width: number;
  readonly initial: Float64Array;
  readonly generation: number;
}

export interface MetricSources {
  readonly metrics: readonly Metric[];
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly threads: ReadonlyMap<string, ThreadType>;
  readonly keepers: readonly Keeper[];
  readonly calendar: Calendar;
}

/** The slots that the database gave to accumulators, by key. */
export type Slots = ReadonlyMap<string, { readonly slot: number; readonly width: number; readonly generation: number }>;

/** The accumulators that the metrics need, each once; their slots are not known yet. */
export function listAccumulators({
  metrics,
  kinds,
  threads,
  keepers,
}: Omit<MetricSources, 'calendar'>): Map<string, Accumulator> {
  const all = new Map<string, Accumulator>();
  const need = (operation: Operation, measure: Measure): Accumulator => {
    const from = typeof measure.from === 'string' ? [measure.from] : measure.from;
    const made = makeAccumulator(operation, measure, fieldsOf(from, kinds, threads));
    const known = all.get(made.key);
    if (known) return known;
    all.set(made.key, made);
    if (operation === 'distinctDays') {
      const { windowDays: _ever, ...ever } = measure;
      made.companion = need('lastAt', ever);
    }
    return made;
  };
  const windows = new Set<number>();
  for (const metric of metrics) {
    const { measure, kept } = metric;
    if (kept) {
      const made = keptAccumulator(metric);
      all.set(made.key, made);
    }
    if (!measure) continue;
    for (const operation of operationsOf(measure)) need(operation, measure);
    if (measure.windowDays !== undefined) windows.add(measure.windowDays);
  }
  for (const windowDays of windows) need('min', { from: `window:${windowDays}`, aggregate: 'min', windowDays });
  for (const made of keeperAccumulators(keepers)) all.set(made.key, made);
  return all;
}

/** What has to be accumulated for an aggregate. */
export function operationsOf({ aggregate }: Measure): Operation[] {
  if (aggregate === 'mean') return ['sum', 'count'];
  return [aggregate === 'exists' ? 'count' : aggregate];
}

export function planMetrics(sources: MetricSources, slots: Slots, generation: number): MetricPlan {
  const all = listAccumulators(sources);
  let width = 0;
  for (const { slot } of slots.values()) width = Math.max(width, slot + 3);
  const initial = new Float64Array(width).fill(Number.NaN);
  for (const accumulator of all.values()) {
    const given = slots.get(accumulator.key);
    if (!given) throw new Error(`no slot for ${accumulator.key}`);
    accumulator.slot = given.slot;
    accumulator.generation = given.generation;
    initial.fill(accumulator.initial, given.slot, given.slot + accumulator.width);
  }
  const isMarker = (accumulator: Accumulator) => accumulator.from[0]?.startsWith('window:') === true;
  const accumulators = [...all.values()].filter((accumulator) => !isMarker(accumulator));
  const markers = [...all.values()].filter(isMarker);
  const windows = markers.map((oldest): Window => {
    const inside = accumulators.filter(({ windowMs }) => windowMs === oldest.windowMs);
    return {
      ms: oldest.windowMs,
      oldest,
      accumulators: inside,
      kinds: [...new Set(inside.flatMap(({ from }) => from))],
    };
  });
  return {
    accumulators,
    byKind: grouped(accumulators, (source) => sources.kinds.has(source)),
    byThread: grouped(accumulators, (source) => sources.threads.has(source)),
    windows: windows.sort((a, b) => a.ms - b.ms),
    keepers: planKeepers(sources.keepers, sources.metrics, all),
    metrics: derive(sources, all),
    kinds: sources.kinds,
    threads: sources.threads,
    calendar: sources.calendar,
    width,
    initial,
    generation: Math.min(generation, knownGeneration(all, slots)),
  };
}

/**
 * While processes of several versions run, one may not know what another brings: it must not say that it measured it.
 * Customers that it settles are then measured again by those who know.
 */
function knownGeneration(known: ReadonlyMap<string, Accumulator>, slots: Slots): number {
  let generation = Number.POSITIVE_INFINITY;
  for (const [key, slot] of slots) {
    if (!known.has(key) && !key.startsWith(RETIRED)) generation = Math.min(generation, slot.generation - 1);
  }
  return generation;
}

function grouped(accumulators: readonly Accumulator[], chosen: (source: string) => boolean) {
  const groups = new Map<string, Accumulator[]>();
  for (const accumulator of accumulators) {
    for (const source of accumulator.from.filter(chosen)) {
      const group = groups.get(source) ?? [];
      group.push(accumulator);
      groups.set(source, group);
    }
  }
  return groups;
}

/** Windows with accumulators that must be read anew when something leaves them. */
export const rereadOf = (window: Window): readonly Accumulator[] =>
  window.accumulators.filter(({ operation }) => !isInvertible(operation));

/** When the next activity leaves a window, by a customer's numbers. */
export function nextExpiry(plan: MetricPlan, state: Float64Array): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { ms, oldest } of plan.windows) {
    const at = (state[oldest.slot] as number) + ms;
    if (at < next) next = at;
  }
  return next;
}
