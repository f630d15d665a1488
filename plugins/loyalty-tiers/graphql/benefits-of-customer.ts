import { type Builder, type GraphContext, needs, type PossibleOutcome } from '#contract';
import { Customer } from '#entities';
import { type Benefit, inTerms } from '../benefits/benefit.ts';
import type { BenefitTypes } from './benefits.ts';
import type { progress } from './progress.ts';
import { type Progress, periodsOf, progressTo } from './progress-to.ts';
import { dataOf, heldOf, tiersByRuleSet } from './tier-data.ts';

/** A benefit, and whether a customer has it. */
interface Entitlement {
  readonly benefit: Benefit;
  /** The tier that gives it to the customer, or the lowest one that would. */
  readonly tier: PossibleOutcome;
  /** Null: the customer has it. */
  readonly progress: Progress | null;
}

/** `Customer.tierBenefits`: of each benefit whether the customer has it, and otherwise what is missing. */
export function benefitsOfCustomer(
  builder: Builder,
  { BenefitRef }: BenefitTypes,
  ProgressRef: ReturnType<typeof progress>,
): void {
  const EntitlementRef = builder.objectRef<Entitlement>('CustomerTierBenefit').implement({
    extensions: needs('customers:read', 'rules:read'),
    description: 'A benefit that some tier gives, and whether the customer has it.',
    fields: (t) => ({
      benefit: t.field({
        type: BenefitRef,
        description: 'The benefit, in the terms of that tier.',
        resolve: ({ benefit }) => benefit,
      }),
      holds: t.boolean({ description: 'Whether the customer has it.', resolve: ({ progress }) => progress === null }),
      ruleSetKey: t.string({ description: 'Key of the rule set.', resolve: ({ tier }) => tier.ruleSet }),
      tierKey: t.string({
        description: 'Key of the tier that gives it to the customer, or of the lowest one that would.',
        resolve: ({ tier }) => tier.key,
      }),
      tierTitle: t.string({ description: 'Title of that tier.', resolve: ({ tier }) => tier.title }),
      progress: t.field({
        type: ProgressRef,
        nullable: true,
        description: 'How far the customer is from that tier; null: the customer has the benefit.',
        resolve: ({ progress }) => progress,
      }),
    }),
  });
  builder.objectField(Customer, 'tierBenefits', (t) =>
    t.field({
      type: [EntitlementRef],
      description:
        'Each benefit that a published tier gives in terms, and whether the customer has it or how far it is.',
      args: { ruleSet: t.arg.string({ description: 'Key of a rule set, when there are several with tiers.' }) },
      resolve: async (customer, { ruleSet }, context) => {
        const periods = await periodsOf(context);
        return (await tiersByRuleSet(context))
          .filter(([key]) => !ruleSet || key === ruleSet)
          .flatMap(([key, tiers]) => entitlements(customer, heldOf(customer, key, context), tiers, periods, context));
      },
    }),
  );
}

function entitlements(
  customer: Customer,
  held: PossibleOutcome | undefined,
  tiers: readonly PossibleOutcome[],
  periods: Parameters<typeof progressTo>[2],
  context: GraphContext,
): Entitlement[] {
  const found = new Map<string, Entitlement>();
  for (const { key } of tiers.flatMap((tier) => inTerms(dataOf(tier).benefits))) {
    if (found.has(key)) continue;
    const given = held && giving(key, held);
    const above = tiers.filter((tier) => !held || dataOf(tier).rank > dataOf(held).rank);
    // a benefit that only lower tiers have is none to reach for
    const one = given ?? above.map((tier) => giving(key, tier)).find((other) => other !== undefined);
    if (!one) continue;
    const progress = given ? null : progressTo({ tier: one.tier, held }, customer, periods, context);
    found.set(key, { ...one, progress });
  }
  return [...found.values()];
}

function giving(key: string, tier: PossibleOutcome): Pick<Entitlement, 'benefit' | 'tier'> | undefined {
  const benefit = inTerms(dataOf(tier).benefits).find((one) => one.key === key);
  return benefit && { benefit, tier };
}
