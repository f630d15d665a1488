import type { Builder, HoldingOutcome, PossibleOutcome } from '#contract';
import { alsoPast, needs } from '#contract';
import { Customer } from '#entities';
import { nameOf } from '../benefits/benefit.ts';
import { worthOf } from '../benefits/worth.ts';
import { type BenefitTypes, worthTo } from './benefits.ts';
import { dataOf, KIND } from './tier-data.ts';

/** A tier in which a customer is. */
interface Placement {
  readonly customer: Customer;
  readonly outcome: HoldingOutcome;
}

/** `Customer.tier`, and the tiers that exist. */
export function tiers(builder: Builder, { BenefitRef, WorthRef }: BenefitTypes): void {
  const Tier = builder.objectRef<Placement>('LoyaltyTier').implement({
    extensions: needs('customers:read'),
    description: 'The loyalty tier in which a customer is.',
    fields: (t) => ({
      key: t.string({ description: 'Key of the tier.', resolve: ({ outcome }) => outcome.key }),
      title: t.string({ description: 'Title of the tier.', resolve: ({ outcome }) => outcome.title }),
      rank: t.int({ description: 'A higher rank is a better tier.', resolve: ({ outcome }) => dataOf(outcome).rank }),
      benefits: t.stringList({
        description: 'What customers of the tier get.',
        resolve: ({ outcome }) => dataOf(outcome).benefits.map(nameOf),
      }),
      benefitDetails: t.field({
        type: [BenefitRef],
        description: 'The same in terms.',
        resolve: ({ outcome }) => [...dataOf(outcome).benefits],
      }),
      yearlyWorth: t.field({
        type: WorthRef,
        description: 'What the benefits are worth to the customer, who goes on as in the last 365 days.',
        resolve: ({ customer, outcome }, _args, context) => worthTo(customer, dataOf(outcome).benefits, context),
      }),
      ruleSetKey: t.string({
        description: 'Key of the rule set that says so.',
        resolve: ({ outcome }) => outcome.ruleSet,
      }),
      since: t.field({
        type: 'DateTime',
        description: 'Since when the customer is in this tier.',
        resolve: ({ outcome }) => outcome.since,
      }),
      why: t.field({
        extensions: needs('rules:read'),
        type: ['JSON'],
        description: 'The rules that decided: { rule, holds, tree }, the tree with the value seen at each condition.',
        resolve: async ({ customer, outcome }, _args, context) => [
          ...((await context.reason(customer, outcome))?.why ?? []),
        ],
      }),
    }),
  });
  builder.objectField(Customer, 'tier', (t) =>
    t.field({
      extensions: alsoPast,
      type: Tier,
      nullable: true,
      description: 'The loyalty tier of the customer; null when it is in none.',
      args: { ruleSet: t.arg.string({ description: 'Key of a rule set, when there are several with tiers.' }) },
      resolve: (customer, { ruleSet }, context): Placement | null => {
        for (const outcome of context.outcomes(customer)) {
          if (outcome.kind === KIND && (!ruleSet || outcome.ruleSet === ruleSet)) return { customer, outcome };
        }
        return null;
      },
    }),
  );
  const Definition = builder.objectRef<PossibleOutcome>('LoyaltyTierDefinition').implement({
    extensions: needs('customers:read', 'rules:read'),
    description: 'A loyalty tier of a published rule set.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the tier.' }),
      title: t.exposeString('title', { description: 'Title of the tier.' }),
      rank: t.int({ description: 'A higher rank is a better tier.', resolve: (tier) => dataOf(tier).rank }),
      benefits: t.stringList({
        description: 'What customers of the tier get.',
        resolve: (tier) => dataOf(tier).benefits.map(nameOf),
      }),
      benefitDetails: t.field({
        type: [BenefitRef],
        description: 'The same in terms.',
        resolve: (tier) => [...dataOf(tier).benefits],
      }),
      yearlyWorth: t.field({
        type: WorthRef,
        description: 'What the benefits are worth to a customer with so many orders in a year.',
        args: {
          orders: t.arg.int({ required: true, description: 'Orders in a year.' }),
          spendMinor: t.arg({ type: 'Long', required: true, description: 'What is spent in a year, in minor units.' }),
        },
        resolve: (tier, { orders, spendMinor }) =>
          worthOf(dataOf(tier).benefits, { orders: Math.max(0, orders), spend: Math.max(0, spendMinor) }),
      }),
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of its rule set.' }),
    }),
  });
  builder.queryField('loyaltyTiers', (t) =>
    t.field({
      extensions: needs('customers:read', 'rules:read'),
      type: [Definition],
      description: 'The loyalty tiers of the published rule sets, the best first.',
      resolve: async (_root, _args, context) =>
        (await context.possibleOutcomes(KIND)).toSorted((a, b) => dataOf(b).rank - dataOf(a).rank),
    }),
  );
}
