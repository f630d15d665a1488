import { defineChange, type KeptChange, type PublishedRuleSet } from '#contract';
import type { Case, Event } from './cases/case.ts';

const details = {
  caseId: { type: 'text', description: 'Id of the case.' },
  owner: { type: 'text', description: 'Who looks after it.' },
  theme: { type: 'text', description: 'What it is about.' },
  dueAt: { type: 'instant', description: 'When it has to have come further.' },
} as const;
const key = { name: 'rule', description: 'Key of the rule that opened it.' };
const moved = (type: string, name: string, description: string) =>
  defineChange({
    ...{ type, name, description, details },
    fields: {
      key,
      from: { name: 'fromState', description: 'How far it had come; null: it is new.' },
      to: { name: 'toState', description: 'How far it has come.' },
    },
  });
const stayed = (type: string, name: string, description: string) =>
  defineChange({ type, name, description, details, fields: { key } });

export const CASE_CHANGES: Readonly<Record<Event, ReturnType<typeof defineChange>>> = {
  opened: moved('case.opened', 'CaseOpened', 'Somebody has to look after what a customer said.'),
  repeated: stayed('case.repeated', 'CaseRepeated', 'The customer said so again while the case was open.'),
  assigned: stayed('case.assigned', 'CaseAssigned', 'A case was given to somebody.'),
  moved: moved('case.moved', 'CaseMoved', 'A case has come further.'),
  escalated: stayed('case.escalated', 'CaseEscalated', 'A case is late.'),
  told: moved('case.closed', 'CaseClosed', 'The customer was told what was done about it, which ends the case.'),
};

export const FollowUpAsked = defineChange({
  type: 'follow-up.asked',
  name: 'FollowUpAsked',
  description: 'A customer is to be asked for something that follows from what they said: hand it to your mailer.',
  fields: {
    key: { name: 'rule', description: 'Key of the rule.' },
    to: { name: 'ask', description: 'What they are asked for, as the rule says: "review".' },
  },
  details: {
    activityId: { type: 'text', description: 'Id of the activity that it follows from.' },
    channel: { type: 'text', description: 'By which way the customer is contacted.' },
  },
});

export const AnnouncementMade = defineChange({
  type: 'announcement.made',
  name: 'AnnouncementMade',
  description: 'A customer is to be told what was done about what they said: hand it to your mailer.',
  fields: { key: { name: 'theme', description: 'What they said it about.' } },
  details: {
    announcement: { type: 'text', description: 'Key of the announcement, which has the words.' },
    channel: { type: 'text', description: 'By which way the customer is contacted.' },
  },
});

export const loopChanges = [...Object.values(CASE_CHANGES), FollowUpAsked, AnnouncementMade];

/** What is told of an event of a case. */
export function changeOf(before: Case | undefined, one: Case, event: Event, ruleSet?: PublishedRuleSet): KeptChange {
  const moves = event === 'opened' || event === 'moved' || event === 'told';
  return {
    ...{ type: CASE_CHANGES[event].type, key: one.rule },
    from: moves ? (before?.state ?? null) : null,
    to: moves ? one.state : null,
    ...(ruleSet && { ruleSet }),
    details: {
      caseId: one.id,
      ...(one.owner !== null && { owner: one.owner }),
      ...(one.theme !== null && { theme: one.theme }),
      ...(one.dueAt !== null && { dueAt: new Date(one.dueAt).toISOString() }),
    },
  };
}
