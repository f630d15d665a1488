import { definePhrases, type RuleWords, titled, type Value } from '#contract';
import { chinese as benefitsInChinese, benefitWords } from '../benefits/words.ts';
import type { Tier } from './rule-set.ts';

/** What the plugin says itself about documents. */
export const phrases = definePhrases('loyalty-tiers', {
  rankTaken: {
    en: 'Rank {{rank}} is already taken by the tier "{{title}}"; give each tier a rank of its own.',
    zh: '级别 {{rank}} 已被等级“{{title}}”占用；请为每个等级设置不同的级别。',
  },
  graceCountsAnew: {
    en: 'If tier credits begin anew as this period ends, only those of the days of grace count at the review; leave the days of grace out, or count credits over the last months.',
    zh: '如果等级积分在该周期结束时重新计算，复核时只计算宽限期内的积分；请不要设置宽限天数，或按最近若干个月计算等级积分。',
  },
  rank: { en: 'rank {{rank}}', zh: '级别 {{rank}}' },
  soMany: { en: '{{count}} {{unit}}', zh: ' {{count}} {{unit}}' },
  toTier: { en: '{{needed}} to {{tier}}', zh: '再得{{needed}}即可升至{{tier}}' },
  toTierBy: { en: '{{needed}} to {{tier}} by {{date}}', zh: '在{{date}}前再得{{needed}}即可升至{{tier}}' },
  benefits: { en: 'benefits: {{benefits}}', zh: '权益：{{benefits}}' },
});

/** How a tier is told besides its conditions. */
export function tierWords({ title, rank, benefits = [] }: Tier, money: (minor: number) => Value): RuleWords {
  const list = benefits.map((benefit) => benefitWords(benefit, money));
  return {
    outcome: titled(title),
    details: [
      phrases.rank({ rank }),
      ...(list.length > 0 ? [phrases.benefits({ benefits: { list, by: 'comma' } })] : []),
    ],
  };
}

/** The kind and its documents in Chinese, by the English text. */
export const chinese = {
  ...benefitsInChinese,
  'Loyalty tiers': '会员等级',
  'Places each customer in the highest tier whose conditions hold.': '将每位客户归入其条件成立的最高等级。',
  Tiers: '等级',
  Key: '键',
  'Lower-case words joined by hyphens; stays when the title changes.': '由连字符连接的小写单词；标题更改时保持不变。',
  Title: '标题',
  Rank: '级别',
  'A higher rank is a better tier.': '级别越高，等级越好。',
  Keeping: '保级',
  'How long a tier is kept whose conditions hold no longer; left out: not at all.':
    '条件不再成立时等级保留多久；不填表示不保留。',
  'Until the end of': '保留至',
  'So many months since the tier began': '自获得等级起若干个月',
  Months: '月数',
  'The calendar year': '自然年',
  'The year from one anniversary of joining to the next': '从一个加入周年日到下一个周年日',
  'For customers of whom it is not known when they joined: the calendar year.': '不知道加入时间的客户：自然年。',
  'Days of grace': '宽限天数',
  Landing: '降级方式',
  'When these rules change': '规则变更时',
  'Who would fall by what is published: at the next review, or at once. Left out: at the next review.':
    '按新发布的规则应降级的客户：在下次复核时降级，或立即降级；不填表示在下次复核时。',
  'At a review: down to what the conditions say, or one tier at most.': '复核时：降至条件所对应的等级，或最多降一级。',
};
