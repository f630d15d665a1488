import { type Actor, system } from '../access/audit.ts';
import type { Kind } from '../contract/kind.ts';
import type { Database, Sql } from '../db/database.ts';
import { ConflictError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import type { Log } from '../log.ts';
import type { Authoring } from './authoring.ts';
import { RolledBack } from './changes.ts';
import { revert } from './revert.ts';
import type { Guard } from './rollout.ts';
import { tellOwner } from './suspend.ts';

const SELF = system('rollouts');

interface Watched {
  readonly versionId: string;
  readonly ruleSetId: string;
  readonly key: string;
  readonly kind: string;
  readonly source: string;
  readonly formerNumber: number;
  readonly formerSource: string;
  readonly guards: readonly Guard[];
  readonly startedBy: Pick<Actor, 'clientId'>;
}

/**
 * Counts what rollouts with guards have moved since it was last looked, and goes back where a guard says stop. Any number
 * of processes may do so. Returns the keys of the rule sets that went back.
 */
export async function guardRollouts(authoring: Authoring, log: Log): Promise<string[]> {
  const { database, sources } = authoring.road;
  const stopped: string[] = [];
  for (const watched of await readWatched(database)) {
    const kind = sources.ruleSetKinds.get(watched.kind);
    const guard = kind && (await countMoves(database, watched, kind));
    if (!guard) continue;
    if (!(await goBack(authoring, watched, guard))) continue;
    log.warn('a rollout was stopped by its guard and went back', { code: guard.when });
    stopped.push(watched.key);
  }
  return stopped;
}

/** Goes back to the version before; false when somebody else did so, or published something else, in the meantime. */
async function goBack(authoring: Authoring, watched: Watched, { when, key, most }: Guard): Promise<boolean> {
  const { versionId, ruleSetId, formerNumber, startedBy } = watched;
  const comment = `Stopped by its guard: more than ${most} customers ${WORDS[when]}${key ? ` (${key})` : ''}.`;
  const ended = new ConflictError('ROLLOUT_ENDED', phrase('rollout.ended'));
  try {
    await revert(authoring, SELF, { key: watched.key, number: formerNumber, comment }, async (sql) => {
      if (!(await isRunning(sql, versionId))) throw ended;
      const { clientId } = startedBy;
      if (clientId !== null) await tellOwner(sql, RolledBack.type, ruleSetId, clientId, when, null);
    });
    return true;
  } catch (error) {
    if (error === ended) return false;
    throw error;
  }
}

async function isRunning(sql: Sql, versionId: string): Promise<boolean> {
  const rows = await sql.query(
    'is-rollout-running',
    'select 1 from rollout where version_id = $1 and ended_at is null',
    [versionId],
  );
  return rows.length > 0;
}

const WORDS: Readonly<Record<Guard['when'], string>> = {
  entered: 'entered',
  left: 'left',
  up: 'rose',
  down: 'fell',
};

const readWatched = (sql: Sql): Promise<Watched[]> =>
  sql.query<Watched>(
    'watched-rollouts',
    `select r.version_id as "versionId", r.rule_set_id as "ruleSetId", s.key, s.kind, v.source, f.number as "formerNumber",
            f.source as "formerSource", r.guards, r.started_by as "startedBy"
       from rollout r join rule_set s on s.id = r.rule_set_id join rule_set_version v on v.id = r.version_id
       join rule_set_version f on f.id = r.former_id
      where r.ended_at is null and r.guards <> '[]' order by s.key`,
  );

interface Moves {
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
}

/** Adds what moved since the last look to the counts of a rollout; gives the guard that has seen too much. */
function countMoves(database: Database, watched: Watched, kind: Kind<never>): Promise<Guard | undefined> {
  return database.transact(async (sql) => {
    const [state] = await sql.query<{ from: string; to: string; counts: Record<string, number> }>(
      'rollout-counts',
      `select r.counted_to as "from", h.position as "to", r.counts from rollout r, feed_head h
        where r.version_id = $1 and r.ended_at is null for update of r skip locked`,
      [watched.versionId],
    );
    if (!state) return undefined;
    const moved = await sql.query<Moves>(
      'rollout-moves',
      `select "from", "to", count(*)::int as count from change
        where position > $1 and position <= $2 and version_id = $3 group by "from", "to"`,
      [state.from, state.to, watched.versionId],
    );
    const counts = { ...state.counts };
    for (const moves of moved)
      for (const name of namesOf(moves, watched, kind)) counts[name] = (counts[name] ?? 0) + moves.count;
    await sql.query('write-rollout-counts', 'update rollout set counted_to = $2, counts = $3 where version_id = $1', [
      watched.versionId,
      state.to,
      JSON.stringify(counts),
    ]);
    return watched.guards.find(({ when, key, most }) => (counts[nameOf(when, key)] ?? 0) > most);
  });
}

const nameOf = (when: Guard['when'], key: string | null): string => (key === null ? when : `${when} ${key}`);

/** Under which names a move is counted: into and out of outcomes, and up and down where they have an order. */
function namesOf({ from, to }: Moves, { source, formerSource }: Watched, kind: Kind<never>): string[] {
  const names: string[] = [];
  const count = (when: Guard['when'], key: string | null): void => {
    names.push(nameOf(when, null));
    if (key !== null) names.push(nameOf(when, key));
  };
  if (to !== null) count('entered', to);
  if (from !== null) count('left', from);
  if (kind.rank) {
    const rank = (text: string, key: string | null): number =>
      (key === null ? undefined : kind.rank?.(JSON.parse(text) as never, key)) ?? Number.NEGATIVE_INFINITY;
    const before = Math.max(rank(formerSource, from), rank(source, from));
    const after = rank(source, to);
    if (after > before) count('up', to);
    if (after < before) count('down', to ?? from);
  }
  return names;
}
