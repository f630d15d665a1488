import type { Sql } from '../db/database.ts';

/** One round of a survey with what became of it. Times are epoch milliseconds. */
export interface KeptWave {
  /** Key of the survey. */
  readonly survey: string;
  readonly surveyId: string;
  readonly key: string;
  readonly version: number;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly jobId: string | null;
  /** Null: it is being planned. */
  readonly plannedAt: number | null;
  /** Customers from whom it was drawn. */
  readonly population: number;
  readonly planned: number;
}

/** How many asks of a round stand where, and how many of its invitations were used. */
export interface WaveCounts {
  readonly waiting: number;
  readonly invited: number;
  readonly opened: number;
  readonly answered: number;
  readonly completed: number;
  /** Asks that were refused and wait to be asked again, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Asks that ended without an invitation, by reason. */
  readonly passed: Readonly<Record<string, number>>;
}

const ms = (column: string, name: string): string => `(extract(epoch from w.${column}) * 1000)::float8 as "${name}"`;

const COLUMNS = `s.key as survey, s.id as "surveyId", w.key, w.version, w.job_id as "jobId", w.population, w.planned,
  ${ms('opens_at', 'opensAt')}, ${ms('closes_at', 'closesAt')}, ${ms('planned_at', 'plannedAt')}`;

/** The rounds of a survey, the newest first: those that opened before a place in the list, when it is given. */
export const readWaves = (
  sql: Sql,
  survey: string,
  before: { readonly at: number; readonly key: string } | undefined,
  limit: number,
): Promise<KeptWave[]> =>
  sql.query<KeptWave>(
    'survey-waves',
    `select ${COLUMNS} from survey s join survey_wave w on w.survey_id = s.id
      where s.key = $1 and ($2::float8 is null or (w.opens_at, w.key) < (to_timestamp($2 / 1000.0), $3::text))
      order by w.opens_at desc, w.key desc limit $4`,
    [survey, before?.at ?? null, before?.key ?? null, limit],
  );

/** One round of a survey. */
export async function readWave(sql: Sql, survey: string, key: string): Promise<KeptWave | undefined> {
  const [wave] = await sql.query<KeptWave>(
    'survey-wave',
    `select ${COLUMNS} from survey s join survey_wave w on w.survey_id = s.id where s.key = $1 and w.key = $2`,
    [survey, key],
  );
  return wave;
}

/** What became of these rounds, in their order; two statements for all of them. */
export async function countWaves(
  sql: Sql,
  waves: readonly Pick<KeptWave, 'surveyId' | 'key'>[],
): Promise<WaveCounts[]> {
  const which = [waves.map(({ surveyId }) => surveyId), waves.map(({ key }) => key)];
  const [asks, invitations] = await Promise.all([
    sql.query<{ place: number; state: string; reason: string | null; count: number }>(
      'wave-asks',
      `select v.n::int as place, a.state, a.reason, count(*)::int as count
         from unnest($1::uuid[], $2::text[]) with ordinality as v(survey_id, wave, n)
         join survey_ask a on a.survey_id = v.survey_id and a.wave = v.wave group by 1, 2, 3`,
      which,
    ),
    sql.query<{ place: number; opened: number; answered: number; completed: number }>(
      'wave-invitations',
      `select v.n::int as place, count(i.opened_at)::int as opened, count(i.answered_at)::int as answered,
              count(i.completed_at)::int as completed
         from unnest($1::uuid[], $2::text[]) with ordinality as v(survey_id, wave, n)
         join survey_invitation i on i.survey_id = v.survey_id and i.wave = v.wave group by 1`,
      which,
    ),
  ]);
  return waves.map((_, i) => {
    const own = asks.filter(({ place }) => place === i + 1);
    const used = invitations.find(({ place }) => place === i + 1);
    const of = (state: string): number =>
      own.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0);
    const byReason = (state: string): Record<string, number> =>
      Object.fromEntries(
        own.filter((row) => row.state === state).map(({ reason, count }) => [reason ?? 'expired', count]),
      );
    return {
      waiting: of('waiting'),
      invited: of('invited'),
      opened: used?.opened ?? 0,
      answered: used?.answered ?? 0,
      completed: used?.completed ?? 0,
      refused: byReason('refused'),
      passed: byReason('passed'),
    };
  });
}
