import type { Keeper } from '../contract/keeper.ts';
import type { Metric } from '../contract/metric.ts';
import type { Accumulator } from './accumulator.ts';

/** A keeper and its places in the rows of customers. */
export interface PlannedKeeper {
  readonly keeper: Keeper;
  /** The slots of its metrics, by key. */
  readonly slots: ReadonlyMap<string, number>;
  /** Where it notes when either of its steps wants to be called next. */
  readonly measureAt: number;
  readonly settleAt: number;
  readonly activities: ReadonlySet<string> | 'all';
  readonly kinds: ReadonlySet<string>;
  /** The newest of these places: customers that were measured before it are asked about anew. */
  readonly generation: number;
}

/** What a keeper's metric is kept as: one number, which only the keeper moves. */
export const keptAccumulator = ({ key, kept }: Metric): Accumulator =>
  place(['kept', kept?.by, key, kept?.initial ?? null], kept?.initial ?? Number.NaN);

/** The two instants of a keeper. */
const instants = ({ key }: Keeper): [measure: Accumulator, settle: Accumulator] => [
  place(['next', key, 'measure'], Number.NaN),
  place(['next', key, 'settle'], Number.NaN),
];

export const keeperAccumulators = (keepers: readonly Keeper[]): Accumulator[] => keepers.flatMap(instants);

const place = (name: readonly unknown[], initial: number): Accumulator => ({
  key: JSON.stringify(name),
  operation: 'kept',
  from: [],
  matches: () => false,
  value: () => Number.NaN,
  scale: 1,
  windowMs: Number.POSITIVE_INFINITY,
  width: 1,
  initial,
  slot: -1,
  generation: 0,
});

/** The keepers with their places, which are known by now. */
export function planKeepers(
  keepers: readonly Keeper[],
  metrics: readonly Metric[],
  all: ReadonlyMap<string, Accumulator>,
): PlannedKeeper[] {
  const found = ({ key }: Accumulator): Accumulator => all.get(key) as Accumulator;
  return keepers.map((keeper) => {
    const [measureAt, settleAt] = instants(keeper).map(found) as [Accumulator, Accumulator];
    const own = metrics
      .filter(({ kept }) => kept?.by === keeper.key)
      .map((metric) => ({ metric, at: found(keptAccumulator(metric)) }));
    return {
      keeper,
      slots: new Map(own.map(({ metric, at }) => [metric.key, at.slot])),
      measureAt: measureAt.slot,
      settleAt: settleAt.slot,
      activities: keeper.activities === 'all' ? 'all' : new Set(keeper.activities),
      kinds: new Set(keeper.kinds),
      generation: Math.max(measureAt.generation, settleAt.generation, ...own.map(({ at }) => at.generation)),
    };
  });
}

/** When a keeper wants to be called next, by a customer's numbers. */
export function nextCall(keepers: readonly PlannedKeeper[], state: Float64Array): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { measureAt, settleAt } of keepers) {
    // a place that is unknown is no instant
    if ((state[measureAt] as number) < next) next = state[measureAt] as number;
    if ((state[settleAt] as number) < next) next = state[settleAt] as number;
  }
  return next;
}

/** Takes what keepers gave from one row into another. */
export function carryKept(keepers: readonly PlannedKeeper[], from: Float64Array, to: Float64Array): void {
  for (const { slots } of keepers)
    for (const slot of slots.values()) if (slot < from.length) to[slot] = from[slot] as number;
}
