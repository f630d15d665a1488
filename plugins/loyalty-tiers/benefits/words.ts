import { definePhrases, type Phrase, titled, type Value } from '#contract';
import type { Benefit, BenefitLimit, BenefitValue, Period, SaidBenefit } from './benefit.ts';

export const phrases = definePhrases('loyalty-benefits', {
  named: { en: '{{name}} ({{terms}})', zh: '{{name}}（{{terms}}）' },
  offOrder: { en: '{{much}} off each order', zh: '每单减免 {{much}}' },
  amountIn: { en: '{{much}} a {{period}}', zh: '每{{period}} {{much}}' },
  percentIn: { en: '{{much}} back of what is spent in a {{period}}', zh: '返还每{{period}}消费的 {{much}}' },
  atMostTimes: {
    en: { one: 'at most once a {{period}}', other: 'at most {{count}} times a {{period}}' },
    zh: '每{{period}}最多 {{count}} 次',
  },
  atMostAmount: { en: 'at most {{much}} a {{period}}', zh: '每{{period}}最多 {{much}}' },
  month: { en: 'month', zh: '月' },
  quarter: { en: 'quarter', zh: '季度' },
  year: { en: 'year', zh: '年' },
  keyTaken: {
    en: 'The key "{{key}}" is used twice in this tier; give each benefit a key of its own.',
    zh: '键“{{key}}”在该等级中被使用了两次；请为每项权益设置不同的键。',
  },
  noValue: {
    en: 'Say what "{{name}}" is worth: an amount or a percentage, and for what: each order, month, quarter or year.',
    zh: '请说明“{{name}}”的价值：金额或百分比，以及按每单、每月、每季度还是每年计算。',
  },
  needlessValue: {
    en: 'What is not monetary has no value; remove it, or make "{{name}}" monetary.',
    zh: '非货币权益没有价值；请将其删除，或把“{{name}}”改为货币权益。',
  },
  oneValue: {
    en: 'A value is either an amount or a percentage: fill in one of the two.',
    zh: '价值要么是金额，要么是百分比：请二选一填写。',
  },
  limitsNothing: {
    en: 'This limits nothing; say how many times, or up to which amount.',
    zh: '这没有限制任何内容；请填写次数或金额上限。',
  },
  amountOfNothing: {
    en: 'Only what is monetary can be limited to an amount; say how many times.',
    zh: '只有货币权益才能按金额限制；请填写次数。',
  },
  neverInFull: {
    en: '"{{name}}" is worth more at once than it may be in a whole {{period}}; nobody gets all of it.',
    zh: '“{{name}}”一次的价值就超过了每{{period}}的上限；没有人能全额享受。',
  },
  lost: {
    en: '"{{tier}}" does not give {{benefits}}, which the lower tier "{{lower}}" gives; add it, or say so in "without".',
    zh: '“{{tier}}”没有较低等级“{{lower}}”所提供的{{benefits}}；请补充，或在“without”中注明。',
  },
  less: {
    en: '"{{name}}" is worth less here than in the lower tier "{{lower}}".',
    zh: '“{{name}}”在此等级的价值低于较低等级“{{lower}}”。',
  },
  notBelow: {
    en: 'The next lower tier has no benefit "{{key}}", so there is nothing to do without.',
    zh: '下一个较低等级没有权益“{{key}}”，因此无需注明。',
  },
  notWithout: {
    en: 'The tier has the benefit "{{key}}"; it cannot be without it as well.',
    zh: '该等级拥有权益“{{key}}”；不能同时注明没有。',
  },
  fact: { en: 'gets "{{name}}" by {{ruleSet}}', zh: '按 {{ruleSet}} 享有“{{name}}”' },
  factNot: { en: 'does not get "{{name}}" by {{ruleSet}}', zh: '按 {{ruleSet}} 不享有“{{name}}”' },
});

/** An amount in minor units as it is told. */
type Money = (minor: number) => Value;

/** A benefit as people read it: "Free delivery (€4.90 off each order, at most 12 times a year)". */
export function benefitWords(benefit: SaidBenefit, money: Money): Phrase {
  if (typeof benefit === 'string') return titled(benefit);
  const terms = termsOf(benefit, money);
  const name = titled(benefit.name);
  return terms.length === 0 ? name : phrases.named({ name, terms: { list: terms, by: 'comma' } });
}

const termsOf = ({ value, limit }: Benefit, money: Money): Phrase[] => [
  ...(value ? [valueWords(value, money)] : []),
  ...(limit ? limitWords(limit, money) : []),
];

function valueWords({ amount, percent = 0, per }: BenefitValue, money: Money): Phrase {
  const much = amount === undefined ? ({ quantity: percent / 100, as: 'share' } as const) : money(amount);
  if (per === 'order') return phrases.offOrder({ much });
  return (amount === undefined ? phrases.percentIn : phrases.amountIn)({ much, period: phrases[per]() });
}

function limitWords({ times, amount, per }: BenefitLimit, money: Money): Phrase[] {
  const period = periodWords(per);
  return [
    ...(times === undefined ? [] : [phrases.atMostTimes({ count: times, period })]),
    ...(amount === undefined ? [] : [phrases.atMostAmount({ much: money(amount), period })]),
  ];
}

export const periodWords = (period: Period): Phrase => phrases[period]();

/** What the schema says, in Chinese. */
export const chinese = {
  Benefits: '权益',
  'As a text': '文字说明',
  'In terms': '具体条款',
  'Of monetary ones it is known what they are worth.': '货币权益的价值是已知的。',
  'Key of the benefit': '权益的键',
  'Lower-case words joined by hyphens; the same benefit has the same key in every tier.':
    '由连字符连接的小写单词；同一权益在各等级中使用相同的键。',
  Name: '名称',
  'Kind of benefit': '权益种类',
  Description: '说明',
  Value: '价值',
  'What it is worth to a customer: an amount or a percentage, off each order or in each period.':
    '对客户的价值：金额或百分比，按每单或每个周期计算。',
  Amount: '金额',
  'In minor units of the account’s currency: 500 is 5.00.': '以账户货币的最小单位计：500 表示 5.00。',
  Percent: '百分比',
  'For each': '按每',
  Cost: '成本',
  'What it costs you; left out: as much as it is worth.': '您的成本；不填表示与价值相同。',
  Limit: '上限',
  'How often, or how much of it, a customer gets in a period.': '客户在一个周期内可享受的次数或金额。',
  Times: '次数',
  'In each': '每',
  Without: '不含',
  'Keys of benefits of the next lower tier that this tier does not give on purpose.':
    '下一个较低等级中、本等级有意不提供的权益的键。',
};
