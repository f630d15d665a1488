import { type Actor, audit } from '../access/audit.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { readGenerations } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';
import { readSurveys } from './published.ts';
import { beginWave } from './start-waves.ts';
import { dateOf } from './wave.ts';

const DAY = 86_400_000;
const KEY = /^[a-z0-9][a-z0-9-]{0,31}$/;
const MOST_SPREAD = 365;

/** A round that somebody begins by hand. */
export interface WaveRequest {
  /** Key of the survey. */
  readonly survey: string;
  /** Key of the round, unique within the survey; absent: the day of today. */
  readonly wave?: string | null;
  /** Over how many days the asking is spread; absent: as the survey says, or one. */
  readonly spreadDays?: number | null;
}

/** Begins a round now, beside those that the survey begins by itself. Returns the key of the round. */
export async function planWaveNow(road: Road, actor: Actor, request: WaveRequest, clock?: number): Promise<string> {
  const survey = (await readSurveys(road.database)).get(request.survey);
  if (!survey) throw new NotFoundError('There is no published survey with this key.', ['survey']);
  const { calendar } = road.sources;
  const now = clock ?? (await readGenerations(road.database)).now;
  const schedule = survey.document.ask?.triggers.find((trigger) => trigger.on === 'schedule');
  const spreadDays = request.spreadDays ?? schedule?.spreadDays ?? 1;
  const key = request.wave ?? dateOf(calendar.dayOf(now));
  const issues = [
    ...(KEY.test(key)
      ? []
      : [{ path: ['wave'], code: 'BAD_KEY', message: 'A key is like 2026-11: a–z, 0–9 and "-".' }]),
    ...(Number.isInteger(spreadDays) && spreadDays >= 1 && spreadDays <= MOST_SPREAD
      ? []
      : [{ path: ['spreadDays'], code: 'OUT_OF_RANGE', message: `Spread it over 1 to ${MOST_SPREAD} days.` }]),
  ];
  if (issues.length > 0) throw new ValidationError(issues);
  const closesAt = now + (spreadDays + survey.document.expiresAfterDays) * DAY;
  await road.database.transact(async (sql) => {
    const jobId = await beginWave(sql, survey, { key, opensAt: now, closesAt }, spreadDays, calendar, now);
    if (jobId === undefined)
      throw new ConflictError('WAVE_EXISTS', 'This survey has a round with this key already.', ['wave']);
    await audit(sql, actor, {
      action: 'survey.plan-wave',
      target: { type: 'survey', id: survey.id },
      after: { wave: key, spreadDays },
    });
  });
  return key;
}
