import { definePlugin } from '#contract';
import { loyaltyGraphql } from './graphql/graphql.ts';
import { loyaltyRecords } from './personal.ts';
import { pointsChanges } from './points/changes.ts';
import { pointsKeeper } from './points/keeper.ts';
import { pointsMetrics } from './points/metrics.ts';
import { loyaltyPoints } from './programme/kind.ts';
import { TierChanged } from './tiers/change.ts';
import { loyaltyTiers } from './tiers/rule-set.ts';

export default definePlugin({
  name: 'loyalty-tiers',
  description: 'Tiers, and points that are earned, kept in lots, and spent on rewards.',
  contract: '1.1',
  kinds: [loyaltyTiers, loyaltyPoints],
  keepers: [pointsKeeper],
  metrics: pointsMetrics,
  changes: [TierChanged, ...pointsChanges],
  personal: loyaltyRecords,
  migrations: new URL('./migrations/', import.meta.url),
  graphql: loyaltyGraphql,
});
