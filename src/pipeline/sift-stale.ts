import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { failPoint } from '../db/fail-point.ts';
import type { Session } from '../db/session.ts';
import { readGenerations } from './load-engine.ts';
import { readPopulation, wantedFor } from './read-population.ts';
import type { Road } from './road.ts';
import { STANDING } from './scanned.ts';
import { createSieve } from './sieve.ts';

/** Customers that are looked at together. */
const CHUNK = 2000;

/** Stale customers in the order of their ids, by what has to become of them. */
export interface Chunk {
  readonly now: number;
  /** The generation of the rule sets by which they were judged. */
  readonly generation: number;
  /** These may move, or their numbers are not those of now: the road decides. */
  readonly moving: readonly string[];
  /** These stay as they are, as long as the rows are those that these transactions wrote. */
  readonly staying: readonly { readonly id: string; readonly writer: number }[];
  /** Undefined: nobody is left. */
  readonly last: string | undefined;
}

/** Judges the next stale customers behind an id, without locks, by the rules that hold now. */
export async function siftStale(road: Road, session: Session, after: string, at?: number): Promise<Chunk> {
  const { now: clock, ...generations } = await readGenerations(road.database);
  const engine = await road.engineFor(generations);
  const now = at ?? clock;
  const { rules, metrics } = generations;
  let nextFlip = Number.POSITIVE_INFINITY;
  const stays = createSieve(engine, engine.ruleSets, {
    count: () => {},
    stays: (_held, flip) => {
      nextFlip = flip;
    },
  });
  const moving: string[] = [];
  const staying: { id: string; writer: number }[] = [];
  let last: string | undefined;
  await readPopulation(session, {
    at: now,
    wanted: wantedFor(engine.ruleSets, engine),
    // whoever was judged by older rules is asked by the rules of now
    generations: { rules: 0, metrics: engine.plan.generation },
    width: engine.plan.width,
    which: `where id > '${after}' and (rules_generation < ${rules} or metrics_generation < ${metrics}) order by id limit ${CHUNK}`,
    take: async (customers) => {
      for (const customer of customers) {
        const { id, standing, dueAt, writer } = customer;
        last = id;
        // a time that comes nearer is written by the road as well
        if (standing === STANDING.current && stays(customer, now) && nextFlip >= dueAt) staying.push({ id, writer });
        else moving.push(id);
      }
    },
  });
  return { now, generation: rules, moving, staying, last };
}

/**
 * Writes that these customers were judged, where their rows are still those that were. Whoever is held by somebody else is
 * left out: it is settled there, or looked at again. Locks are taken in the order of the ids, as everywhere.
 */
export async function markJudged(sql: Sql, { staying, generation }: Chunk): Promise<void> {
  if (staying.length === 0) return;
  await failPoint('before-lock');
  await sql.query(
    'mark-judged',
    `with judged as (
       select c.id from customer c join unnest($1::uuid[], $2::text[]) as v(id, writer) on v.id = c.id
        where c.xmin = v.writer::xid and c.rules_generation < $3 order by c.id for no key update of c skip locked)
     update customer c set rules_generation = $3 from judged where c.id = judged.id`,
    [literal(staying.map(({ id }) => id)), literal(staying.map(({ writer }) => writer)), generation],
  );
}
