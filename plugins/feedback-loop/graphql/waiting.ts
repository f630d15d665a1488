import { type Builder, type GraphContext, inherited } from '#contract';
import { Customer } from '#entities';
import type { Waiting } from '../follow-ups/follow-up.ts';
import { readWaiting } from '../follow-ups/store.ts';
import type { caseType } from './case-type.ts';
import { dateOf } from './words.ts';

/** `Customer.waitingFollowUps`: what the customer is asked for later. */
export function waiting(builder: Builder, { RefusalRef }: ReturnType<typeof caseType>): void {
  const WaitingRef = builder.objectRef<Waiting>('WaitingFollowUp').implement({
    extensions: inherited,
    description:
      'Something a customer is to be asked for after what they said, and that the contact policy refused so far.',
    fields: (t) => ({
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of the rule set that says so.' }),
      rule: t.exposeString('rule', { description: 'Key of its rule.' }),
      ask: t.exposeString('ask', { description: 'What they are to be asked for.' }),
      activityId: t.exposeString('activityId', { description: 'Id of the activity that it follows from.' }),
      reason: t.field({
        type: RefusalRef,
        description: 'Why they were not asked so far.',
        resolve: ({ reason }) => reason,
      }),
      nextAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it is tried again; null: once the customer wishes something else.',
        resolve: ({ nextAt }) => dateOf(nextAt),
      }),
      until: t.field({
        type: 'DateTime',
        description: 'Until when that makes sense.',
        resolve: (one) => new Date(one.until),
      }),
    }),
  });
  builder.objectField(Customer, 'waitingFollowUps', (t) =>
    t.field({
      type: [WaitingRef],
      description: 'What the customer is asked for as soon as the contact policy allows it: one for each rule set.',
      resolve: ({ id }, _args, context) => waitingOf(context, id),
    }),
  );
}

/** Those of all customers of an answer are read together. */
const waitingOf = (context: GraphContext, customerId: string): Promise<Waiting[]> =>
  context.batch
    .of<string, Waiting[]>('feedback:waiting', async (ids) => {
      const own = Map.groupBy(await readWaiting(context, ids), (row) => row.customerId);
      return ids.map((id) => (own.get(id) ?? []).filter(({ until }) => until >= context.now));
    })
    .load(customerId);
