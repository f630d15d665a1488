import { uuidOf } from '../activities/identify.ts';
import type { Sql } from '../db/database.ts';
import { addJobOnce } from '../jobs/run-jobs.ts';
import type { Calendar } from '../metrics/calendar.ts';
import { readGenerations } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';
import { type PublishedSurvey, readSurveys } from './published.ts';
import { type Wave, waveAt } from './wave.ts';

export const PLAN_WAVE = 'plan-wave';

/** What the job that plans a wave is given. */
export interface WaveInput {
  readonly surveyId: string;
  readonly version: number;
  readonly wave: string;
  /** The first day on which somebody is asked, in days since 1970-01-01. */
  readonly firstDay: number;
  readonly spreadDays: number;
  readonly closesAt: number;
}

/**
 * Begins the rounds that are on and were not begun yet, each as a job. A round that begins late, because the survey was
 * published or the server started in the middle of it, is spread from today on and not asked of everybody at once.
 */
export async function startWaves(road: Road, now?: number): Promise<string[]> {
  const surveys = [...(await readSurveys(road.database)).values()];
  if (!surveys.some(isPeriodic)) return [];
  const { calendar } = road.sources;
  const at = now ?? (await readGenerations(road.database)).now;
  const started: string[] = [];
  for (const survey of surveys) {
    for (const trigger of survey.document.ask?.triggers ?? []) {
      if (trigger.on !== 'schedule') continue;
      const wave = waveAt(trigger, calendar, at);
      if (!wave) continue;
      const jobId = await road.database.transact((sql) =>
        beginWave(sql, survey, wave, trigger.spreadDays, calendar, at),
      );
      if (jobId !== undefined) started.push(jobId);
    }
  }
  return started;
}

const isPeriodic = ({ document }: PublishedSurvey): boolean =>
  document.ask?.triggers.some(({ on }) => on === 'schedule') ?? false;

/** Begins a round unless it was begun before; the id of its job. */
export async function beginWave(
  sql: Sql,
  { id: surveyId, version }: PublishedSurvey,
  { key: wave, opensAt, closesAt }: Wave,
  spreadDays: number,
  calendar: Calendar,
  now: number,
): Promise<string | undefined> {
  const jobId = uuidOf(`wave\0${surveyId}\0${wave}`);
  const begun = await sql.query(
    'begin-wave',
    `insert into survey_wave (survey_id, key, version, opens_at, closes_at, job_id, created_at)
     values ($1, $2, $3, to_timestamp($4::float8 / 1000.0), to_timestamp($5::float8 / 1000.0), $6,
             to_timestamp($7::float8 / 1000.0))
     on conflict do nothing returning 1`,
    [surveyId, wave, version, opensAt, closesAt, jobId, now],
  );
  if (begun.length === 0) return undefined;
  const firstDay = calendar.dayOf(Math.max(opensAt, now));
  const input: WaveInput = { surveyId, version, wave, firstDay, spreadDays, closesAt };
  await addJobOnce(sql, PLAN_WAVE, input, jobId);
  return jobId;
}
