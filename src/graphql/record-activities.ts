import { checkActivity } from '../activities/check-activity.ts';
import type { ActivityDraft } from '../activities/draft.ts';
import type { ActivityKind } from '../contract/activity.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { type Issue as Fault, OverloadedError, ValidationError } from '../errors.ts';
import type { RecordResult } from '../pipeline/batch.ts';
import { type ActivityDataInput, activityDataInput, inputPath, storedFields } from './activity-inputs.ts';
import { batchComplexity } from './builder.ts';
import { type CoreContext, core } from './context.ts';
import { type CustomerReferenceInput, customerRef, customerReference, loadCustomer } from './customer-reference.ts';
import type { IssueType } from './errors.ts';
import { globalId } from './global-ids.ts';

const MOST = 1000;

interface ActivityInput {
  readonly customer: CustomerReferenceInput;
  readonly key: string;
  readonly source?: string | null;
  readonly occurredAt?: Date | null;
  readonly activity: ActivityDataInput;
}

interface ActivityResult {
  readonly index: number;
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  readonly activityId?: string;
  readonly customerId?: string;
  readonly issues: readonly Fault[];
}

/** `recordActivities`: what customers did and said, for any number of customers, each with its own result. */
export function recordActivities(builder: Builder, kinds: ReadonlyMap<string, ActivityKind>, Issue: IssueType): void {
  const Reference = customerReference(builder);
  const Data = activityDataInput(builder, kinds);
  const Input = builder.inputType('ActivityInput', {
    description: 'Something that a customer did or said.',
    fields: (t) => ({
      customer: t.field({ type: Reference, required: true, description: 'Who did it.' }),
      key: t.string({
        required: true,
        description:
          'Your key of the activity, unique for the customer and source. The same activity sent again is a duplicate.',
      }),
      source: t.string({ defaultValue: 'api', description: 'The system it comes from.' }),
      occurredAt: t.field({ type: 'DateTime', description: 'When it happened; left out: now.' }),
      activity: t.field({ type: Data, required: true, description: 'What happened.' }),
    }),
  });
  const Status = builder.enumType('ActivityStatus', {
    description: 'What became of an activity.',
    values: {
      ACCEPTED: { value: 'accepted', description: 'It was recorded.' },
      DUPLICATE: { value: 'duplicate', description: 'It had been recorded before; nothing changed.' },
      REJECTED: { value: 'rejected', description: 'It was not recorded; `issues` says why.' },
    } as const,
  });
  const Result = builder.objectRef<ActivityResult>('ActivityResult').implement({
    extensions: inherited,
    description: 'What became of one activity of the input.',
    fields: (t) => ({
      index: t.exposeInt('index', { description: 'Its place in the input, from 0.' }),
      status: t.expose('status', { type: Status, description: 'Whether it was recorded.' }),
      activityId: t.id({
        nullable: true,
        description: 'Id of the activity; of the first one, when this is a duplicate.',
        resolve: ({ activityId }, _args, context) =>
          activityId === undefined ? null : globalId(context, 'Activity', activityId),
      }),
      customer: t.field({
        type: Customer,
        nullable: true,
        description: 'The customer as it is now.',
        resolve: ({ customerId }, _args, context) =>
          customerId === undefined ? null : loadCustomer(context, customerId),
      }),
      issues: t.field({
        type: [Issue],
        description: 'Why it was rejected.',
        resolve: ({ issues }) => [...issues],
      }),
    }),
  });
  const Success = builder.objectRef<{ results: ActivityResult[] }>('RecordActivitiesSuccess').implement({
    extensions: inherited,
    description: 'What became of each activity, and the customers as they are now that all of it is committed.',
    fields: (t) => ({
      results: t.field({
        type: [Result],
        description: 'In the order of the input.',
        resolve: ({ results }) => results,
      }),
      customers: t.field({
        type: [Customer],
        description: 'The customers with accepted activities or duplicates, each once.',
        resolve: ({ results }, _args, context) => {
          const ids = new Set(results.flatMap(({ customerId }) => customerId ?? []));
          return Promise.all([...ids].map((id) => loadCustomer(context, id)));
        },
      }),
    }),
  });
  const RecordInput = builder.inputType('RecordActivitiesInput', {
    description: 'What happened.',
    fields: (t) => ({
      activities: t.field({ type: [Input], required: true, description: `1 to ${MOST}, for any number of customers.` }),
    }),
  });
  builder.mutationField('recordActivities', (t) =>
    t.field({
      extensions: needs('activities:write'),
      complexity: ({ input }) => batchComplexity(input.activities),
      description:
        'Records what customers did and said. Everything that follows from it, such as metrics, segments and tiers, is ' +
        'committed together with it before the answer is given. One rejected activity does not keep the others.',
      type: Success,
      errors: {
        types: [ValidationError, OverloadedError],
        union: { name: 'RecordActivitiesResult', description: 'Success, or why nothing was recorded.' },
        directResult: true,
      },
      args: { input: t.arg({ type: RecordInput, required: true, description: 'What happened.' }) },
      resolve: async (_root, { input }, context) => ({
        results: await record(core(context), kinds, input.activities as readonly ActivityInput[]),
      }),
    }),
  );
}

async function record(
  context: CoreContext,
  kinds: ReadonlyMap<string, ActivityKind>,
  inputs: readonly ActivityInput[],
): Promise<ActivityResult[]> {
  const { gatherer, clock, currency } = context.services;
  if (inputs.length < 1 || inputs.length > MOST) {
    const message = `Send 1 to ${MOST} activities at a time; these are ${inputs.length}.`;
    throw new ValidationError([{ path: ['activities'], code: 'BAD_LENGTH', message }]);
  }
  const results: ActivityResult[] = [];
  const drafts: ActivityDraft[] = [];
  const places: number[] = [];
  const put = (index: number, result: RecordResult): void => {
    const { status } = result;
    const { kind, customer } = partsOf(inputs[index] as ActivityInput, kinds);
    results[index] =
      result.status === 'rejected'
        ? { index, status, issues: result.issues.map((issue) => located(issue, index, kind, customer)) }
        : { index, status, issues: [], activityId: result.activityId, customerId: result.customerId };
  };
  for (const [index, input] of inputs.entries()) {
    const { kind, given } = partsOf(input, kinds);
    const at = input.occurredAt?.getTime();
    const checked = checkActivity(
      {
        customer: customerRef(context, input.customer),
        kind: kind?.key ?? '',
        key: input.key,
        source: input.source ?? 'api',
        ...(at === undefined ? {} : { occurredAt: at }),
        fields: kind ? storedFields(kind, given, currency) : {},
      },
      kinds,
      currency,
    );
    if ('issues' in checked) {
      put(index, { status: 'rejected', issues: checked.issues });
      continue;
    }
    drafts.push(checked.draft);
    places.push(index);
  }
  if (drafts.length > 0) {
    const now = clock?.();
    const settled = await gatherer.record({ activities: drafts, ...(now === undefined ? {} : { now }) });
    for (const [i, result] of settled.results.entries()) put(places[i] as number, result);
  }
  return results;
}

/** Which kind of activity was sent, its fields, and how the customer was named. */
function partsOf({ activity, customer }: ActivityInput, kinds: ReadonlyMap<string, ActivityKind>) {
  const [name = '', given] = Object.entries(activity).find(([, value]) => value) ?? [];
  return { kind: kinds.get(name), given: given ?? {}, customer: typeof customer.id === 'string' ? 'id' : 'externalId' };
}

const located = (issue: Fault, index: number, kind: ActivityKind | undefined, customer: string): Fault => ({
  ...issue,
  path: ['activities', String(index), ...inputPath(kind, issue.path, customer)],
});
