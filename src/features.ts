import { coreActivities } from './activities/kinds.ts';
import { activityRecords } from './activities/personal.ts';
import { coreThreads } from './activities/threads.ts';
import { RolledBack, ScheduleSuspended } from './authoring/changes.ts';
import { contactRecords } from './contacts/personal.ts';
import { definePlugin, type Plugin } from './contract/index.ts';
import { CustomerErased } from './customers/changes.ts';
import { customerRecords } from './customers/personal.ts';
import { historyRecords } from './history/personal.ts';
import { importRecords } from './imports/forget-person.ts';
import { coreMetrics } from './metrics/catalogue.ts';
import { outcomeRecords } from './pipeline/personal.ts';
import { previewRecords } from './preview/personal.ts';
import { SegmentEntered, SegmentLeft } from './segments/changes.ts';
import { segments } from './segments/segments.ts';
import { followAnswers } from './surveys/answers/follow-answers.ts';
import { SurveyInvited } from './surveys/changes.ts';
import { commentWords } from './surveys/comments/classify.ts';
import { askUponActivities, completeInvitations } from './surveys/follow.ts';
import { surveyRecords } from './surveys/personal.ts';
import { WebhookDisabled, WebhookEnabled } from './webhooks/changes.ts';
import { webhookRecords } from './webhooks/personal.ts';

/** Table of contents: what core brings, in the order in which a change travels. */
export const features: readonly Plugin[] = [
  definePlugin({
    name: 'customers',
    description: 'Who is followed.',
    changes: [CustomerErased],
    personal: customerRecords,
  }),
  definePlugin({
    name: 'activities',
    description: 'What customers do and say.',
    activities: coreActivities,
    threads: coreThreads,
    personal: activityRecords,
  }),
  definePlugin({ name: 'contacts', description: 'When we may be in touch with whom.', personal: contactRecords }),
  definePlugin({ name: 'metrics', description: 'What follows from it, as typed values.', metrics: coreMetrics }),
  definePlugin({
    name: 'segments',
    description: 'Named groups of customers, by rules.',
    kinds: [segments],
    changes: [SegmentEntered, SegmentLeft],
  }),
  definePlugin({ name: 'previews', description: 'What publishing would change.', personal: previewRecords }),
  definePlugin({
    name: 'authoring',
    description: 'The life of rule sets, from draft to published.',
    changes: [ScheduleSuspended, RolledBack],
  }),
  definePlugin({
    name: 'outcomes',
    description: 'What rules say holds for customers, and what is told of it.',
    personal: outcomeRecords,
  }),
  definePlugin({
    name: 'history',
    description: 'What held in the past, and what would have.',
    personal: historyRecords,
  }),
  definePlugin({ name: 'imports', description: 'Files of customers and activities.', personal: importRecords }),
  definePlugin({
    name: 'surveys',
    description: 'Asking customers, and what they answer.',
    changes: [SurveyInvited],
    followers: [followAnswers, askUponActivities, completeInvitations],
    classifiers: [commentWords],
    personal: surveyRecords,
  }),
  definePlugin({
    name: 'webhooks',
    description: 'Changes that are sent to partners.',
    changes: [WebhookDisabled, WebhookEnabled],
    personal: webhookRecords,
  }),
];
