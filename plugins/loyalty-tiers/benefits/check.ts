import { type Problem, refusal, warning } from '#contract';
import type { Tier } from '../tiers/rule-set.ts';
import { type Benefit, inTerms } from './benefit.ts';
import { isLess, losses, names } from './compare.ts';
import { periodWords, phrases } from './words.ts';

/** What JSON Schema cannot say of benefits, and what is probably not meant: that a better tier gives less. */
export function checkBenefits(tiers: readonly Tier[]): Problem[] {
  return tiers.flatMap((tier, i) => {
    const below = tiers
      .filter(({ rank }) => rank < tier.rank)
      .reduce<Tier | undefined>((best, one) => (best && best.rank > one.rank ? best : one), undefined);
    return [
      ...checkEach(tier, `/tiers/${i}`),
      ...checkWithout(tier, below, `/tiers/${i}`),
      ...compare(tier, below, `/tiers/${i}`),
    ];
  });
}

function checkEach({ benefits = [] }: Tier, pointer: string): Problem[] {
  const keys = new Set<string>();
  return benefits.flatMap((benefit, i) => {
    if (typeof benefit === 'string') return [];
    const { key } = benefit;
    const at = `${pointer}/benefits/${i}`;
    const taken = keys.has(key) ? [refusal(`${at}/key`, 'KEY_TAKEN', phrases.keyTaken({ key }))] : [];
    keys.add(key);
    return [...taken, ...checkValue(benefit, at), ...checkLimit(benefit, at)];
  });
}

function checkValue({ name, kind, value }: Benefit, at: string): Problem[] {
  if (kind === 'non-monetary')
    return value ? [refusal(`${at}/value`, 'NEEDLESS_VALUE', phrases.needlessValue({ name }))] : [];
  if (!value) return [refusal(at, 'NO_VALUE', phrases.noValue({ name }))];
  const isOne = (value.amount === undefined) !== (value.percent === undefined);
  return isOne ? [] : [refusal(`${at}/value`, 'NOT_ONE_VALUE', phrases.oneValue())];
}

function checkLimit({ name, kind, value, limit }: Benefit, at: string): Problem[] {
  if (!limit) return [];
  const { times, amount, per } = limit;
  const [place, period] = [`${at}/limit`, periodWords(per)];
  if (times === undefined && amount === undefined) return [refusal(place, 'LIMITS_NOTHING', phrases.limitsNothing())];
  if (amount === undefined) return [];
  if (kind === 'non-monetary') return [refusal(`${place}/amount`, 'NO_AMOUNT', phrases.amountOfNothing())];
  return (value?.amount ?? 0) > amount
    ? [warning(`${place}/amount`, 'NEVER_IN_FULL', phrases.neverInFull({ name, period }))]
    : [];
}

function checkWithout({ benefits, without = [] }: Tier, below: Tier | undefined, pointer: string): Problem[] {
  const own = new Set(inTerms(benefits).map(({ key }) => key));
  const lower = new Set(inTerms(below?.benefits).map(({ key }) => key));
  return without.flatMap((key, i) => {
    const at = `${pointer}/without/${i}`;
    if (own.has(key)) return [refusal(at, 'NOT_WITHOUT', phrases.notWithout({ key }))];
    return lower.has(key) ? [] : [refusal(at, 'UNKNOWN_BENEFIT', phrases.notBelow({ key }))];
  });
}

/** Texts are left alone: many say only what a tier adds. */
function compare(tier: Tier, below: Tier | undefined, pointer: string): Problem[] {
  if (!below) return [];
  const { benefits = [], without = [] } = tier;
  const lower = inTerms(below.benefits);
  const lost = losses(lower, benefits).filter((one) => typeof one === 'string' || !without.includes(one.key));
  const said = {
    tier: tier.title,
    lower: below.title,
    benefits: { list: names(lost).map(quoted), by: 'and' as const },
  };
  return [
    ...(lost.length > 0 ? [warning(`${pointer}/benefits`, 'BENEFIT_LOST', phrases.lost(said))] : []),
    ...benefits.flatMap((benefit, i) => {
      if (typeof benefit === 'string') return [];
      const other = lower.find(({ key }) => key === benefit.key);
      if (!other || !isLess(benefit, other)) return [];
      const less = phrases.less({ name: benefit.name, lower: below.title });
      return [warning(`${pointer}/benefits/${i}`, 'BENEFIT_LESS', less)];
    }),
  ];
}

const quoted = (name: string): string => `"${name}"`;
