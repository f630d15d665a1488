import type { Chore, ChoreHands } from '../contract/chore.ts';
import type { Issue } from '../errors.ts';
import { freshActivity } from './append.ts';
import { readGenerations } from './load-engine.ts';
import type { Road } from './road.ts';

/** Does the next part of a chore; gives whether there may be more. `now` is the database's clock when absent. */
export async function doChore(road: Road, chore: Chore, now?: number): Promise<boolean> {
  const { database } = road;
  return chore.work({
    now: now ?? (await readGenerations(database)).now,
    query: (name, text, values) => database.query(name, text, values),
    record: recorder(road, now),
  });
}

/** Does chores until nothing of them is left. */
export async function doChores(road: Road, chores: readonly Chore[], now?: number): Promise<void> {
  for (const chore of chores) while (await doChore(road, chore, now));
}

const NOT_ADMITTED: readonly Issue[] = [{ path: [], code: 'NOT_ADMITTED', message: 'Nothing is recorded of it now.' }];

const recorder =
  (road: Road, now?: number): ChoreHands['record'] =>
  async (activities, admit) => {
    await road.settle({
      activities,
      skipLocked: true,
      ...(now !== undefined && { now }),
      async refuse(candidates, tx) {
        const admitted = await admit(candidates.map(freshActivity), tx);
        return new Map(candidates.filter(({ id }) => !admitted.has(id)).map(({ id }) => [id, NOT_ADMITTED]));
      },
    });
  };
