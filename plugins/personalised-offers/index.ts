import { definePlugin } from '#contract';
import { personalisedOffers } from './offers/kind.ts';

export default definePlugin({
  name: 'personalised-offers',
  description: 'Offers to those who are eligible, within caps and budgets, and what they are good for.',
  contract: '1.0',
  kinds: [personalisedOffers],
});
