import { definePhrases } from '#contract';

export const phrases = definePhrases('offer-acts', {
  unknownCustomer: { en: 'There is no such customer.', zh: '没有这位客户。' },
  unknownOffer: { en: 'This customer was never made such an offer.', zh: '未曾向该客户提供过此优惠。' },
  erased: { en: 'This person was erased; there are no offers any more.', zh: '此人的资料已被删除，不再有优惠。' },
  badKey: { en: 'A key has 1 to 200 characters.', zh: '键的长度为 1 到 200 个字符。' },
  keyUsed: {
    en: 'This key was used before for another offer; use a new key.',
    zh: '此键之前已用于其他优惠；请使用新的键。',
  },
  redeemed: { en: 'This offer was redeemed already.', zh: '此优惠已被使用。' },
  expired: { en: 'This offer has expired.', zh: '此优惠已过期。' },
  dismissed: { en: 'The customer dismissed this offer.', zh: '客户已拒绝此优惠。' },
  returned: { en: 'This offer came back with a refund.', zh: '此优惠已随退款收回。' },
  withdrawn: { en: 'This offer was withdrawn.', zh: '此优惠已撤回。' },
});
