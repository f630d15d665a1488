import { type Benefit, type BenefitLimit, inTerms, nameOf, type SaidBenefit } from './benefit.ts';

/** A benefit that another tier gives: a new one, or one that is other than what is given now. */
export interface Gain {
  readonly benefit: SaidBenefit;
  readonly instead: Benefit | null;
}

/** What one tier gives that another one does not, or not in the same terms. */
export function gains(from: readonly SaidBenefit[], to: readonly SaidBenefit[]): Gain[] {
  const terms = new Map(inTerms(from).map((benefit) => [benefit.key, benefit]));
  return to.flatMap((benefit): Gain[] => {
    if (typeof benefit === 'string') return from.includes(benefit) ? [] : [{ benefit, instead: null }];
    const instead = terms.get(benefit.key);
    if (!instead) return [{ benefit, instead: null }];
    return termsOf(instead) === termsOf(benefit) ? [] : [{ benefit, instead }];
  });
}

/** What one tier gives and another one does not. */
export function losses(from: readonly SaidBenefit[], to: readonly SaidBenefit[]): SaidBenefit[] {
  const keys = new Set(inTerms(to).map(({ key }) => key));
  return from.filter((benefit) => !(typeof benefit === 'string' ? to.includes(benefit) : keys.has(benefit.key)));
}

/** What a customer notices: neither the wording nor what it costs. */
const termsOf = ({ kind, value, limit }: Benefit): string =>
  JSON.stringify([kind, value?.amount, value?.percent, value?.per, limit?.times, limit?.amount, limit?.per]);

/** Whether a benefit is surely worth less than the same one elsewhere; what is in other units is not compared. */
export function isLess(one: Benefit, other: Benefit): boolean {
  if (other.kind === 'monetary' && one.kind !== 'monetary') return true;
  const [value, than] = [one.value, other.value];
  if (value?.per !== than?.per) return false;
  const sizes = [
    [value?.amount, than?.amount],
    [value?.percent, than?.percent],
  ] as const;
  if (sizes.some(([size, least]) => (size === undefined) !== (least === undefined))) return false;
  return (
    sizes.some(([size = 0, least = 0]) => size < least) ||
    (sizes.every(([size, least]) => size === least) && isTighter(one.limit, other.limit))
  );
}

function isTighter(limit: BenefitLimit | undefined, than: BenefitLimit | undefined): boolean {
  if (!limit) return false;
  if (!than) return true;
  const most = (bound: number | undefined): number => bound ?? Number.POSITIVE_INFINITY;
  return limit.per === than.per && (most(limit.times) < most(than.times) || most(limit.amount) < most(than.amount));
}

export const names = (benefits: readonly SaidBenefit[]): string[] => benefits.map(nameOf);
