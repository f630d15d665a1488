import { randomUUID } from 'node:crypto';
import type { ContactPolicy } from '../../src/contacts/policy.ts';
import type { Database } from '../../src/db/database.ts';
import type { Purpose, SurveyDocument } from '../../src/surveys/document.ts';
import { restampSurveys } from '../../src/surveys/published.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday at noon. */
export const NOON = Date.UTC(2026, 5, 1, 12);

/** A document of one question, with changes. */
export const document = (changes: Partial<SurveyDocument> = {}): SurveyDocument => ({
  languages: ['en', 'zh'],
  title: { en: 'How was it?', zh: '您觉得怎么样?' },
  questions: [
    {
      key: 'recommend',
      kind: 'rating',
      measure: 'nps',
      text: { en: 'Would you recommend us?', zh: '您会推荐我们吗?' },
      scale: { min: 0, max: 10, higherIsBetter: true, shownAs: 'numbers' },
    },
  ],
  expiresAfterDays: 14,
  ...changes,
});

/** Publishes a document under a key, as its next version; gives the id of the survey. */
export async function publishSurvey(
  database: Database,
  key: string,
  content: SurveyDocument,
  purpose: Purpose = 'transactional',
): Promise<string> {
  return database.transact(async (sql) => {
    const [survey] = await sql.query<{ id: string; published: number }>(
      '',
      `insert into survey as s (id, key, kind, purpose, title, published, latest) values ($1, $2, 'nps', $3, $2, 1, 1)
       on conflict (key) do update set published = s.latest + 1, latest = s.latest + 1 returning id, published`,
      [randomUUID(), key, purpose],
    );
    const { id, published } = survey as { id: string; published: number };
    await sql.query('', `update survey_version set status = 'superseded' where survey_id = $1`, [id]);
    await sql.query(
      '',
      `insert into survey_version (survey_id, number, document, status, author, published_at)
       values ($1, $2, $3, 'published', 'test', now())`,
      [id, published, JSON.stringify(content)],
    );
    await restampSurveys(sql);
    return id;
  });
}

/** Takes a survey back: it is published no more. */
export const withdrawSurvey = (database: Database, key: string): Promise<unknown> =>
  database.transact(async (sql) => {
    await sql.query('', 'update survey set published = null where key = $1', [key]);
    await restampSurveys(sql);
  });

/** Nothing stands in the way of contacts. */
export const OPEN: ContactPolicy = {
  limits: [],
  waits: [],
  quietHours: null,
  consent: { survey: 'opt-out', offer: 'opt-in', 'follow-up': 'opt-out' },
  channels: ['email', 'sms'],
  priorities: [
    { purpose: 'survey', category: 'relationship', priority: 20 },
    { purpose: 'survey', category: null, priority: 10 },
  ],
};

/** Makes this policy the one that holds, whatever held before. */
export const usePolicy = (database: Database, policy: ContactPolicy): Promise<unknown> =>
  database.query(
    '',
    `insert into contact_policy (version, document, author)
     select coalesce(max(version), 0) + 1, $1, 'test' from contact_policy`,
    [JSON.stringify(policy)],
  );

/** A purchase as the road takes it. */
export const purchase = (externalId: string, key: string, occurredAt: number, fields: object = {}) => ({
  customer: { externalId },
  kind: 'purchase',
  key,
  source: 'test',
  occurredAt,
  payload: { amount: 1000, currency: 'EUR', ...fields },
});

/** A wish, as the tables have it. */
export interface AskRow {
  readonly id: string;
  readonly customer: string;
  readonly state: string;
  readonly reason: string | null;
  readonly next: number | null;
  readonly due: number;
  readonly tries: number;
  readonly survey: string;
}

export const readAsks = (database: Database): Promise<AskRow[]> =>
  database.query<AskRow>(
    '',
    `select a.id, c.external_id as customer, a.state, a.reason, a.tries, s.key as survey,
            (extract(epoch from a.next_at) * 1000)::float8 as next, (extract(epoch from a.due_at) * 1000)::float8 as due
       from survey_ask a join customer c on c.id = a.customer_id join survey s on s.id = a.survey_id
      order by c.external_id, s.key, a.due_at`,
  );
