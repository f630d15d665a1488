import { definePlugin } from '#contract';
import { OfferRedeemed } from './activities.ts';
import { offerChanges } from './changes.ts';
import { offersGraphql } from './graphql/graphql.ts';
import { offersKeeper } from './keeper.ts';
import { personalisedOffers } from './offers/kind.ts';
import { offerRecords } from './personal.ts';

export default definePlugin({
  name: 'personalised-offers',
  description: 'Offers to those who are eligible, within caps and budgets, and what they are good for.',
  contract: '1.0',
  kinds: [personalisedOffers],
  activities: [OfferRedeemed],
  keepers: [offersKeeper],
  changes: offerChanges,
  personal: offerRecords,
  migrations: new URL('./migrations/', import.meta.url),
  graphql: offersGraphql,
});
