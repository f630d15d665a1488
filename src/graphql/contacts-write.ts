import { customerIdOf } from '../activities/identify.ts';
import type { Channel } from '../contacts/channel.ts';
import type { ContactPolicy } from '../contacts/policy.ts';
import { readPolicy } from '../contacts/read-policy.ts';
import { setPolicy } from '../contacts/set-policy.ts';
import type { ContactPurpose } from '../contract/contact.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { setPreference } from '../surveys/set-preference.ts';
import { wakeAsks } from '../surveys/wake-asks.ts';
import { about, consentRule, contactPolicyType } from './contact-policy-type.ts';
import type { ContactEnums } from './contacts.ts';
import { core } from './context.ts';
import { customerRef, loadCustomer } from './customer-reference.ts';

/** `Query.contactPolicy`, `setContactPolicy` and `setContactPreference`. */
export function contactsWrite(builder: Builder, { Purpose, Channel: ChannelEnum }: ContactEnums): void {
  const Rule = consentRule(builder);
  const Policy = contactPolicyType(builder, { Purpose, Channel: ChannelEnum, Rule });
  builder.queryField('contactPolicy', (t) =>
    t.field({
      extensions: needs('contacts:write', 'surveys:read'),
      type: Policy,
      description: 'The contact policy that holds.',
      resolve: (_root, _args, context) => readPolicy(core(context).services.database),
    }),
  );
  const LimitInput = builder.inputType('ContactLimitInput', {
    description: about.limit,
    fields: (t) => ({
      purpose: t.field({ type: Purpose, description: about.limitPurpose }),
      most: t.int({ required: true, description: about.most }),
      days: t.int({ required: true, description: about.days }),
    }),
  });
  const WaitInput = builder.inputType('ContactWaitInput', {
    description: about.wait,
    fields: (t) => ({
      category: t.string({ required: true, description: about.category }),
      days: t.int({ required: true, description: 'For how many days, 1 to 366.' }),
    }),
  });
  const QuietInput = builder.inputType('QuietHoursInput', {
    description: about.quiet,
    fields: (t) => ({
      from: t.string({ required: true, description: 'When they begin: "21:00".' }),
      to: t.string({ required: true, description: 'When they end: "09:00".' }),
    }),
  });
  const ConsentInput = builder.inputType('ContactConsentInput', {
    description: about.consent,
    fields: (t) => ({
      purpose: t.field({ type: Purpose, required: true, description: 'For contacts of which purpose.' }),
      rule: t.field({ type: Rule, required: true, description: about.consent }),
    }),
  });
  const PriorityInput = builder.inputType('ContactPriorityInput', {
    description: about.priority,
    fields: (t) => ({
      purpose: t.field({ type: Purpose, required: true, description: 'Of which purpose.' }),
      category: t.string({ description: about.priorityCategory }),
      priority: t.int({ required: true, description: about.rank }),
    }),
  });
  const PolicyInput = builder.inputType('SetContactPolicyInput', {
    description: 'The whole policy.',
    fields: (t) => ({
      expectedVersion: t.int({ required: true, description: 'Version of the policy that this one was made from.' }),
      limits: t.field({ type: [LimitInput], required: true, description: about.limit }),
      waits: t.field({ type: [WaitInput], required: true, description: about.wait }),
      quietHours: t.field({ type: QuietInput, description: `${about.quiet} Null: there are none.` }),
      consent: t.field({ type: [ConsentInput], required: true, description: 'One rule for each purpose.' }),
      channels: t.field({ type: [ChannelEnum], required: true, description: about.channels }),
      priorities: t.field({ type: [PriorityInput], required: true, description: about.priority }),
    }),
  });
  builder.mutationField('setContactPolicy', (t) =>
    t.field({
      extensions: needs('contacts:write'),
      type: Policy,
      description: 'Makes this the contact policy. Asks that were refused are looked at again by it at once.',
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'SetContactPolicyResult', description: 'Success, or why the policy stays as it is.' },
        result: { name: 'SetContactPolicySuccess', extensions: inherited, description: 'This policy holds.' },
        dataField: { name: 'policy', description: 'The policy.' },
      },
      args: { input: t.arg({ type: PolicyInput, required: true, description: 'The policy.' }) },
      resolve: async (_root, { input }, context) => {
        const { expectedVersion, limits, waits, quietHours, consent, channels, priorities } = input;
        const policy: ContactPolicy = {
          limits: limits.map(({ purpose, most, days }) => ({ purpose: purpose ?? null, most, days })),
          waits,
          quietHours: quietHours ?? null,
          consent: Object.fromEntries(consent.map(({ purpose, rule }) => [purpose, rule])) as ContactPolicy['consent'],
          channels,
          priorities: priorities.map(({ category, ...rest }) => ({ ...rest, category: category ?? null })),
        };
        const { database } = core(context).services;
        return setPolicy(database, context.viewer, policy, expectedVersion, wakeAsks);
      },
    }),
  );
  const PreferenceInput = builder.inputType('SetContactPreferenceInput', {
    description: 'What a customer wishes. What is left out stays as it is; null takes it back.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Which customer; a known one.' }),
      purpose: t.field({ type: Purpose, required: true, description: 'For contacts of which purpose.' }),
      consent: t.boolean({ description: 'Whether they agree.' }),
      channel: t.field({ type: ChannelEnum, description: 'By which way they would like to be reached.' }),
    }),
  });
  builder.mutationField('setContactPreference', (t) =>
    t.field({
      extensions: needs('contacts:write'),
      type: Customer,
      description: 'Notes what a customer wishes about contacts. What waited for it is looked at again at once.',
      errors: {
        types: [NotFoundError],
        union: { name: 'SetContactPreferenceResult', description: 'Success, or why nothing was noted.' },
        result: { name: 'SetContactPreferenceSuccess', extensions: inherited, description: 'The wish is noted.' },
        dataField: { name: 'customer', description: 'The customer.' },
      },
      args: { input: t.arg({ type: PreferenceInput, required: true, description: 'Who wishes what.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, clock } = core(context).services;
        const ref = customerRef(context, input.customer);
        const id = ref.id ?? customerIdOf(ref.externalId);
        const wish = {
          purpose: input.purpose as ContactPurpose,
          ...(input.consent !== undefined && { consent: input.consent }),
          ...(input.channel !== undefined && { channel: input.channel as Channel | null }),
        };
        await setPreference(road, context.viewer, id, wish, clock?.());
        return loadCustomer(context, id);
      },
    }),
  );
}
