import { type Builder, CONTACT_REFUSALS, type ContactRefusal, needs } from '#contract';
import { Customer } from '#entities';
import type { Case } from '../cases/case.ts';
import type { Priority, State } from '../document/document.ts';
import { dateOf, valuesOf } from './words.ts';

/** `FeedbackCase`: a voice that somebody looks after. */
export function caseType(builder: Builder) {
  const StateRef = builder.enumType('FeedbackCaseState', {
    description: 'How far a case has come.',
    values: valuesOf<State>({
      collected: 'The voice is there, and nobody has looked at it.',
      analysed: 'It is known what was wrong.',
      acted: 'Something was done about it.',
      told: 'The customer was told, which ends it.',
    }),
  });
  const PriorityRef = builder.enumType('FeedbackCasePriority', {
    description: 'How much a case hurries.',
    values: valuesOf<Priority>({ low: 'Little.', normal: 'As usual.', high: 'Very much.' }),
  });
  const CaseRef = builder.objectRef<Case>('FeedbackCase').implement({
    extensions: needs('customers:read'),
    description: 'Something that a customer said, and that somebody looks after until the customer is told.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'Its id, for the activities that move it.' }),
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of the rule set that opened it.' }),
      rule: t.exposeString('rule', { description: 'Key of its rule.' }),
      activityId: t.exposeString('activityId', { description: 'Id of the activity that it is about.' }),
      state: t.field({ type: StateRef, description: 'How far it has come.', resolve: ({ state }) => state }),
      stateAt: t.field({
        type: 'DateTime',
        description: 'Since when.',
        resolve: ({ stateAt }) => new Date(stateAt),
      }),
      priority: t.field({
        type: PriorityRef,
        description: 'How much it hurries.',
        resolve: ({ priority }) => priority,
      }),
      owner: t.exposeString('owner', { nullable: true, description: 'Who looks after it; null: nobody.' }),
      theme: t.exposeString('theme', { nullable: true, description: 'What it is about, once that is known.' }),
      openedAt: t.field({
        type: 'DateTime',
        description: 'When it was opened.',
        resolve: (one) => new Date(one.openedAt),
      }),
      dueAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it has to have come further; null: it need not.',
        resolve: ({ dueAt }) => dateOf(dueAt),
      }),
      isLate: t.boolean({
        description: 'Whether that is over.',
        resolve: ({ state, dueAt }, _args, { now }) => state !== 'told' && dueAt !== null && dueAt <= now,
      }),
      voices: t.exposeInt('voices', { description: 'How often the customer said so.' }),
      customer: t.field({
        type: Customer,
        description: 'Whose voice it is.',
        resolve: ({ customerId }, _args, context) => context.customer(customerId),
      }),
    }),
  });
  const RefusalRef = builder.enumType('FeedbackContactRefusal', {
    description: 'Why a customer was not contacted.',
    values: valuesOf<ContactRefusal>(CONTACT_REFUSALS),
  });
  return { CaseRef, StateRef, RefusalRef };
}
