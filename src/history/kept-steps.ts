import type { KeptChange } from '../contract/keeper.ts';
import type { Sql } from '../db/database.ts';
import type { PlannedKeeper } from '../metrics/kept.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { KeptValues } from '../pipeline/kept-values.ts';
import { keeperOutlook } from '../pipeline/locked-customer.ts';
import type { Life } from './life.ts';

/** What keepers did to a customer at an instant, or will: the values that are others from then on, and what is told. */
export interface KeptStep {
  readonly at: number;
  readonly values: readonly (readonly [slot: number, value: number])[];
  readonly changes: readonly KeptChange[];
}

/** What keepers did, as it was noted. */
export const stepsOf = (given: readonly KeptValues[]): KeptStep[] =>
  given.map(({ at, slots, values }) => ({
    at,
    values: slots.map((slot, i) => [slot, values[i] as number]),
    changes: [],
  }));

/** Lets these customers know what keepers will do until an instant; one look for each keeper, whatever their number. */
export async function foresee(
  sql: Pick<Sql, 'query'>,
  engine: Engine,
  lives: readonly Life[],
  now: number,
  until: number,
): Promise<void> {
  const look = keeperOutlook(engine, { now, query: (name, text, values) => sql.query(name, text, values) });
  const steps = new Map<string, KeptStep[]>();
  for (const planned of engine.plan.keepers) {
    const ids = lives.map(({ id }) => id);
    const foreseen = (await planned.keeper.agenda?.(ids, until, look)) ?? [];
    for (const { customerId, at, values = {}, changes = [] } of foreseen) {
      const own = steps.get(customerId) ?? [];
      steps.set(customerId, own);
      own.push({ at, values: Object.entries(values).map(([key, value]) => [slotOf(planned, key), value]), changes });
    }
  }
  for (const life of lives) life.foresee((steps.get(life.id) ?? []).sort((a, b) => a.at - b.at));
}

function slotOf({ keeper, slots }: PlannedKeeper, key: string): number {
  const slot = slots.get(key);
  if (slot === undefined) throw new Error(`the keeper ${keeper.key} foresees "${key}", which is no metric of it`);
  return slot;
}
