import { definePlugin } from '#contract';
import { caseActivities } from './activities.ts';
import { tellChore } from './announcements/tell.ts';
import { loopChanges } from './changes.ts';
import { feedbackLoop } from './document/kind.ts';
import { loopGraphql } from './graphql/graphql.ts';
import { loopKeeper } from './keeper.ts';
import { loopRecords } from './personal.ts';
import { refuseSteps } from './refuse-steps.ts';

export default definePlugin({
  name: 'feedback-loop',
  description: 'What follows from what customers say, and cases until they are told what was done.',
  contract: '1.1',
  kinds: [feedbackLoop],
  activities: caseActivities,
  followers: [refuseSteps],
  keepers: [loopKeeper],
  chores: [tellChore],
  changes: loopChanges,
  personal: loopRecords,
  migrations: new URL('./migrations/', import.meta.url),
  graphql: loopGraphql,
});
