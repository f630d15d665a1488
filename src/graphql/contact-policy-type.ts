import type { ConsentRule, ContactPolicy } from '../contacts/policy.ts';
import type { PolicyVersion } from '../contacts/read-policy.ts';
import { CONTACT_PURPOSES, type ContactPurpose } from '../contract/contact.ts';
import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import type { ContactEnums } from './contacts.ts';

/** What the parts of a policy say, in what is read as in what is written. */
export const about = {
  limit: 'At most so many contacts in any so many days of 24 hours.',
  limitPurpose: 'Of which purpose; null: of all purposes together.',
  most: 'How many at most.',
  days: 'In how many days, 1 to 366. A contact counts until the millisecond at which they have passed.',
  wait: 'After a contact of a category, no other of the same category for so many days of 24 hours.',
  category: 'The category: of a survey "relationship" or "transactional".',
  quiet: 'Nobody is contacted in these hours, by the clock where the customer lives; they may go over midnight.',
  consent: 'Whether a customer must have agreed.',
  priority: 'Who goes first where attention is scarce.',
  priorityCategory: 'Of which category; null: of all that have no priority of their own.',
  rank: 'The higher one goes first.',
  channels: 'By which ways customers can be reached, the preferred one first.',
};

export const consentRule = (builder: Builder) =>
  builder.enumType('ConsentRule', {
    description: about.consent,
    values: {
      OPT_IN: { value: 'opt-in', description: 'Only who agreed is contacted.' },
      OPT_OUT: { value: 'opt-out', description: 'Everybody is contacted but who objected.' },
    } as const,
  });

/** `ContactPolicy` and its parts. */
export function contactPolicyType(
  builder: Builder,
  {
    Purpose,
    Channel,
    Rule,
  }: Pick<ContactEnums, 'Purpose' | 'Channel'> & { readonly Rule: ReturnType<typeof consentRule> },
) {
  const extensions = needs('contacts:write', 'surveys:read');
  const Limit = builder.objectRef<ContactPolicy['limits'][number]>('ContactLimit').implement({
    extensions,
    description: about.limit,
    fields: (t) => ({
      purpose: t.field({
        type: Purpose,
        nullable: true,
        description: about.limitPurpose,
        resolve: ({ purpose }) => purpose,
      }),
      most: t.exposeInt('most', { description: about.most }),
      days: t.exposeInt('days', { description: about.days }),
    }),
  });
  const Wait = builder.objectRef<ContactPolicy['waits'][number]>('ContactWait').implement({
    extensions,
    description: about.wait,
    fields: (t) => ({
      category: t.exposeString('category', { description: about.category }),
      days: t.exposeInt('days', { description: 'For how many days.' }),
    }),
  });
  const Quiet = builder.objectRef<NonNullable<ContactPolicy['quietHours']>>('QuietHours').implement({
    extensions,
    description: about.quiet,
    fields: (t) => ({
      from: t.exposeString('from', { description: 'When they begin.' }),
      to: t.exposeString('to', { description: 'When they end.' }),
    }),
  });
  const Consent = builder.objectRef<{ purpose: ContactPurpose; rule: ConsentRule }>('ContactConsent').implement({
    extensions,
    description: about.consent,
    fields: (t) => ({
      purpose: t.field({ type: Purpose, description: 'For contacts of which purpose.', resolve: (one) => one.purpose }),
      rule: t.field({ type: Rule, description: about.consent, resolve: (one) => one.rule }),
    }),
  });
  const Priority = builder.objectRef<ContactPolicy['priorities'][number]>('ContactPriority').implement({
    extensions,
    description: about.priority,
    fields: (t) => ({
      purpose: t.field({ type: Purpose, description: 'Of which purpose.', resolve: ({ purpose }) => purpose }),
      category: t.exposeString('category', { nullable: true, description: about.priorityCategory }),
      priority: t.exposeInt('priority', { description: about.rank }),
    }),
  });
  return builder.objectRef<PolicyVersion>('ContactPolicy').implement({
    extensions,
    description: 'When, how and how often customers may be contacted, for whatever purpose.',
    fields: (t) => ({
      version: t.exposeInt('version', { description: 'Rises with every edit; 0: what holds before anybody says so.' }),
      limits: t.field({ type: [Limit], description: about.limit, resolve: ({ policy }) => [...policy.limits] }),
      waits: t.field({ type: [Wait], description: about.wait, resolve: ({ policy }) => [...policy.waits] }),
      quietHours: t.field({
        type: Quiet,
        nullable: true,
        description: `${about.quiet} Null: there are none.`,
        resolve: ({ policy }) => policy.quietHours,
      }),
      consent: t.field({
        type: [Consent],
        description: 'One rule for each purpose.',
        resolve: ({ policy }) => CONTACT_PURPOSES.map((purpose) => ({ purpose, rule: policy.consent[purpose] })),
      }),
      channels: t.field({
        type: [Channel],
        description: about.channels,
        resolve: ({ policy }) => [...policy.channels],
      }),
      priorities: t.field({
        type: [Priority],
        description: about.priority,
        resolve: ({ policy }) => [...policy.priorities],
      }),
      author: t.exposeString('author', { nullable: true, description: 'Who said so; null: nobody yet.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When; null: never yet.' }),
    }),
  });
}
