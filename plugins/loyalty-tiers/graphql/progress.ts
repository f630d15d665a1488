import { type Builder, type GraphContext, inherited, needs, say, titled, type Value } from '#contract';
import { Customer } from '#entities';
import type { SaidBenefit } from '../benefits/benefit.ts';
import { type Gain, gains, losses } from '../benefits/compare.ts';
import { phrases } from '../tiers/words.ts';
import { type BenefitTypes, worthTo } from './benefits.ts';
import { dayIn, type Missing, missingOf, type Progress, periodsOf, progressTo } from './progress-to.ts';
import { dataOf, heldOf, tiersByRuleSet } from './tier-data.ts';

/** `Customer.tierProgress`: "240 points to Gold by 31 December". */
export function progress(builder: Builder, { BenefitRef, WorthRef }: BenefitTypes) {
  const GainRef = builder.objectRef<Gain>('LoyaltyBenefitGain').implement({
    extensions: inherited,
    description: 'A benefit that the next tier adds, or has in other terms.',
    fields: (t) => ({
      benefit: t.field({ type: BenefitRef, description: 'What it is then.', resolve: ({ benefit }) => benefit }),
      instead: t.field({
        type: BenefitRef,
        nullable: true,
        description: 'What it is now; null: it is not given now.',
        resolve: ({ instead }) => instead,
      }),
    }),
  });
  const MissingRef = builder.objectRef<Missing>('TierProgressNumber').implement({
    extensions: inherited,
    description: 'A number that the next tier asks for.',
    fields: (t) => ({
      fact: t.exposeString('fact', { description: 'Which one.' }),
      value: t.float({ description: 'What it is now.', resolve: ({ value }) => value }),
      least: t.float({ description: 'What it must be at least.', resolve: ({ least }) => least }),
      missing: t.float({ description: 'What is missing; 0: nothing.', resolve: missingOf }),
    }),
  });
  const ProgressRef = builder.objectRef<Progress>('TierProgress').implement({
    extensions: needs('customers:read', 'rules:read'),
    description: 'How far a customer is from the next tier.',
    fields: (t) => ({
      tierKey: t.string({ description: 'Key of the next tier.', resolve: ({ tier }) => tier.key }),
      title: t.string({ description: 'Title of the next tier.', resolve: ({ tier }) => tier.title }),
      ruleSetKey: t.string({ description: 'Key of its rule set.', resolve: ({ tier }) => tier.ruleSet }),
      numbers: t.field({
        type: [MissingRef],
        nullable: true,
        description: 'The numbers that must be reached; null: the tier asks for more than numbers.',
        resolve: ({ missing }) => (missing === null ? null : [...missing]),
      }),
      until: t.field({
        type: 'Date',
        nullable: true,
        description: 'The last day on which it counts, where the customer lives; null: there is no end.',
        resolve: ({ until }) => (until === null ? null : dayIn(until.at - 1, until.timeZone)),
      }),
      adds: t.field({
        type: [GainRef],
        description: 'What the customer would get in that tier and does not get now, or not in the same terms.',
        resolve: ({ held, tier }) => gains(benefitsOf(held), benefitsOf(tier)),
      }),
      loses: t.field({
        type: [BenefitRef],
        description: 'What the customer gets now and would not get in that tier.',
        resolve: ({ held, tier }) => losses(benefitsOf(held), benefitsOf(tier)),
      }),
      yearlyWorth: t.field({
        type: WorthRef,
        description: 'What the benefits of that tier are worth to the customer, who goes on as in the last 365 days.',
        resolve: ({ customer, tier }, _args, context) => worthTo(customer, benefitsOf(tier), context),
      }),
      text: t.string({
        nullable: true,
        description: 'The same as a sentence in the language of the request: "240 points to Gold by 31 December".',
        resolve: (one, _args, context) => sentence(one, context),
      }),
    }),
  });
  builder.objectField(Customer, 'tierProgress', (t) =>
    t.field({
      type: [ProgressRef],
      description: 'How far the customer is from the next tier of each rule set that has a better one.',
      resolve: async (customer, _args, context) => {
        const periods = await periodsOf(context);
        return (await tiersByRuleSet(context)).flatMap(([ruleSet, tiers]) => {
          const held = heldOf(customer, ruleSet, context);
          const rank = held ? dataOf(held).rank : Number.NEGATIVE_INFINITY;
          const tier = tiers.find((one) => dataOf(one).rank > rank);
          return tier ? [progressTo({ tier, held }, customer, periods, context)] : [];
        });
      },
    }),
  );
  return ProgressRef;
}

const benefitsOf = (tier: Progress['held']): readonly SaidBenefit[] => (tier ? dataOf(tier).benefits : []);

function sentence({ tier, missing, until }: Progress, context: GraphContext): string | null {
  const { language } = context;
  const short = missing?.filter((one) => missingOf(one) > 0) ?? [];
  if (short.length === 0) return null;
  const needed = { list: short.map((one) => amount(one, context)), by: 'and' as const };
  const values = { needed, tier: titled(tier.title) };
  if (!until) return say(phrases.toTier(values), language);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const date = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: until.timeZone }).format(
    until.at - 1,
  );
  return say(phrases.toTierBy({ ...values, date }), language);
}

function amount(one: Missing, { account, language }: GraphContext): Value {
  if (one.money) return account.money(missingOf(one));
  return phrases.soMany({ count: missingOf(one), unit: (language === 'zh' && one.unit.zh) || one.unit.en });
}
