import { definePlugin } from '#contract';
import { loyaltyGraphql } from './graphql/tiers.ts';
import { TierChanged } from './tiers/change.ts';
import { loyaltyTiers } from './tiers/rule-set.ts';

export default definePlugin({
  name: 'loyalty-tiers',
  description: 'Places each customer in the highest tier whose conditions hold.',
  contract: '1.0',
  kinds: [loyaltyTiers],
  changes: [TierChanged],
  graphql: loyaltyGraphql,
});
