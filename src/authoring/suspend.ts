import { type Actor, system } from '../access/audit.ts';
import type { Cause } from '../contract/change.ts';
import type { Sql } from '../db/database.ts';
import { ScheduleSuspended } from './changes.ts';
import { writeEntry } from './entry.ts';
import type { Candidate } from './inspect.ts';
import type { LockedVersion } from './lock-version.ts';

const SELF = system('rule-sets');

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
  for (const { id } of moved) await suspend(sql, id, 'GROUND_MOVED', 'Another version was published in the meantime.');
}

/** When one of those that are scheduled together goes, the others do not go alone. */
export async function leaveSchedule(
  sql: Sql,
  { key, number, scheduleId }: Pick<LockedVersion, 'key' | 'number' | 'scheduleId'>,
): Promise<void> {
  if (scheduleId === null) return;
  const message = `Version ${number} of "${key}", which was to be published at the same time, is not scheduled any more.`;
  await suspend(sql, scheduleId, 'PART_MISSING', message);
}

/** Suspends what was scheduled together, and tells who scheduled it by a change that only they see. */
export async function suspend(sql: Sql, scheduleId: string, reason: string, message: string): Promise<void> {
  const versions = await sql.query<Scheduled>(
    'suspend-schedule',
    `update rule_set_version set suspended = $2 where schedule_id = $1 and suspended is null
     returning id, rule_set_id as "ruleSetId", number, schedule_id as "scheduleId", scheduled_by as by`,
    [scheduleId, `${reason}: ${message}`.slice(0, 1000)],
  );
  for (const version of versions) {
    await writeEntry(sql, version.id, SELF, { action: 'suspend', comment: message.slice(0, 1000), data: { reason } });
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
