import type { Actor } from '../access/audit.ts';
import type { Log } from '../log.ts';
import type { Authoring } from './authoring.ts';
import type { VersionName } from './lock-version.ts';
import { publishThrough } from './publish.ts';
import { publishGate } from './publish-gate.ts';
import { suspend } from './suspend.ts';

interface Due {
  readonly id: string;
  readonly versions: readonly VersionName[];
  readonly by: Actor;
}

/**
 * Publishes what is scheduled for an instant that has come, together what was scheduled together; what something stands
 * in the way of is suspended. Any number of processes may do so. Returns how many schedules were published.
 */
export async function publishDue(authoring: Authoring, log: Log, now?: number): Promise<number> {
  const { database } = authoring.road;
  const due = await database.query<Due>(
    'due-schedules',
    `select v.schedule_id as id, jsonb_agg(jsonb_build_object('key', s.key, 'number', v.number) order by s.key) as versions,
            (array_agg(v.scheduled_by))[1] as by
       from rule_set_version v join rule_set s on s.id = v.rule_set_id
      where v.status = 'scheduled' and v.suspended is null
        and v.publish_at <= coalesce(to_timestamp($1::float8 / 1000), clock_timestamp())
      group by v.schedule_id order by min(v.publish_at), v.schedule_id`,
    [now ?? null],
  );
  let published = 0;
  for (const one of due) {
    const became = await publishOne(authoring, one);
    if (became === 'published') published += 1;
    if (became === 'suspended') log.warn('a schedule of rule sets was suspended', { code: became });
  }
  if (due.length > 0) authoring.road.onChanges();
  return published;
}

function publishOne(authoring: Authoring, { id, versions, by }: Due): Promise<'published' | 'suspended' | 'taken'> {
  return authoring.road.database.transact(async (sql) => {
    const gate = await publishGate(sql, authoring, { versions });
    // somebody else was first, or took it back
    if (gate.versions.some(({ scheduleId, suspended }) => scheduleId !== id || suspended !== null)) return 'taken';
    const [blocker] = gate.blockers;
    if (blocker) {
      await suspend(sql, id, blocker.code, gate.blockers);
      return 'suspended';
    }
    await publishThrough(sql, by, gate, { versions });
    return 'published';
  });
}
