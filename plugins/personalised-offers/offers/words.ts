import { definePhrases, type Phrase, type RuleWords, titled } from '#contract';
import type { Cap, Moment, OffersDocument } from './document.ts';

/** What the kind says itself about documents. */
export const phrases = definePhrases('personalised-offers', {
  offer: { en: 'is eligible for {{title}}', zh: '符合优惠“{{title}}”的条件' },
  after: { en: 'made within {{hours}} hours after {{kind}}', zh: '在 {{kind}} 之后 {{hours}} 小时内提供' },
  anniversary: {
    en: 'made within {{days}} days after each anniversary',
    zh: '在每年加入纪念日之后 {{days}} 天内提供',
  },
  bought: { en: 'to who bought one of: {{skus}}', zh: '提供给购买过以下任一商品的客户：{{skus}}' },
  open: { en: 'stands for {{days}} days', zh: '有效 {{days}} 天' },
  perCustomer: { en: 'at most {{most}} for each customer', zh: '每位客户最多 {{most}} 次' },
  perCustomerIn: {
    en: 'at most {{most}} for each customer in {{days}} days',
    zh: '每位客户 {{days}} 天内最多 {{most}} 次',
  },
  inAll: { en: 'at most {{most}} in all', zh: '总共最多 {{most}} 份' },
  inAllIn: { en: 'at most {{most}} in all in {{days}} days', zh: '{{days}} 天内总共最多 {{most}} 份' },
  keyTaken: {
    en: 'The key "{{key}}" is used twice; give each offer and each budget a key of its own.',
    zh: '键“{{key}}”被使用了两次；请为每个优惠和每个预算设置不同的键。',
  },
  noInstant: { en: 'There is no such instant.', zh: '没有这个时刻。' },
  endsBefore: { en: 'The offer would end before it begins.', zh: '优惠会在开始之前结束。' },
  noLimit: {
    en: 'Nothing limits what this costs in all; name a budget.',
    zh: '没有限制该优惠的总成本；请指定预算。',
  },
  unknownBudget: {
    en: 'There is no budget "{{budget}}"; add it to the budgets.',
    zh: '没有预算“{{budget}}”；请将其加入预算列表。',
  },
  costsNothing: {
    en: 'An offer that is paid from a budget needs a cost.',
    zh: '由预算支付的优惠需要填写成本。',
  },
  neverPaid: {
    en: 'The budget "{{budget}}" is smaller than the cost of one; the offer would never be made.',
    zh: '预算“{{budget}}”小于一次的成本；该优惠永远不会提供。',
  },
  languageMissing: {
    en: 'Say the message in English and in Chinese; otherwise some customers see the title.',
    zh: '请同时填写英文和中文消息；否则部分客户只能看到标题。',
  },
});

/** How each offer is told besides its conditions. */
export const offerWords = ({ offers }: OffersDocument): RuleWords[] =>
  offers.map(({ title, upon, bought, openDays, caps }) => ({
    outcome: phrases.offer({ title: titled(title) }),
    details: [
      ...momentWords(upon),
      ...(bought ? [phrases.bought({ skus: { list: bought.any, by: 'comma' } })] : []),
      phrases.open({ days: openDays }),
      ...capWords(caps?.perCustomer ?? { most: 1 }, phrases.perCustomer, phrases.perCustomerIn),
      ...capWords(caps?.inAll, phrases.inAll, phrases.inAllIn),
    ],
  }));

function momentWords(moment: Moment | undefined): Phrase[] {
  if (!moment) return [];
  if ('after' in moment) return [phrases.after({ hours: moment.withinHours, kind: moment.after })];
  return [phrases.anniversary({ days: moment.withinDays })];
}

type Say = (values: { most: number; days: number }) => Phrase;

function capWords(cap: Cap | undefined, ever: (values: { most: number }) => Phrase, within: Say): Phrase[] {
  if (!cap) return [];
  const { most, days } = cap;
  return [days === undefined ? ever({ most }) : within({ most, days })];
}
