import { type Condition, Conditions, defineKind } from '#contract';
import type { SaidBenefit } from '../benefits/benefit.ts';
import { benefitFacts } from '../benefits/facts.ts';
import { benefitKey, benefitsSchema } from '../benefits/schema.ts';
import { checkTiers } from './check.ts';
import { changeTier, decideTier, rankOf } from './decide.ts';
import { keepSchema } from './keep-schema.ts';
import { needsOf } from './needs.ts';
import type { Keeping } from './reviews.ts';
import { chinese, tierWords } from './words.ts';

export interface Tier {
  readonly key: string;
  readonly title: string;
  /** A higher rank is a better tier. */
  readonly rank: number;
  readonly benefits?: readonly SaidBenefit[];
  /** Benefits of the next lower tier that this one does not give on purpose. */
  readonly without?: readonly string[];
  readonly when: Condition;
}

export interface TiersDocument {
  readonly tiers: readonly Tier[];
  /** Left out: whoever no longer meets the conditions leaves at once. */
  readonly keep?: Keeping;
}

/** Tiers by rules over any facts; the customer is in the highest tier whose conditions hold. */
export const loyaltyTiers = defineKind<TiersDocument>({
  key: 'loyalty-tiers',
  title: 'Loyalty tiers',
  description: 'Places each customer in the highest tier whose conditions hold.',
  translations: { zh: chinese },
  document: {
    type: 'object',
    title: 'Loyalty tiers',
    additionalProperties: false,
    required: ['tiers'],
    properties: {
      keep: keepSchema,
      tiers: {
        type: 'array',
        title: 'Tiers',
        minItems: 1,
        maxItems: 50,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['key', 'title', 'rank', 'when'],
          properties: {
            key: {
              type: 'string',
              title: 'Key',
              description: 'Lower-case words joined by hyphens; stays when the title changes.',
              pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
              maxLength: 64,
            },
            title: { type: 'string', title: 'Title', minLength: 1, maxLength: 200 },
            rank: { type: 'integer', title: 'Rank', description: 'A higher rank is a better tier.', minimum: 1 },
            benefits: benefitsSchema,
            without: {
              type: 'array',
              title: 'Without',
              description: 'Keys of benefits of the next lower tier that this tier does not give on purpose.',
              maxItems: 50,
              uniqueItems: true,
              items: benefitKey,
            },
            when: Conditions,
          },
        },
      },
    },
  },
  example: {
    tiers: [
      {
        key: 'gold',
        title: 'Gold',
        rank: 3,
        benefits: [
          'Free delivery',
          {
            ...{ key: 'member-price', name: 'Member price', kind: 'monetary' },
            ...{ value: { percent: 5, per: 'order' }, limit: { amount: 10_000, per: 'year' } },
          },
          { key: 'account-manager', name: 'Account manager', kind: 'non-monetary' },
        ],
        when: { all: [{ fact: 'ordersLast90Days', operator: 'greaterThanInclusive', value: 5 }] },
      },
    ],
  },
  check: checkTiers,
  rules: ({ tiers }) => tiers.map(({ key, when }, i) => ({ name: key, pointer: `/tiers/${i}/when`, when })),
  outcomes: ({ tiers }) =>
    tiers.map(({ key, title, rank, benefits = [], when }) => {
      const needs = needsOf(when);
      return { key, title, data: { rank, benefits, ...(needs && { needs }) } };
    }),
  ranking: ({ tiers }) => tiers.map((_, i) => i).sort((a, b) => rankOf(tiers, b) - rankOf(tiers, a)),
  words: ({ tiers }, money) => tiers.map((tier) => tierWords(tier, money)),
  stateless: ({ keep }) => keep === undefined,
  timed: ({ keep }) => keep !== undefined,
  reads: ({ keep }) => (keep?.period.kind === 'anniversary' ? ['joinedAt'] : []),
  decide: decideTier,
  changes: changeTier,
  rank: ({ tiers }, key) => tiers.find((tier) => tier.key === key)?.rank,
  provides: ({ tiers }, ruleSetKey) => [
    {
      name: `tier.${ruleSetKey}`,
      title: `Tier of ${ruleSetKey}`,
      translations: { zh: { title: `${ruleSetKey} 的等级` } },
      type: 'text',
      values: tiers.map(({ key }) => key),
      value: (outcomes) => outcomes[0]?.key,
    },
    {
      name: `tierRank.${ruleSetKey}`,
      title: `Rank of the tier of ${ruleSetKey}`,
      translations: { zh: { title: `${ruleSetKey} 的等级级别` } },
      type: 'number',
      value: (outcomes) => tiers.find(({ key }) => key === outcomes[0]?.key)?.rank ?? 0,
    },
    ...benefitFacts(tiers, ruleSetKey),
  ],
});
