import { defineChange } from '#contract';

export const TierChanged = defineChange({
  type: 'tier.changed',
  name: 'TierChanged',
  description: 'A customer moved to another loyalty tier, into one, or out of all.',
  fields: {
    from: { name: 'fromTier', description: 'Key of the tier before; null: none.' },
    to: { name: 'toTier', description: 'Key of the tier now; null: none.' },
  },
});
