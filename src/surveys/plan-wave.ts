import { quietUntil } from '../contacts/quiet-hours.ts';
import { readPolicy } from '../contacts/read-policy.ts';
import type { Sql } from '../db/database.ts';
import type { JobHandler, RunningJob } from '../jobs/run-jobs.ts';
import { calendarOf } from '../metrics/calendar.ts';
import { customersOf } from '../pipeline/customers-of.ts';
import { readGenerations } from '../pipeline/load-engine.ts';
import { readCustomerRows } from '../pipeline/lock-customers.ts';
import type { Road } from '../pipeline/road.ts';
import { offsetsOf } from '../time/offsets.ts';
import { eligibility } from './eligible.ts';
import { LOT_SQL, waveLot } from './lot.ts';
import { type PublishedSurvey, surveyVersion } from './published.ts';
import type { WaveInput } from './start-waves.ts';

/** Customers who are planned in one transaction. */
const CHUNK = 20_000;
/** The same, when each is judged. */
const JUDGED = 2_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Plans a round: one wish for each customer whom the survey asks and the lot falls on, on a day of the round that the lot
 * says, as early on it as the quiet hours where the customer lives allow. In chunks that commit with their progress, so
 * that none is planned twice.
 */
export const planWave =
  (road: Road, clock?: () => number): JobHandler =>
  async (job) => {
    const input = job.input as unknown as WaveInput;
    const survey = await surveyVersion(road.database, input.surveyId, input.version);
    if (!survey) throw new Error('This version of the survey was never published.');
    if (job.progress.total === 0)
      await job.save(road.database, { done: 0, total: await countCustomers(road.database) });
    const days = await listDays(road.database, input);
    while (await planChunk(road, job, survey, input, days, clock?.()));
  };

const countCustomers = async (sql: Sql): Promise<number> => {
  const [row] = await sql.query<{ count: number }>('wave-customers', 'select count(*)::int as count from customer');
  return row?.count ?? 0;
};

/** When customers of a time zone can be asked on a day of the round, counted from its first. */
interface PlannedDay {
  readonly zone: string;
  readonly day: number;
  readonly at: number;
}

/** Customers live in few time zones: when it stops being quiet there on each day is worked out once. */
async function listDays(sql: Sql, { firstDay, spreadDays }: WaveInput): Promise<PlannedDay[]> {
  const [{ policy }, zones] = await Promise.all([
    readPolicy(sql),
    sql.query<{ zone: string }>(
      'customer-zones',
      `select distinct time_zone as zone from customer where time_zone is not null
        union select coalesce(time_zone, 'UTC') from engine`,
    ),
  ]);
  return zones.flatMap(({ zone }) => {
    const calendar = calendarOf(zone);
    const offsets = offsetsOf(zone);
    return Array.from({ length: spreadDays }, (_, day) => {
      const begins = calendar.startOf(firstDay + day);
      return { zone, day, at: (policy.quietHours && quietUntil(policy.quietHours, offsets, begins)) ?? begins };
    });
  });
}

async function planChunk(
  road: Road,
  job: RunningJob,
  survey: PublishedSurvey,
  input: WaveInput,
  days: readonly PlannedDay[],
  clock: number | undefined,
): Promise<boolean> {
  const after = typeof job.progress.cursor.after === 'string' ? job.progress.cursor.after : FIRST;
  return road.database.transact(async (sql) => {
    const now = clock ?? (await readGenerations(sql)).now;
    const chunk = survey.document.ask?.when
      ? { limit: JUDGED, ...(await judgeChunk(road, sql, survey, after, now)) }
      : { limit: CHUNK, upTo: null, eligible: null };
    const { last, count } = await insertWave(sql, survey, input, { after, ...chunk }, days, now);
    if (last === null) {
      await sql.query(
        'end-wave',
        `update survey_wave set planned_at = to_timestamp($3::float8 / 1000.0) where survey_id = $1 and key = $2`,
        [input.surveyId, input.wave, now],
      );
      return false;
    }
    await job.save(sql, { done: job.progress.done + count, cursor: { after: last } });
    return true;
  });
}

/** Customers in the order of their ids. */
interface Chunk {
  readonly after: string;
  readonly limit: number;
  /** Null: as far as the limit allows. */
  readonly upTo: string | null;
  /** The only ones whom the survey asks; null: it asks all. */
  readonly eligible: readonly string[] | null;
}

/** Whom of the next customers the survey asks, by what is known of them now. They are judged again when they are asked. */
async function judgeChunk(
  road: Road,
  sql: Sql,
  survey: PublishedSurvey,
  after: string,
  now: number,
): Promise<Pick<Chunk, 'upTo' | 'eligible'>> {
  const found = await sql.query<{ id: string }>(
    'wave-ids',
    'select id from customer where id > $1 order by id limit $2',
    [after, JUDGED],
  );
  const ids = found.map(({ id }) => id);
  const rows = await readCustomerRows(sql, ids);
  const engine = await road.engineFor(await readGenerations(sql), sql);
  const holds = eligibility(engine, survey);
  const eligible = customersOf(rows, engine.plan).filter((customer) => holds(customer, now));
  return { upTo: ids.at(-1) ?? after, eligible: eligible.map(({ id }) => id) };
}

/** One statement for a chunk: draws the lots, keeps the wishes, and counts. Returns how far it came; null: nobody is left. */
async function insertWave(
  sql: Sql,
  survey: PublishedSurvey,
  { surveyId, wave, spreadDays, closesAt }: WaveInput,
  { after, limit, upTo, eligible }: Chunk,
  days: readonly PlannedDay[],
  now: number,
): Promise<{ readonly last: string | null; readonly count: number }> {
  const { sample = 1, priority = null } = survey.document.ask ?? {};
  const [row] = await sql.query<{ last: string | null; count: number }>(
    'plan-wave',
    `with account as (select coalesce(time_zone, 'UTC') as zone from engine),
          days as (select * from unnest($12::text[], $13::int[], $14::float8[]) as v(zone, day, at)),
          drawn as (
            select c.id, coalesce(c.time_zone, account.zone) as zone, ${LOT_SQL.digest('$3 || c.id::text')} as lot,
                   c.erased_at is null and ($4::uuid[] is null or c.id = any($4)) as asked
              from customer c, account
             where c.id > $1 and ($15::uuid is null or c.id <= $15) order by c.id limit $2),
          chosen as materialized (
            select id, zone, lot, floor(${LOT_SQL.day('lot')} * $6)::int as day, asked,
                   asked and ($5::float8 >= 1 or ${LOT_SQL.share('lot')} < $5) as taken from drawn),
          planned as (
            insert into survey_ask (customer_id, id, survey_id, trigger, wave, probability, priority, created_at, due_at,
                                    next_at, expires_at)
            select c.id, ${LOT_SQL.id('c.lot')}, $7::uuid, 'schedule', $8::text, $5::float8, $9::int,
                   to_timestamp($10::float8 / 1000.0), v.at, v.at, to_timestamp($11::float8 / 1000.0)
              from chosen c
              left join days own on own.zone = c.zone and own.day = c.day
              left join days usual on usual.zone = (select zone from account) and usual.day = c.day
             cross join lateral (select to_timestamp(coalesce(own.at, usual.at) / 1000.0) as at) v
             where c.taken)
     update survey_wave
        set population = population + (select count(*) from chosen where asked),
            planned = planned + (select count(*) from chosen where taken)
      where survey_id = $7::uuid and key = $8::text
     returning (select id::text from chosen order by id desc limit 1) as last,
               (select count(*)::int from chosen) as count`,
    [
      after,
      limit,
      waveLot(surveyId, wave),
      eligible,
      sample,
      spreadDays,
      surveyId,
      wave,
      priority,
      now,
      closesAt,
      days.map(({ zone }) => zone),
      days.map(({ day }) => day),
      days.map(({ at }) => at),
      upTo,
    ],
  );
  return row ?? { last: null, count: 0 };
}
