/** A stretch of the calendar. */
export type Period = 'month' | 'quarter' | 'year';

/** What a benefit is worth to a customer each time: an amount in minor units of the account's currency, or a percentage. */
export interface BenefitValue {
  readonly amount?: number;
  /** Off each order, or back of what is spent in a period. */
  readonly percent?: number;
  readonly per: 'order' | Period;
}

/** What it costs to give a benefit, in minor units of the account's currency. */
export interface BenefitCost {
  readonly amount: number;
  readonly per: 'order' | Period;
}

/** How often, or how much of it, a customer gets in a period. */
export interface BenefitLimit {
  readonly times?: number;
  readonly amount?: number;
  readonly per: Period;
}

/** Something that customers of a tier get. */
export interface Benefit {
  /** The same benefit has the same key in every tier. */
  readonly key: string;
  readonly name: string;
  readonly kind: 'monetary' | 'non-monetary';
  readonly description?: string;
  /** Of monetary benefits. */
  readonly value?: BenefitValue;
  /** Left out: as much as it is worth. */
  readonly cost?: BenefitCost;
  readonly limit?: BenefitLimit;
}

/** A benefit as a document says it: in terms, or as a text. */
export type SaidBenefit = string | Benefit;

export const nameOf = (benefit: SaidBenefit): string => (typeof benefit === 'string' ? benefit : benefit.name);

/** Those that are said in terms. */
export const inTerms = (benefits: readonly SaidBenefit[] = []): Benefit[] =>
  benefits.filter((benefit) => typeof benefit !== 'string');
