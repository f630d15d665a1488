import { randomUUID } from 'node:crypto';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { App } from '../../src/app.ts';
import type { SurveyDocument } from '../../src/surveys/document.ts';
import { restampSurveys } from '../../src/surveys/published.ts';

/** What an invitation is, unless a test says otherwise. */
interface Invitation {
  readonly customer?: string;
  readonly language?: string;
  readonly expiresAt?: number;
  readonly wave?: string;
  readonly touchpoint?: string;
  readonly context?: object;
  readonly prefill?: object;
}

/** Publishes a survey, as its author would; gives its id. */
export async function publishSurvey(app: App, key: string, document: SurveyDocument, kind = 'nps'): Promise<string> {
  const id = randomUUID();
  await app.database.transact(async (sql) => {
    await sql.query(
      '',
      `insert into survey (id, key, kind, purpose, title, published) values ($1, $2, $3, 'relationship', $2, 1)`,
      [id, key, kind],
    );
    await sql.query(
      '',
      `insert into survey_version (survey_id, number, document, status, author, published_at)
       values ($1, 1, $2, 'published', 'test', now())`,
      [id, JSON.stringify(document)],
    );
    await restampSurveys(sql);
  });
  return id;
}

/** Invites a customer, who is created, and gives the token of the link. */
export async function invite(app: App, surveyId: string, given: Invitation = {}) {
  const { customer = randomUUID(), language = 'en', expiresAt = Date.now() + 86_400_000 } = given;
  const customerId = customerIdOf(customer);
  await app.gatherer.record({ activities: [], profiles: [{ customer: { externalId: customer } }] });
  const id = randomUUID();
  await app.database.query(
    '',
    `insert into survey_invitation (customer_id, id, ask, survey_id, version, wave, touchpoint, channel, language,
                                    probability, context, created_at, expires_at, prefill)
     values ($1, $2, $2, $3, 1, $4, $5, 'email', $6, 1, $7, now(), to_timestamp($8::float8 / 1000), $9)`,
    [
      ...[customerId, id, surveyId, given.wave ?? null, given.touchpoint ?? null, language],
      ...[JSON.stringify(given.context ?? {}), expiresAt, given.prefill ? JSON.stringify(given.prefill) : null],
    ],
  );
  const link = { customerId, invitationId: id, expiresAt };
  return { ...link, customer, token: await app.links.tokenOf(link) };
}

const t = (en: string, zh: string) => ({ en, zh });

/** A survey in two languages with every kind of question, in which later ones hang on earlier ones. */
export const everyKind: SurveyDocument = {
  languages: ['en', 'zh'],
  title: t('How was your last order?', '您对上次订单感觉如何？'),
  introduction: t('A few short questions; it takes about a minute.', '几个简短的问题，大约需要一分钟。'),
  thanks: t('You help us to get better at every cup.', '您帮助我们做好每一杯。'),
  expiresAfterDays: 30,
  questions: [
    {
      ...{ key: 'recommend', kind: 'rating', measure: 'nps', required: true },
      text: t('How likely are you to recommend us to a friend or colleague?', '您有多大可能把我们推荐给朋友或同事？'),
      scale: {
        ...{ min: 0, max: 10, higherIsBetter: true, shownAs: 'numbers' },
        low: t('Not at all likely', '完全不可能'),
        high: t('Extremely likely', '非常可能'),
      },
    },
    {
      ...{ key: 'delivery', kind: 'rating', measure: 'csat' },
      text: t('How satisfied are you with the delivery?', '您对配送是否满意？'),
      scale: { min: 1, max: 5, higherIsBetter: true, shownAs: 'emoji' },
    },
    {
      ...{ key: 'why', kind: 'open', when: [{ question: 'recommend', atMost: 6 }] },
      text: t('What went wrong?', '哪里出了问题？'),
    },
    {
      ...{ key: 'packaging', kind: 'rating', measure: 'custom' },
      text: t('How many stars for the packaging?', '包装您给几颗星？'),
      scale: { min: 1, max: 5, higherIsBetter: true, shownAs: 'stars' },
    },
    {
      ...{ key: 'where', kind: 'single', required: true },
      text: t('Where did you buy?', '您在哪里购买？'),
      options: [
        { key: 'web', text: t('On the website', '网站') },
        { key: 'store', text: t('In a store', '门店') },
      ],
    },
    {
      ...{ key: 'liked', kind: 'multiple' },
      text: t('What did you like?', '您喜欢什么？'),
      options: [
        { key: 'price', text: t('The price', '价格') },
        { key: 'people', text: t('The people', '工作人员') },
        { key: 'range', text: t('The range', '品种') },
      ],
    },
  ],
};
