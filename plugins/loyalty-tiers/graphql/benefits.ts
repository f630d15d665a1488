import { type Builder, type GraphContext, inherited, needs, say } from '#contract';
import type { Customer } from '#entities';
import type { Benefit, BenefitCost, BenefitLimit, BenefitValue, SaidBenefit } from '../benefits/benefit.ts';
import { nameOf } from '../benefits/benefit.ts';
import { benefitWords } from '../benefits/words.ts';
import { type Worth, worthOf, type Year } from '../benefits/worth.ts';

const KINDS = {
  MONETARY: { value: 'monetary', description: 'It is known what it is worth in money.' },
  NON_MONETARY: { value: 'non-monetary', description: 'A service or a right: an account manager, priority, training.' },
} as const;
const PERS = {
  ORDER: { value: 'order', description: 'Each order.' },
  MONTH: { value: 'month', description: 'Each month.' },
  QUARTER: { value: 'quarter', description: 'Each quarter of a year.' },
  YEAR: { value: 'year', description: 'Each year.' },
} as const;

const termsOf = (benefit: SaidBenefit): Benefit | undefined => (typeof benefit === 'string' ? undefined : benefit);

/** The types of benefits and of what they are worth, for the fields that have them. */
export function benefitTypes(builder: Builder) {
  const amountOf = (minor: number | undefined, { account }: GraphContext) =>
    minor === undefined ? null : { minor, currency: account.currency };
  const Kind = builder.enumType('LoyaltyBenefitKind', { description: 'What kind of benefit.', values: KINDS });
  const Per = builder.enumType('LoyaltyBenefitPer', { description: 'By what something is counted.', values: PERS });
  const Value = builder.objectRef<BenefitValue>('LoyaltyBenefitValue').implement({
    extensions: inherited,
    description: 'An amount or a percentage, off each order or in each period.',
    fields: (t) => ({
      amount: t.field({
        type: 'Money',
        nullable: true,
        description: 'How much; null: it is a percentage.',
        resolve: ({ amount }, _args, context) => amountOf(amount, context),
      }),
      percent: t.float({
        nullable: true,
        description: 'Off each order, or back of what is spent in a period; null: it is an amount.',
        resolve: ({ percent }) => percent,
      }),
      per: t.field({ type: Per, description: 'By what it is counted.', resolve: ({ per }) => per }),
    }),
  });
  const Cost = builder.objectRef<BenefitCost>('LoyaltyBenefitCost').implement({
    extensions: inherited,
    description: 'What it costs to give a benefit.',
    fields: (t) => ({
      amount: t.field({
        type: 'Money',
        description: 'How much.',
        resolve: ({ amount }, _args, { account }) => ({ minor: amount, currency: account.currency }),
      }),
      per: t.field({ type: Per, description: 'By what it is counted.', resolve: ({ per }) => per }),
    }),
  });
  const Limit = builder.objectRef<BenefitLimit>('LoyaltyBenefitLimit').implement({
    extensions: inherited,
    description: 'How often, or how much of it, a customer gets in a period.',
    fields: (t) => ({
      times: t.int({
        nullable: true,
        description: 'At most so often; null: any number.',
        resolve: ({ times }) => times,
      }),
      amount: t.field({
        type: 'Money',
        nullable: true,
        description: 'At most so much; null: any amount.',
        resolve: ({ amount }, _args, context) => amountOf(amount, context),
      }),
      per: t.field({ type: Per, description: 'In which period.', resolve: ({ per }) => per }),
    }),
  });
  const BenefitRef = builder.objectRef<SaidBenefit>('LoyaltyBenefit').implement({
    extensions: inherited,
    description: 'Something that customers of a tier get.',
    fields: (t) => ({
      key: t.string({
        nullable: true,
        description: 'The same in every tier that gives it; null: the document says it as a text only.',
        resolve: (benefit) => termsOf(benefit)?.key,
      }),
      name: t.string({ description: 'How it is called.', resolve: nameOf }),
      kind: t.field({
        type: Kind,
        nullable: true,
        description: 'What kind of benefit; null: it is a text only.',
        resolve: (benefit) => termsOf(benefit)?.kind,
      }),
      description: t.string({
        nullable: true,
        description: 'More about it.',
        resolve: (benefit) => termsOf(benefit)?.description,
      }),
      value: t.field({
        type: Value,
        nullable: true,
        description: 'What it is worth to the customer; null: that is not told in money.',
        resolve: (benefit) => termsOf(benefit)?.value,
      }),
      cost: t.field({
        extensions: needs('rules:read'),
        type: Cost,
        nullable: true,
        description: 'What it costs to give; null: nobody said, and it is no more than what it is worth.',
        resolve: (benefit) => termsOf(benefit)?.cost,
      }),
      limit: t.field({
        type: Limit,
        nullable: true,
        description: 'How much of it there is; null: without limit.',
        resolve: (benefit) => termsOf(benefit)?.limit,
      }),
      text: t.string({
        description: 'All of it in the language of the request: "Free delivery (€4.90 off each order)".',
        resolve: (benefit, _args, { account, language }) => say(benefitWords(benefit, account.money), language),
      }),
    }),
  });
  const WorthRef = builder.objectRef<Worth>('LoyaltyBenefitsWorth').implement({
    extensions: inherited,
    description: 'What benefits are worth in a year, as if orders came evenly over it.',
    fields: (t) => ({
      value: t.field({
        type: 'Money',
        description: 'What monetary benefits are worth to the customer.',
        resolve: ({ value }, _args, { account }) => ({ minor: value, currency: account.currency }),
      }),
      cost: t.field({
        extensions: needs('rules:read'),
        type: 'Money',
        description: 'What they cost to give; of one of which that is not said, as much as it is worth.',
        resolve: ({ cost }, _args, { account }) => ({ minor: cost, currency: account.currency }),
      }),
      uncosted: t.stringList({
        extensions: needs('rules:read'),
        description: 'Names of the benefits of which it is not known what they cost.',
        resolve: ({ uncosted }) => uncosted.map(nameOf),
      }),
      unvalued: t.stringList({
        description: 'Names of the benefits whose value is not told in money.',
        resolve: ({ unvalued }) => unvalued.map(nameOf),
      }),
    }),
  });
  return { BenefitRef, WorthRef };
}

export type BenefitTypes = ReturnType<typeof benefitTypes>;

/** What benefits are worth to a customer who goes on as in the last 365 days. */
export function worthTo(customer: Customer, benefits: readonly SaidBenefit[], context: GraphContext): Worth {
  const read = (key: string): number => context.metric(customer, key)?.value || 0; // NaN: nothing is known
  const year: Year = { orders: read('ordersLast365Days'), spend: read('spendLast365Days') };
  return worthOf(benefits, year);
}
