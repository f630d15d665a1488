import { type Actor, system } from '../access/audit.ts';
import type { Cause } from '../contract/change.ts';
import type { Sql } from '../db/database.ts';
import { phrase } from '../language/say.ts';
import { type Told, told } from '../language/told.ts';
import { ScheduleSuspended } from './changes.ts';
import { nameOf } from './check-status.ts';
import { writeEntry } from './entry.ts';
import type { Candidate } from './inspect.ts';
import type { LockedVersion } from './lock-version.ts';

const SELF = system('rule-sets');

/** Why a schedule will not be carried out. */
export interface Suspension {
  readonly code: string;
  readonly why: readonly Told[];
}

interface Scheduled {
  readonly id: string;
  readonly ruleSetId: string;
  readonly number: number;
  readonly scheduleId: string;
  readonly by: Pick<Actor, 'clientId'>;
}

/** Suspends schedules that were made before these versions took the place of what they were begun from. */
export async function suspendOthers(sql: Sql, published: readonly Candidate[]): Promise<void> {
  const moved = await sql.query<{ id: string }>(
    'moved-schedules',
    `select distinct schedule_id as id from rule_set_version v
       join unnest($1::uuid[], $2::int[]) as p(rule_set_id, number) on p.rule_set_id = v.rule_set_id
      where v.status = 'scheduled' and v.suspended is null and v.ground is distinct from p.number`,
    [published.map(({ ruleSetId }) => ruleSetId), published.map(({ number }) => number)],
  );
  for (const { id } of moved) await suspend(sql, id, 'GROUND_MOVED', [told(phrase('suspended.groundMoved'))]);
}

/** When one of those that are scheduled together goes, the others do not go alone. */
export async function leaveSchedule(
  sql: Sql,
  version: Pick<LockedVersion, 'key' | 'number' | 'scheduleId'>,
): Promise<void> {
  if (version.scheduleId === null) return;
  const gone = told(phrase('suspended.partMissing', { version: nameOf(version) }));
  await suspend(sql, version.scheduleId, 'PART_MISSING', [gone]);
}

/** Suspends what was scheduled together, and tells who scheduled it by a change that only they see. */
export async function suspend(sql: Sql, scheduleId: string, reason: string, why: readonly Told[]): Promise<void> {
  const suspension: Suspension = { code: reason, why };
  const comment = why
    .map(({ message }) => message)
    .join(' ')
    .slice(0, 1000);
  const versions = await sql.query<Scheduled>(
    'suspend-schedule',
    `update rule_set_version set suspended = $2 where schedule_id = $1 and suspended is null
     returning id, rule_set_id as "ruleSetId", number, schedule_id as "scheduleId", scheduled_by as by`,
    [scheduleId, JSON.stringify(suspension)],
  );
  for (const version of versions) {
    await writeEntry(sql, version.id, SELF, { action: 'suspend', comment, data: { reason } });
    const { ruleSetId, number, by } = version;
    if (by.clientId !== null)
      await tellOwner(sql, ScheduleSuspended.type, ruleSetId, by.clientId, reason, String(number));
  }
}

/** Appends a change about a rule set, which one client alone is told. */
export async function tellOwner(
  sql: Sql,
  type: string,
  ruleSetId: string,
  clientId: string,
  key: string,
  to: string | null,
): Promise<void> {
  const cause: Cause = { by: 'publish' };
  await sql.query(
    'tell-owner',
    `with numbered as (update rule_set set change_seq = change_seq + 1 where id = $1 returning change_seq)
     insert into change (customer_id, change_seq, type, client_id, key, "to", cause)
     select $1, change_seq, $2, $3, $4, $5, $6 from numbered`,
    [ruleSetId, type, clientId, key, to, JSON.stringify(cause)],
  );
}
