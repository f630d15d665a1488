import { defineChange, definePlugin } from '#contract';
import { sampleMilestonesGraphql } from './graphql.ts';
import { sampleMilestonesKind } from './rule-set.ts';

export default definePlugin({
  name: 'sample-milestones',
  description: 'Milestones that customers reach once and keep.',
  contract: '1.0',
  kinds: [sampleMilestonesKind],
  changes: [
    defineChange({
      type: 'sample-milestones.reached',
      name: 'SampleMilestonesReached',
      description: 'A customer reached a milestone.',
      fields: { key: { name: 'milestone', description: 'Key of the milestone.' } },
    }),
  ],
  migrations: new URL('./migrations/', import.meta.url),
  personal: { tables: [{ name: 'sample_milestones_reached', onErase: 'delete' }] },
  graphql: sampleMilestonesGraphql,
});
