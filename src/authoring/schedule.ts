import { randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import type { Sql } from '../db/database.ts';
import { ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { approvedBy } from './approvals.ts';
import type { Authoring } from './authoring.ts';
import { refuseBlocked } from './blocker.ts';
import { checkStatus } from './check-status.ts';
import { checkComment, writeEntry } from './entry.ts';
import { lockVersion, setStatus, type VersionName } from './lock-version.ts';
import { type Publication, publishGate } from './publish-gate.ts';

export interface Schedule extends Publication {
  /** When the versions are to be published, together. */
  readonly at: Date;
}

const YEAR = 366 * 86_400_000;

/**
 * Lets versions be published together at an instant, by any process that works then. Whatever stands in the way now is
 * reported; whatever comes to stand in the way until then suspends the schedule, and tells who made it. Gives its id.
 */
export function schedule(authoring: Authoring, actor: Actor, wish: Schedule): Promise<string> {
  const { versions: names, at, comment } = wish;
  checkComment(comment);
  return authoring.road.database.transact(async (sql) => {
    const [clock] = await sql.query<{ now: number }>(
      'clock',
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
    );
    const ahead = at.getTime() - (clock?.now ?? 0);
    if (!(ahead > 0 && ahead < YEAR)) {
      throw new ValidationError([{ path: ['at'], code: 'OUT_OF_RANGE', ...told(phrase('authoring.whenAhead')) }]);
    }
    const { versions, blockers } = await publishGate(sql, authoring, { versions: names });
    refuseBlocked(blockers, names);
    const id = randomUUID();
    for (const version of versions) {
      await setStatus(sql, version.id, 'scheduled');
      await sql.query(
        'schedule-version',
        'update rule_set_version set publish_at = $2, schedule_id = $3, scheduled_by = $4 where id = $1',
        [version.id, at, id, JSON.stringify(actor)],
      );
      await writeEntry(sql, version.id, actor, { action: 'schedule', comment, data: { at } });
      const target = { type: 'rule-set', id: version.key };
      await audit(sql, actor, { action: 'rule-set.schedule', target, after: { number: version.number, at } });
    }
    return id;
  });
}

/** Takes a version back from its schedule, with all that was scheduled together with it. Gives the id of the version. */
export function unschedule(authoring: Authoring, actor: Actor, name: VersionName): Promise<string> {
  return authoring.road.database.transact(async (sql) => {
    const version = await lockVersion(sql, name);
    checkStatus(version, ['scheduled'], 'unschedule');
    await release(sql, actor, version.scheduleId as string);
    const target = { type: 'rule-set', id: name.key };
    await audit(sql, actor, { action: 'rule-set.unschedule', target, before: { number: name.number } });
    return version.id;
  });
}

async function release(sql: Sql, actor: Actor, scheduleId: string): Promise<void> {
  const rows = await sql.query<{ id: string }>(
    'scheduled-together',
    'select id from rule_set_version where schedule_id = $1 order by id',
    [scheduleId],
  );
  const ids = rows.map(({ id }) => id);
  const approved = await approvedBy(sql, ids);
  for (const id of ids) {
    await setStatus(sql, id, approved.has(id) ? 'approved' : 'draft');
    await writeEntry(sql, id, actor, { action: 'unschedule' });
  }
}
