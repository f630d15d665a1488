import { CHANNELS, type Channel as Way } from '../contacts/channel.ts';
import type { KeptPreference } from '../contacts/preferences.ts';
import { readPreferences } from '../contacts/preferences.ts';
import {
  type ContactState,
  type KeptContact,
  type KeptRefusal,
  readContacts,
  readRefusals,
} from '../contacts/read-contacts.ts';
import { CONTACT_REFUSALS, type ContactPurpose, type ContactRefusal } from '../contract/contact.ts';
import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { ASK_REFUSALS, type AskRefusal } from '../surveys/ask.ts';
import { constantCase } from './activity-inputs.ts';
import { pageComplexity } from './builder.ts';
import { newestPage } from './newest-page.ts';

const PURPOSES: Record<ContactPurpose, string> = {
  survey: 'To ask how satisfied they are.',
  offer: 'To offer something.',
  'follow-up': 'To come back to what they said.',
};

const STATES: Record<ContactState, string> = {
  reserved: 'Their attention is reserved, and the contact is still to be made.',
  sent: 'The contact was made.',
  released: 'The contact was not made, and counts no more.',
};

/** Any reason for which there is no contact. */
export type AnyRefusal = ContactRefusal | AskRefusal;

/** The enums of contacts, for whatever else speaks of them. */
export type ContactEnums = ReturnType<typeof contacts>;

/** `Customer.contacts`, `contactRefusals` and `contactPreferences`: when we were in touch, and when not and why. */
export function contacts(builder: Builder) {
  const extensions = needs('surveys:read', 'contacts:write');
  const Purpose = builder.enumType('ContactPurpose', {
    description: 'Why somebody is contacted.',
    values: listed(PURPOSES),
  });
  const Channel = builder.enumType('ContactChannel', {
    description: 'A way by which somebody can be reached.',
    values: Object.fromEntries(
      CHANNELS.map((value) => [constantCase(value), { value, description: `In surveys: "${value}".` }]),
    ),
  });
  const State = builder.enumType('ContactState', { description: 'How a contact stands.', values: listed(STATES) });
  const Reason = builder.enumType('ContactRefusalReason', {
    description: 'Why there is no contact.',
    values: listed({ ...CONTACT_REFUSALS, ...ASK_REFUSALS }),
  });

  const Contact = builder.objectRef<KeptContact>('Contact').implement({
    extensions,
    description: 'An entry of the ledger of all contacts: of surveys, offers and follow-ups together.',
    fields: (t) => ({
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
      purpose: t.field({ type: Purpose, description: 'Why.', resolve: ({ purpose }) => purpose }),
      subject: t.exposeString('subject', { description: 'What it was about: the key of a survey or an offer.' }),
      category: t.exposeString('category', {
        nullable: true,
        description: 'What waiting times go by; of a survey "relationship" or "transactional".',
      }),
      channel: t.exposeString('channel', { description: 'By which way.' }),
      priority: t.exposeInt('priority', { description: 'Its priority: the higher one goes first.' }),
      state: t.field({ type: State, description: 'How it stands.', resolve: ({ state }) => state }),
    }),
  });
  const Refusal = builder.objectRef<KeptRefusal>('ContactRefusal').implement({
    extensions,
    description: 'A contact that was wished for and not made.',
    fields: (t) => ({
      at: t.field({ type: 'DateTime', description: 'When it was refused.', resolve: ({ at }) => new Date(at) }),
      purpose: t.field({ type: Purpose, description: 'Why it was wished for.', resolve: ({ purpose }) => purpose }),
      subject: t.exposeString('subject', { description: 'What it was to be about.' }),
      reason: t.field({
        type: Reason,
        description: 'What stood in the way.',
        resolve: ({ reason }) => reason as AnyRefusal,
      }),
      detail: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What of the policy it was, such as { purpose, most, days }; null: nothing more is to be said.',
        resolve: ({ detail }) => detail,
      }),
      nextAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'From when on this stands in the way no more, by what was known then; null: nobody could tell.',
        resolve: ({ nextAt }) => (nextAt === null ? null : new Date(nextAt)),
      }),
    }),
  });
  const Preference = builder.objectRef<KeptPreference>('ContactPreference').implement({
    extensions,
    description: 'What a customer wishes for contacts of one purpose.',
    fields: (t) => ({
      purpose: t.field({ type: Purpose, description: 'For which contacts.', resolve: ({ purpose }) => purpose }),
      consent: t.exposeBoolean('consent', {
        nullable: true,
        description: 'Whether they agreed; null: they said nothing.',
      }),
      channel: t.field({
        type: Channel,
        nullable: true,
        description: 'By which way they would like to be reached; null: they said nothing.',
        resolve: ({ channel }) => channel as Way | null,
      }),
      changedAt: t.field({
        type: 'DateTime',
        description: 'When they said so.',
        resolve: ({ changedAt }) => new Date(changedAt),
      }),
    }),
  });
  builder.objectFields(Customer, (t) => ({
    contacts: t.connection(
      {
        extensions,
        type: Contact,
        description: 'When we were in touch, newest first.',
        complexity: pageComplexity,
        resolve: async ({ id }, args, context) =>
          (await newestPage(context, id, args, { name: 'contacts', read: readContacts })) as never,
      },
      { name: 'ContactConnection', description: 'A page of contacts.' },
      { name: 'ContactEdge', description: 'A contact and its place in the list.' },
    ),
    contactRefusals: t.connection(
      {
        extensions,
        type: Refusal,
        description: 'Contacts that were wished for and not made, newest first, each with the reason.',
        complexity: pageComplexity,
        resolve: async ({ id }, args, context) =>
          (await newestPage(context, id, args, { name: 'contact-refusals', read: readRefusals })) as never,
      },
      { name: 'ContactRefusalConnection', description: 'A page of refusals.' },
      { name: 'ContactRefusalEdge', description: 'A refusal and its place in the list.' },
    ),
    contactPreferences: t.field({
      extensions,
      type: [Preference],
      description: 'What the customer wishes about contacts, by purpose.',
      resolve: ({ id }, _args, context) =>
        context.batch
          .of<string, KeptPreference[]>('contact-preferences', async (ids) => {
            const found = Map.groupBy(await readPreferences(context, ids), ({ customerId }) => customerId);
            return ids.map((one) => found.get(one) ?? []);
          })
          .load(id),
    }),
  }));
  return { Purpose, Channel, Reason };
}

const listed = <K extends string>(means: Readonly<Record<K, string>>) =>
  Object.fromEntries(
    (Object.entries(means) as [K, string][]).map(([value, description]) => [
      constantCase(value),
      { value, description },
    ]),
  ) as Record<string, { readonly value: K; readonly description: string }>;
