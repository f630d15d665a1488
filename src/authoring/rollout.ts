import type { Sql } from '../db/database.ts';
import { type Issue, ValidationError } from '../errors.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import type { RolloutTerms } from '../pipeline/rollout.ts';
import { type Blocker, blockerOf } from './blocker.ts';
import type { Candidate } from './inspect.ts';

/** What stops a rollout: more customers than so many entered, left, rose or fell by the new version. */
export interface Guard {
  readonly when: 'entered' | 'left' | 'up' | 'down';
  /** Key of the only outcome that is counted; null: any. */
  readonly key: string | null;
  readonly most: number;
}

/** How a version is to hold for some customers first. */
export interface RolloutWish extends Omit<RolloutTerms, 'until'> {
  readonly until: Date | null;
  readonly guards: readonly Guard[];
}

const MOST_GUARDS = 20;

/** Throws a ValidationError for terms that make no sense whatever is published. */
export function checkRollout({ percent, segment, upgradesOnly, until, guards }: RolloutWish): void {
  const issues: Issue[] = [];
  const fault = (field: string, code: string, said: Phrase) =>
    issues.push({ path: ['rollout', field], code, ...told(said) });
  if (percent !== null && !(Number.isInteger(percent) && percent >= 0 && percent <= 100))
    fault('percent', 'OUT_OF_RANGE', phrase('rollout.share'));
  if (until !== null && !upgradesOnly) fault('until', 'CONTRADICTION', phrase('rollout.until'));
  if (percent === null && segment === null && !upgradesOnly && guards.length === 0)
    fault('percent', 'REQUIRED', phrase('rollout.forWhom'));
  if (guards.length > MOST_GUARDS) fault('guards', 'TOO_MANY_ITEMS', phrase('rollout.guards', { most: MOST_GUARDS }));
  if (guards.some(({ most }) => most < 0)) fault('guards', 'OUT_OF_RANGE', phrase('rollout.guardAllows'));
  if (issues.length > 0) throw new ValidationError(issues);
}

/** What stands in the way of rolling a version out like this, by its kind and by what there is. */
export function rolloutBlockers(
  wish: RolloutWish,
  candidate: Candidate,
  facts: ReadonlySet<string>,
  former: number | null,
) {
  const block = blockerOf(candidate);
  const found: Blocker[] = [];
  const { ruleSetKind, key, document } = candidate;
  if (wish.segment !== null && !facts.has(`segment.${wish.segment}`))
    found.push(block('UNKNOWN_SEGMENT', phrase('blocker.unknownSegment', { segment: wish.segment })));
  if (wish.upgradesOnly && !ruleSetKind.rank)
    found.push(block('NO_ORDER', phrase('blocker.noOrder', { kind: ruleSetKind.key })));
  if (former === null && (wish.upgradesOnly || wish.guards.length > 0))
    found.push(block('NOTHING_BEFORE', phrase('blocker.nothingBefore', { key })));
  const known = new Set(ruleSetKind.outcomes(document).map((one) => one.key));
  for (const guard of wish.guards)
    if (guard.key !== null && !known.has(guard.key))
      found.push(block('UNKNOWN_OUTCOME', phrase('blocker.unknownOutcome', { key: guard.key })));
  return found;
}

/** Writes how a version that is published in this transaction is rolled out. */
export async function startRollout(
  sql: Sql,
  version: { readonly id: string; readonly ruleSetId: string },
  formerId: string | null,
  wish: RolloutWish,
  startedBy: object,
): Promise<void> {
  await sql.query(
    'start-rollout',
    `insert into rollout (version_id, rule_set_id, former_id, percent, segment, upgrades_only, until, guards, started_by,
                          counted_to)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, position from feed_head`,
    [
      version.id,
      version.ruleSetId,
      formerId,
      wish.percent,
      wish.segment,
      wish.upgradesOnly,
      wish.until,
      JSON.stringify(wish.guards),
      JSON.stringify(startedBy),
    ],
  );
}

/** Ends the rollouts that run for these rule sets; what is published then holds for everybody. */
export async function endRollouts(sql: Sql, ruleSetIds: readonly string[], reason: string): Promise<number> {
  const ended = await sql.query(
    'end-rollouts',
    `update rollout set ended_at = clock_timestamp(), end_reason = $2
      where rule_set_id = any($1::uuid[]) and ended_at is null returning 1`,
    [ruleSetIds, reason],
  );
  return ended.length;
}

/** The rule sets of these of which a version is rolled out. */
export async function runningRollouts(sql: Sql, ruleSetIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    'running-rollouts',
    'select rule_set_id as id from rollout where rule_set_id = any($1::uuid[]) and ended_at is null',
    [ruleSetIds],
  );
  return new Set(rows.map(({ id }) => id));
}
