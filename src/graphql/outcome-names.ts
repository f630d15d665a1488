import type { Sql } from '../db/database.ts';
import type { Engine } from '../pipeline/engine.ts';

/** An outcome that some version of a rule set has, or had: every one keeps its code for ever. */
export interface OutcomeName {
  readonly code: number;
  readonly kind: string;
  /** Key of its rule set. */
  readonly ruleSet: string;
  readonly key: string;
  readonly title: string;
  readonly data: unknown;
  /** Whether the published version still has it. */
  readonly active: boolean;
}

export type OutcomeNames = ReadonlyMap<number, OutcomeName>;

const cache = new WeakMap<Engine, Promise<OutcomeNames> | OutcomeNames>();

/**
 * The names of all outcomes by code: read once for each engine, because they change with publications only. Not a
 * promise once they are there.
 */
export function outcomeNames(sql: Sql, engine: Engine): Promise<OutcomeNames> | OutcomeNames {
  const known = cache.get(engine);
  if (known) return known;
  const reading = read(sql);
  cache.set(engine, reading);
  reading.then(
    (names) => cache.set(engine, names),
    () => cache.delete(engine),
  );
  return reading;
}

async function read(sql: Sql): Promise<OutcomeNames> {
  const rows = await sql.query<OutcomeName & { ruleset: string }>(
    'outcome-names',
    `select k.code, s.kind, s.key as ruleset, k.key, k.title, k.data, k.active
       from outcome_code k join rule_set s on s.id = k.rule_set_id order by k.code`,
  );
  return new Map(
    rows.map(({ code, kind, ruleset, key, title, data, active }) => [
      code,
      { code, kind, ruleSet: ruleset, key, title, data, active },
    ]),
  );
}
