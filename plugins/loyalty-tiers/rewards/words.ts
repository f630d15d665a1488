import { definePhrases } from '#contract';

export const phrases = definePhrases('loyalty-rewards', {
  unknownProgramme: { en: 'No programme "{{programme}}" is published.', zh: '没有已发布的积分计划“{{programme}}”。' },
  unknownCustomer: { en: 'There is no such customer.', zh: '没有这位客户。' },
  unknownReward: {
    en: 'The programme "{{programme}}" has no reward "{{reward}}".',
    zh: '积分计划“{{programme}}”没有奖励“{{reward}}”。',
  },
  unknownRedemption: { en: 'There is no such redemption of this customer.', zh: '该客户没有这次兑换。' },
  notEnough: {
    en: '{{available}} points can be spent, and {{points}} are needed.',
    zh: '可用积分为 {{available}}，需要 {{points}}。',
  },
  notForCustomer: {
    en: 'The conditions of this reward do not hold for the customer.',
    zh: '该客户不符合此奖励的条件。',
  },
  notMember: { en: 'The customer does not take part in the programme.', zh: '该客户未参加此积分计划。' },
  soldOut: { en: 'None of this reward is left.', zh: '此奖励已无库存。' },
  enough: {
    en: 'The customer has had this reward {{most}} times, which is as often as anybody may.',
    zh: '该客户已兑换此奖励 {{most}} 次，达到上限。',
  },
  noTransfers: { en: 'Points of this programme cannot be transferred.', zh: '此积分计划的积分不可转让。' },
  sameCustomer: { en: 'Points are transferred to another customer.', zh: '积分只能转给另一位客户。' },
  badPoints: {
    en: 'This is a whole number of points, 1 to 1,000,000,000.',
    zh: '请填写 1 到 1,000,000,000 之间的整数积分。',
  },
  badKey: { en: 'A key has 1 to 200 characters.', zh: '键的长度为 1 到 200 个字符。' },
  noReason: { en: 'Say why, in 1 to 500 characters.', zh: '请说明原因，1 到 500 个字符。' },
  keyUsed: {
    en: 'This key was used before for something else; use a new key.',
    zh: '此键之前已用于其他操作；请使用新的键。',
  },
  erased: {
    en: 'This person was erased; points can no longer be moved.',
    zh: '此人的资料已被删除，积分不能再变动。',
  },
});
