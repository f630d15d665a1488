/**
 * A round of a periodic survey for a whole population: planned, then everybody is invited and answers. Against the same
 * done by bare hand-written SQL, a statement for all customers at once, in turns on the same database.
 */
import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '../src/contacts/policy.ts';
import type { ActivityDraft } from '../src/contract/activity.ts';
import type { Database } from '../src/db/database.ts';
import { runNextJob } from '../src/jobs/run-jobs.ts';
import { MAX_BATCH } from '../src/pipeline/road.ts';
import { planAllAsks } from '../src/surveys/plan-asks.ts';
import { planWave } from '../src/surveys/plan-wave.ts';
import { readSurveys, restampSurveys } from '../src/surveys/published.ts';
import { beginWave, PLAN_WAVE } from '../src/surveys/start-waves.ts';
import { type BenchLine, median } from './line.ts';
import { fillPopulation } from './population.ts';
import { type BenchSystem, createSystem } from './system.ts';
import { publishSegments } from './workload.ts';

const CUSTOMERS = 100_000;
const ROUNDS = 3;
const SPREAD = 10;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 6, 1, 12);
const PATIENCE = 600_000;

export async function benchWave(): Promise<BenchLine[]> {
  const system = await createSystem();
  const { database } = system;
  await publishSegments(system.road, 50);
  await fillPopulation(system, CUSTOMERS, NOW);
  await publishSurvey(database);
  const ours = { plan: [] as number[], invite: [] as number[], answer: [] as number[] };
  const bare = { plan: [] as number[], invite: [] as number[], answer: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    await clear(database);
    ours.plan.push(await timed(() => plan(system)));
    ours.invite.push(await timed(() => planAllAsks(system.road, NOW + SPREAD * DAY)));
    await expectAll(database);
    ours.answer.push(await timed(() => answer(system)));
    await expectAnswers(database);
    await clear(database);
    bare.plan.push(await timed(() => planBare(database)));
    await database.query('', 'analyze survey_ask, contact_preference');
    bare.invite.push(await timed(() => inviteBare(database)));
    await expectAll(database);
    await database.query('', 'analyze survey_invitation');
    bare.answer.push(await timed(() => answerBare(database)));
    await expectAnswers(database);
  }
  await system.close();
  const seconds = (times: readonly number[]): string => `${(median(times) / 1000).toFixed(1)} s`;
  const count = CUSTOMERS.toLocaleString('en');
  return [
    {
      name: `Planning a round for ${count} customers`,
      figure: `${seconds(ours.plan)} in chunks that can be resumed`,
      ratio: median(ours.plan) / median(bare.plan),
      goal: 1.5,
      smaller: true,
      against: `${seconds(bare.plan)} for one INSERT … SELECT into the same table`,
    },
    {
      name: `Inviting ${count} customers`,
      figure: `${seconds(ours.invite)}: policy, ledger, invitation, record, metrics, rules and feed, 1,000 in a transaction`,
      ratio: median(ours.invite) / median(bare.invite),
      smaller: true,
      against: `${seconds(bare.invite)} for the same rows by bare SQL, which measures and judges nobody`,
    },
    {
      name: `Answering by ${count} customers`,
      figure: `${seconds(ours.answer)}: checked, recorded, measured, judged and told, 1,000 in a transaction`,
      ratio: median(ours.answer) / median(bare.answer),
      smaller: true,
      against: `${seconds(bare.answer)} for the rows of the answers by bare SQL, which checks, measures and judges nothing`,
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function publishSurvey(database: Database): Promise<void> {
  const id = randomUUID();
  const title = { en: 'How are we?' };
  const scale = { min: 0, max: 10, higherIsBetter: true, shownAs: 'numbers' };
  const questions = [{ key: 'recommend', kind: 'rating', measure: 'nps', text: title, scale }];
  const content = { languages: ['en'], title, questions, expiresAfterDays: 14 };
  await database.query(
    '',
    `insert into survey (id, key, kind, purpose, title, published, latest) values ($1, 'bench', 'nps', 'relationship', 'Bench', 1, 1)`,
    [id],
  );
  await database.query(
    '',
    `insert into survey_version (survey_id, number, document, status, author, published_at)
     values ($1, 1, $2, 'published', 'bench', now())`,
    [id, JSON.stringify(content)],
  );
  await restampSurveys(database);
}

async function clear(database: Database): Promise<void> {
  await database.query(
    '',
    `truncate survey_answer, survey_ask, survey_wave, survey_invitation, contact, contact_refusal, activity, ingest_key, change, due`,
  );
  await database.query('', 'delete from job');
  await database.query('', 'update customer set change_seq = 0, activity_seq = 0, stamp = 0', [], PATIENCE);
  await database.query('', 'vacuum (full, analyze) customer', [], PATIENCE);
  await database.query('', 'checkpoint', [], PATIENCE);
}

async function plan({ road, database, sources: { calendar } }: BenchSystem): Promise<void> {
  const survey = (await readSurveys(database)).get('bench');
  if (!survey) throw new Error('the survey is not published');
  const wave = { key: 'bench', opensAt: NOW, closesAt: NOW + 90 * DAY };
  const jobId = await database.transact((sql) => beginWave(sql, survey, wave, SPREAD, calendar, NOW));
  await runNextJob(database, new Map([[PLAN_WAVE, planWave(road, () => NOW)]]), jobId);
}

const planBare = (database: Database): Promise<unknown> =>
  database.query(
    '',
    `insert into survey_ask (customer_id, id, survey_id, trigger, wave, created_at, due_at, next_at, expires_at)
     select c.id, md5('bench' || c.id)::uuid, s.id, 'schedule', 'bench', v.now, v.due, v.due, v.now + interval '90 days'
       from customer c cross join survey s cross join lateral (
         select to_timestamp($1::float8 / 1000.0) as now,
                to_timestamp($1::float8 / 1000.0) + abs(hashtext(c.id::text) % $2::int) * interval '1 day' as due) v
      where c.erased_at is null`,
    [NOW, SPREAD],
    PATIENCE,
  );

/** The limits of the standard policy, looked up in the ledger; one transaction for everybody. */
const inviteBare = (database: Database): Promise<unknown> =>
  database.transact(async (sql) => {
    const at = NOW + SPREAD * DAY;
    const days = DEFAULT_POLICY.waits.find(({ category }) => category === 'relationship')?.days;
    await sql.query(
      '',
      `insert into contact (customer_id, id, purpose, subject, category, channel, priority, at, state)
       select a.customer_id, a.id, 'survey', 'bench', 'relationship', 'email', 20, to_timestamp($1::float8 / 1000.0), 'sent'
         from survey_ask a join customer c on c.id = a.customer_id
         left join contact_preference p on p.customer_id = a.customer_id and p.purpose = 'survey'
         left join (
           select customer_id, max(at) filter (where category = 'relationship') as last,
                  count(*) filter (where at > to_timestamp($1::float8 / 1000.0) - interval '7 days') as recent
             from contact where state <> 'released' group by customer_id) k on k.customer_id = a.customer_id
        where a.next_at <= to_timestamp($1::float8 / 1000.0) and p.consent is not false
          and (k.last is null or k.last <= to_timestamp($1::float8 / 1000.0) - $2::int * interval '1 day')
          and coalesce(k.recent, 0) < 2`,
      [at, days],
    );
    // otherwise the statements below are planned for an empty ledger, and take minutes
    await sql.query('', 'analyze contact');
    await sql.query(
      '',
      `insert into survey_invitation (customer_id, id, ask, survey_id, version, wave, channel, language, probability,
                                      created_at, expires_at)
       select a.customer_id, a.id, a.id, a.survey_id, 1, a.wave, k.channel, 'en', a.probability, k.at,
              k.at + interval '14 days' from survey_ask a join contact k using (customer_id, id)`,
    );
    await sql.query(
      '',
      `update survey_ask a set state = 'invited', next_at = null, tries = 1, closed_at = now()
      from contact k where k.customer_id = a.customer_id and k.id = a.id`,
    );
    await sql.query(
      '',
      `insert into ingest_key (customer_id, activity_id, payload_hash, occurred_at)
       select customer_id, id, decode(md5(id::text), 'hex'), at from contact`,
    );
    await sql.query(
      '',
      `insert into activity (customer_id, occurred_at, id, seq, kind, source, key, payload, recorded_at)
       select customer_id, at, id, 1, 'surveyInvited', 'surveys', id::text,
              jsonb_build_object('survey', 'bench', 'invitation', id, 'channel', channel), at from contact`,
    );
    await sql.query(
      '',
      `insert into change (customer_id, change_seq, created_at, type, key, "to", cause, details)
       select customer_id, 1, at, 'survey.invited', 'bench', id::text, jsonb_build_object('by', 'activity'),
              jsonb_build_object('channel', channel, 'language', 'en', 'expiresAt', at) from contact`,
    );
    await sql.query('', 'update customer set change_seq = change_seq + 1, activity_seq = activity_seq + 1');
  }, PATIENCE);

/** Everybody answers a day after the end of the round, in the order of their ids. */
async function answer({ road, database }: BenchSystem): Promise<void> {
  const now = NOW + (SPREAD + 1) * DAY;
  const invitations = await database.query<{ customerId: string; id: string }>(
    '',
    'select customer_id as "customerId", id from survey_invitation order by customer_id',
  );
  for (let from = 0; from < invitations.length; from += MAX_BATCH) {
    const activities = invitations.slice(from, from + MAX_BATCH).map(({ customerId, id }, i): ActivityDraft => {
      const payload = { survey: 'bench', question: 'recommend', score: i % 11, invitation: id, complete: true };
      return { customer: { id: customerId }, kind: 'surveyAnswer', key: id, source: 'bench', occurredAt: now, payload };
    });
    const { results } = await road.settle({ activities, now });
    const refused = results.find(({ status }) => status !== 'accepted');
    if (refused) throw new Error(JSON.stringify(refused));
  }
}

const answerBare = (database: Database): Promise<unknown> =>
  database.transact(async (sql) => {
    const at = NOW + (SPREAD + 1) * DAY;
    await sql.query(
      '',
      `insert into survey_answer (respondent, response, question, survey_id, version, customer_id, invitation, activity_id,
                                  measure, score, answered_at, wave, weight)
       select customer_id, id, 'recommend', survey_id, version, customer_id, id, md5('answer' || id)::uuid, 'nps',
              abs(hashtext(id::text) % 11), to_timestamp($1::float8 / 1000.0), wave, 1 from survey_invitation`,
      [at],
    );
    await sql.query(
      '',
      `update survey_invitation set answered_at = to_timestamp($1::float8 / 1000.0), completed_at = to_timestamp($1::float8 / 1000.0)`,
      [at],
    );
    await sql.query(
      '',
      `insert into ingest_key (customer_id, activity_id, payload_hash, occurred_at)
       select customer_id, activity_id, decode(md5(activity_id::text), 'hex'), answered_at from survey_answer`,
    );
    await sql.query(
      '',
      `insert into activity (customer_id, occurred_at, id, seq, kind, source, key, payload, recorded_at)
       select customer_id, answered_at, activity_id, 2, 'surveyAnswer', 'bench', response::text,
              jsonb_build_object('survey', 'bench', 'question', question, 'score', score, 'invitation', invitation,
                                 'complete', true), answered_at from survey_answer`,
    );
    await sql.query('', 'update customer set activity_seq = activity_seq + 1');
  }, PATIENCE);

async function expectAnswers(database: Database): Promise<void> {
  const [row] = await database.query<{ answers: number; done: number }>(
    '',
    `select (select count(*)::int from survey_answer where measure = 'nps') as answers,
            (select count(*)::int from survey_invitation where completed_at is not null) as done`,
  );
  if (row?.answers !== CUSTOMERS || row.done !== CUSTOMERS) throw new Error(JSON.stringify(row));
}

/** Both ways did the same. */
async function expectAll(database: Database): Promise<void> {
  const [row] = await database.query<{ invited: number; told: number }>(
    '',
    `select (select count(*)::int from survey_invitation) as invited,
            (select count(*)::int from change where type = 'survey.invited') as told`,
  );
  if (row?.invited !== CUSTOMERS || row.told !== CUSTOMERS)
    throw new Error(`invited ${row?.invited}, told ${row?.told}`);
}
