import { definePlugin } from '#contract';
import { ChurnSignalCleared, ChurnSignalRaised, QuadrantChanged, StageChanged } from './changes.ts';
import { retentionTargets } from './document/kind.ts';
import { retentionGraphql } from './graphql/graphql.ts';

export default definePlugin({
  name: 'retention-targets',
  description: 'Where customers stand in their life with the account, who may leave, and how many are to be kept.',
  contract: '1.1',
  kinds: [retentionTargets],
  changes: [StageChanged, QuadrantChanged, ChurnSignalRaised, ChurnSignalCleared],
  graphql: retentionGraphql,
});
