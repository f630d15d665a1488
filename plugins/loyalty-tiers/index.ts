import { definePlugin } from '#contract';
import { TierChanged } from './change.ts';
import { loyaltyGraphql } from './graphql.ts';
import { loyaltyTiers } from './rule-set.ts';

export default definePlugin({
  name: 'loyalty-tiers',
  description: 'Places each customer in the highest tier whose conditions hold.',
  contract: '1.0',
  kinds: [loyaltyTiers],
  changes: [TierChanged],
  graphql: loyaltyGraphql,
});
