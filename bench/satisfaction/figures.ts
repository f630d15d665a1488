import { FROM, TO } from './rows.ts';

/** The same figures asked over the API, and by SQL that is written by hand: values by group, then by period. */
export interface Compared {
  readonly name: string;
  readonly query: string;
  /** Where the values are in the answer. */
  readonly value: 'nps' | 'satisfied' | 'mean';
  readonly sql: string;
}

const NPS = `100.0 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6)) / count(*)`;
const SATISFIED = `1.0 * count(*) filter (where score >= 4) / count(*)`;
const ID = (survey: string): string => `(select id from survey where key = '${survey}')`;
const LAST = `select distinct on (respondent, wave) respondent, wave, score, answered_at, customer_id, store from survey_answer
  where survey_id = ${ID('pulse')} and question = 'recommend' and answered_at < '${TO}' order by respondent, wave, answered_at desc, response desc`;
const VISIT = `survey_id = ${ID('visit')} and question = 'overall' and answered_at >= '${FROM}' and answered_at < '${TO}'`;

const ask = (survey: string, selection: string): string =>
  `{ satisfaction(of: { survey: "${survey}" }, from: "${FROM}", to: "${TO}") { ${selection} } }`;

export const compared: readonly Compared[] = [
  {
    name: 'NPS of 600,000 answers, the last of each customer and wave',
    query: ask('pulse', 'figures: total { nps { value n interval { low high } } }'),
    value: 'nps',
    sql: `select ${NPS} as value from (${LAST}) a`,
  },
  {
    name: 'NPS month by month, the last of each customer and wave',
    query: ask('pulse', 'figures: series(every: MONTH) { nps { value n interval { low high } } }'),
    value: 'nps',
    sql: `select ${NPS} as value from (${LAST}) a group by date_trunc('month', answered_at, 'UTC') order by date_trunc('month', answered_at, 'UTC')`,
  },
  {
    name: 'CSAT of 400,000 answers',
    query: ask('visit', 'figures: total { satisfied { value n interval { low high } } }'),
    value: 'satisfied',
    sql: `select ${SATISFIED} as value from survey_answer where ${VISIT}`,
  },
  {
    name: 'CSAT by store',
    query: ask('visit', 'figures: groups(by: { field: STORE }) { key satisfied { value n interval { low high } } }'),
    value: 'satisfied',
    sql: `select ${SATISFIED} as value from survey_answer where ${VISIT} group by store order by store`,
  },
  {
    name: 'CSAT day by day',
    query: ask('visit', 'figures: series(every: DAY) { satisfied { value n interval { low high } } }'),
    value: 'satisfied',
    sql: `select ${SATISFIED} as value from survey_answer where ${VISIT} group by date_trunc('day', answered_at, 'UTC') order by date_trunc('day', answered_at, 'UTC')`,
  },
  {
    name: 'CSAT by segment',
    query: ask(
      'visit',
      'figures: groups(by: { kind: "segments" }) { key satisfied { value n interval { low high } } }',
    ),
    value: 'satisfied',
    sql: `select ${SATISFIED} as value from survey_answer a left join outcome o on o.customer_id = a.customer_id
       where ${VISIT} group by o.code order by o.code::text`,
  },
  {
    name: 'Mean by an attribute of customers',
    query: ask('visit', 'figures: groups(by: { attribute: "region" }) { key mean { value n interval { low high } } }'),
    value: 'mean',
    sql: `select avg(score) as value from survey_answer a join customer c on c.id = a.customer_id
       where ${VISIT} group by c.attributes ->> 'region' order by c.attributes ->> 'region'`,
  },
];
