import { randomUUID } from 'node:crypto';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { App } from '../../src/app.ts';
import type { SurveyDocument } from '../../src/surveys/document.ts';
import { type Invitation, insertInvitations } from '../../src/surveys/invitation.ts';

/** Invites a customer, who is created, and gives the token of the link. */
export async function invite(
  app: App,
  surveyId: string,
  given: Partial<Invitation> & { readonly customer?: string } = {},
) {
  const customer = given.customer ?? randomUUID();
  await app.gatherer.record({ activities: [], profiles: [{ customer: { externalId: customer } }] });
  const [survey] = await app.database.query<{ key: string; version: number }>(
    '',
    'select key, published as version from survey where id = $1',
    [surveyId],
  );
  const id = randomUUID();
  const invitation: Invitation = {
    ...{
      customerId: customerIdOf(customer),
      id,
      ask: id,
      surveyId,
      survey: survey?.key ?? '',
      version: survey?.version ?? 0,
    },
    ...{ wave: null, touchpoint: null, channel: 'email', language: 'en', probability: 1, context: {} },
    ...{ createdAt: Date.now(), expiresAt: Date.now() + 86_400_000 },
    ...given,
  };
  await insertInvitations(app.database, [invitation]);
  const { customerId, expiresAt } = invitation;
  return { customer, customerId, id, token: await app.links.tokenOf({ customerId, invitationId: id, expiresAt }) };
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
