import { type Condition, type Problem, refusal, warning } from '#contract';
import { checkBenefits } from '../benefits/check.ts';
import type { TiersDocument } from './rule-set.ts';
import { phrases } from './words.ts';

/** What JSON Schema cannot say of tiers. */
export const checkTiers = (document: TiersDocument): Problem[] => [
  ...checkRanks(document),
  ...checkGrace(document),
  ...checkBenefits(document.tiers),
];

const checkRanks = ({ tiers }: TiersDocument): Problem[] =>
  tiers.flatMap(({ rank }, i) => {
    const other = tiers.findIndex((tier) => tier.rank === rank);
    if (other === i) return [];
    const taken = phrases.rankTaken({ rank, title: tiers[other]?.title ?? '' });
    return [refusal(`/tiers/${i}/rank`, 'RANK_TAKEN', taken)];
  });

/** Credits that begin anew with the period are few when the days of grace are over. */
const checkGrace = ({ tiers, keep }: TiersDocument): Problem[] =>
  keep?.graceDays && keep.period.kind !== 'months' && tiers.some(({ when }) => reads(when, 'tierCredits'))
    ? [warning('/keep/graceDays', 'GRACE_COUNTS_ANEW', phrases.graceCountsAnew())]
    : [];

function reads(condition: Condition, fact: string): boolean {
  if ('fact' in condition) return condition.fact === fact;
  if ('not' in condition) return reads(condition.not, fact);
  return ('all' in condition ? condition.all : condition.any).some((part) => reads(part, fact));
}
