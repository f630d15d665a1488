import { checkRef } from '../activities/check-activity.ts';
import type { ProfileDraft } from '../activities/draft.ts';
import { customerIdOf } from '../activities/identify.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { type AttributeDeclaration, checkProfile, type GivenValue } from '../customers/check-profile.ts';
import { Customer } from '../customers/customer.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import { type Issue as Fault, OverloadedError, ValidationError } from '../errors.ts';
import { ERASED } from '../pipeline/batch.ts';
import { nearest } from '../rules/nearest.ts';
import { batchComplexity } from './builder.ts';
import { core, type Services } from './context.ts';
import { loadCustomer } from './customer-reference.ts';
import type { IssueType } from './errors.ts';

const MOST = 1000;

interface ValueInput {
  readonly string?: string | null;
  readonly number?: number | null;
  readonly boolean?: boolean | null;
  readonly date?: string | null;
}

interface CustomerInput {
  readonly externalId: string;
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  readonly joinedAt?: Date | null;
  readonly attributes?: readonly { readonly key: string; readonly value?: ValueInput | null }[] | null;
}

interface UpsertResult {
  readonly index: number;
  readonly status: 'saved' | 'rejected';
  readonly customerId?: string;
  readonly issues: readonly Fault[];
}

/** `upsertCustomers`: who customers are, apart from what they do. */
export function customersWrite(builder: Builder, Issue: IssueType): void {
  const Value = builder.inputType('AttributeValueInput', {
    description: 'A value of an attribute, in the field that fits its type.',
    isOneOf: true,
    fields: (t) => ({
      string: t.string({ description: 'For STRING and ENUM.' }),
      number: t.float({ description: 'For NUMBER.' }),
      boolean: t.boolean({ description: 'For BOOLEAN.' }),
      date: t.field({ type: 'Date', description: 'For DATE.' }),
    }),
  });
  const Attribute = builder.inputType('AttributeInput', {
    description: 'An attribute to set.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the attribute.' }),
      value: t.field({ type: Value, description: 'Its value; null removes it.' }),
    }),
  });
  const Input = builder.inputType('CustomerInput', {
    description: 'A customer, by your own id. What is left out stays as it is; null removes.',
    fields: (t) => ({
      externalId: t.string({
        required: true,
        description: 'Your own id, 1 to 200 characters. A new one makes a new customer.',
      }),
      locale: t.string({ description: 'Language tag (BCP 47): "zh-CN".' }),
      timeZone: t.string({ description: 'IANA time zone: "Asia/Shanghai".' }),
      joinedAt: t.field({ type: 'DateTime', description: 'When the customer came to you.' }),
      attributes: t.field({ type: [Attribute], description: 'Declared attributes to set; the others stay.' }),
    }),
  });
  const Status = builder.enumType('UpsertStatus', {
    description: 'What became of a customer of the input.',
    values: {
      SAVED: { value: 'saved', description: 'It is as the input says.' },
      REJECTED: { value: 'rejected', description: 'Nothing was changed; `issues` says why.' },
    } as const,
  });
  const Result = builder.objectRef<UpsertResult>('UpsertCustomerResult').implement({
    extensions: inherited,
    description: 'What became of one customer of the input.',
    fields: (t) => ({
      index: t.exposeInt('index', { description: 'Its place in the input, from 0.' }),
      status: t.expose('status', { type: Status, description: 'Whether it was saved.' }),
      customer: t.field({
        type: Customer,
        nullable: true,
        description: 'The customer as it is now.',
        resolve: ({ customerId }, _args, context) =>
          customerId === undefined ? null : loadCustomer(context, customerId),
      }),
      issues: t.field({ type: [Issue], description: 'Why it was rejected.', resolve: ({ issues }) => [...issues] }),
    }),
  });
  const Success = builder.objectRef<{ results: UpsertResult[] }>('UpsertCustomersSuccess').implement({
    extensions: inherited,
    description: 'What became of each customer.',
    fields: (t) => ({
      results: t.field({
        type: [Result],
        description: 'In the order of the input.',
        resolve: ({ results }) => results,
      }),
    }),
  });
  const UpsertInput = builder.inputType('UpsertCustomersInput', {
    description: 'Customers to create or to change.',
    fields: (t) => ({
      customers: t.field({ type: [Input], required: true, description: `1 to ${MOST} customers.` }),
    }),
  });
  builder.mutationField('upsertCustomers', (t) =>
    t.field({
      extensions: needs('customers:write'),
      complexity: ({ input }) => batchComplexity(input.customers),
      type: Success,
      description: 'Creates customers or changes what is known about them. What follows is committed together with it.',
      errors: {
        types: [ValidationError, OverloadedError],
        union: { name: 'UpsertCustomersResult', description: 'Success, or why nothing was saved.' },
        directResult: true,
      },
      args: { input: t.arg({ type: UpsertInput, required: true, description: 'The customers.' }) },
      resolve: async (_root, { input }, context) => ({
        results: await upsert(core(context).services, input.customers as readonly CustomerInput[]),
      }),
    }),
  );
}

async function upsert(
  { database, gatherer, clock }: Services,
  inputs: readonly CustomerInput[],
): Promise<UpsertResult[]> {
  if (inputs.length < 1 || inputs.length > MOST) {
    const message = `Send 1 to ${MOST} customers at a time; these are ${inputs.length}.`;
    throw new ValidationError([{ path: ['customers'], code: 'BAD_LENGTH', message }]);
  }
  const declared = new Map((await readAttributes(database)).map((attribute) => [attribute.key, attribute]));
  const profiles: ProfileDraft[] = [];
  const results = inputs.map((input, index): UpsertResult => {
    const checked = check(input, declared);
    if ('profile' in checked) {
      profiles.push(checked.profile);
      return { index, status: 'saved', issues: [], customerId: customerIdOf(input.externalId) };
    }
    const at = ['customers', String(index)];
    return {
      index,
      status: 'rejected',
      issues: checked.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] })),
    };
  });
  const now = clock?.();
  if (profiles.length === 0) return results;
  const settled = await gatherer.record({ activities: [], profiles, ...(now === undefined ? {} : { now }) });
  const erased = new Set(settled.erased);
  return results.map((result): UpsertResult => {
    const { index, customerId } = result;
    if (customerId === undefined || !erased.has(customerId)) return result;
    return { index, status: 'rejected', issues: [{ ...ERASED, path: ['customers', String(index), 'externalId'] }] };
  });
}

function check(
  input: CustomerInput,
  declared: ReadonlyMap<string, AttributeDeclaration>,
): { profile: ProfileDraft } | { issues: Fault[] } {
  const { externalId, locale, timeZone, joinedAt, attributes } = input;
  const named = checkRef({ externalId }, ['externalId']);
  const given = (attributes ?? []).map(({ key, value }) => ({ key, value: givenValue(value) }));
  const parts = { locale, timeZone, joinedAt: joinedAt === null ? null : joinedAt?.getTime() };
  const raw = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
  const checked = checkProfile({ ...raw, attributes: given }, declared, nearest);
  if ('issues' in checked) return { issues: [...named, ...checked.issues] };
  return named.length > 0 ? { issues: named } : { profile: { customer: { externalId }, ...checked.profile } };
}

function givenValue(value: ValueInput | null | undefined): GivenValue {
  const [as, given] = Object.entries(value ?? {}).find(([, each]) => each !== undefined && each !== null) ?? [];
  return as === undefined ? null : ({ as, value: given } as GivenValue);
}
