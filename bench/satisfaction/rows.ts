import type { Road } from '../../src/pipeline/road.ts';
import { plantSurvey, rating } from '../../test/analytics/plant.ts';
import { publishSegments } from '../workload.ts';

const CUSTOMERS = 100_000;
/** Answers about the relationship, five waves; one of six customers answers each of them twice. */
const PULSES = 600_000;
const VISITS = 400_000;
/** For a statement that plants them, in ms. */
const PATIENCE = 600_000;

/** Where the first answer lies, and where the last one does: two years. */
export const FROM = '2025-01-01T00:00:00Z';
export const TO = '2027-01-01T00:00:00Z';

/** 100,000 customers in segments and with a region, and a million answers to two surveys. */
export async function plantAnswers(road: Road): Promise<void> {
  const { database } = road;
  const pulse = await plantSurvey(database, 'pulse', { purpose: 'relationship' }, [rating('recommend', 'nps', 0, 10)]);
  const visit = await plantSurvey(database, 'visit', { kind: 'csat' }, [rating('overall', 'csat', 1, 5)]);
  await publishSegments(road, 6);
  const run = (text: string, values: readonly unknown[] = []) => database.query('', text, values, PATIENCE);
  await run(
    `insert into customer (id, external_id, attributes)
     select md5('c' || i)::uuid, 'c' || i, jsonb_build_object('region', (array['north', 'south', 'east', 'west'])[1 + i % 4])
       from generate_series(0, ${CUSTOMERS - 1}) i`,
  );
  await run(
    `insert into outcome (customer_id, code, since, version_id, cause)
     select md5('c' || i)::uuid, k.code, now(), gen_random_uuid(), '{}'
       from generate_series(0, ${CUSTOMERS - 1}) i join outcome_code k on (i * 7 + k.code) % 3 = 0`,
  );
  await run(
    `insert into survey_answer (respondent, response, question, survey_id, version, customer_id, measure, score, answered_at, wave, store, channel, weight)
     select md5('c' || i % ${CUSTOMERS})::uuid, md5('p' || i)::uuid, 'recommend', $1, 1, md5('c' || i % ${CUSTOMERS})::uuid, 'nps',
            (hashint4(i) & 1023) % 11, timestamptz '${FROM}' + i * interval '104 seconds', 'w' || i / ${PULSES / 5},
            's' || (hashint4(i + 1) & 63), (array['email', 'web', 'sms'])[1 + i % 3], 1
       from generate_series(0, ${PULSES - 1}) i`,
    [pulse],
  );
  await run(
    `insert into survey_answer (respondent, response, question, survey_id, version, customer_id, measure, score, answered_at, touchpoint, store, channel, weight)
     select md5('c' || i % ${CUSTOMERS})::uuid, md5('v' || i)::uuid, 'overall', $1, 1, md5('c' || i % ${CUSTOMERS})::uuid, 'csat',
            1 + (hashint4(i) & 1023) % 5, timestamptz '${FROM}' + i * interval '157 seconds', 'delivery',
            's' || (hashint4(i + 1) & 63), (array['email', 'web', 'sms'])[1 + i % 3], 1
       from generate_series(0, ${VISITS - 1}) i`,
    [visit],
  );
  await run('vacuum analyze');
}
