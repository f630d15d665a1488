import { definePhrases, type RuleWords, titled } from '#contract';
import type { Programme } from './document.ts';

export const phrases = definePhrases('loyalty-points', {
  members: { en: 'takes part in {{title}}', zh: '参加{{title}}' },
  earns: { en: 'earns by {{title}}', zh: '可通过{{title}}获得积分' },
  times: { en: 'earns {{times}} times as much by {{title}}', zh: '通过{{title}}获得 {{times}} 倍积分' },
  reward: { en: 'may redeem {{title}}', zh: '可兑换{{title}}' },
  keyTaken: {
    en: 'The key "{{key}}" is used twice; give each rule and each reward a key of its own.',
    zh: '键“{{key}}”被使用了两次；请为每条规则和每种奖励设置不同的键。',
  },
  earnsNothing: { en: 'This rule gives neither points nor credits.', zh: '这条规则既不给积分也不给等级积分。' },
  expiresWhilePending: {
    en: 'Points would expire while they are pending; let them live longer than {{days}} days.',
    zh: '积分会在待入账期间过期；请让其有效期超过 {{days}} 天。',
  },
  noSuchDay: { en: 'This month has no such day.', zh: '该月没有这一天。' },
});

/** How each condition is told, in the order of the rules. */
export function programmeWords({ title, earn, rewards = [] }: Programme): RuleWords[] {
  return [
    { outcome: phrases.members({ title: titled(title) }) },
    ...earn.flatMap((rule) => [
      ...(rule.when ? [{ outcome: phrases.earns({ title: titled(rule.title) }) }] : []),
      ...(rule.bonus ?? []).map(({ times }) => ({ outcome: phrases.times({ title: titled(rule.title), times }) })),
    ]),
    ...rewards.flatMap((reward) => (reward.when ? [{ outcome: phrases.reward({ title: titled(reward.title) }) }] : [])),
  ];
}

/** The kind and its documents in Chinese, by the English text. */
export const chinese = {
  'Points programme': '积分计划',
  'Points are earned by activities, kept in lots that expire, and spent on rewards.':
    '客户通过活动获得积分，积分分批保存、到期失效，并可兑换奖励。',
  Key: '键',
  'Lower-case words joined by hyphens; stays when the title changes.': '由连字符连接的小写单词；标题更改时保持不变。',
  Title: '标题',
  Points: '积分',
  Credits: '等级积分',
  'Always as many': '固定数量',
  'In proportion to a field': '按字段比例',
  Field: '字段',
  'A number of the activity, such as "amount".': '活动中的数值字段，例如“amount”。',
  'For each full': '每满',
  'So many': '给予数量',
  Expiry: '有效期',
  'When points expire that nobody spends; left out: never.': '未使用的积分何时到期；不填表示永不过期。',
  Lifetime: '固定期限',
  Months: '月数',
  Month: '月',
  Day: '日',
  'Safe for days': '保护天数',
  'Each year as this day begins, but for points that are younger': '每年在该日开始时到期，较新的积分除外',
  Days: '天数',
  'Activities that earn nothing count as well': '未获得积分的活动也计算在内',
  'So long after the last activity': '自最近一次活动起的时长',
  'Qualifying period': '评级周期',
  'In which stretch of time credits count; left out: for ever.': '等级积分在哪段时间内计算；不填表示一直计算。',
  'The last months': '最近若干个月',
  'The calendar year': '自然年',
  'The year since the customer joined': '自客户加入起的周年',
  'Kind of activity': '活动种类',
  Bonus: '加成',
  'Times as much': '倍数',
  'Kind of reward': '奖励种类',
  Description: '说明',
  'How many there are in all': '总库存',
  'How many each customer may have': '每位客户可兑换的数量',
  'Pending for days': '待入账天数',
  Earning: '获取规则',
  Rewards: '奖励',
  'Points can be transferred': '积分可转让',
  Worth: '价值',
  'Minor units that a point is worth': '每个积分的价值（最小货币单位）',
  'Share that is expected to be spent': '预计会被使用的比例',
};
