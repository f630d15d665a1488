/** Every right that a field can ask for, and what it lets one do. */
export const scopes = {
  'customers:find': 'Look up customers: by id, in lists, with filters.',
  'customers:read': 'See a customer one has come to: attributes, metrics, what holds.',
  'customers:identify': 'See by which ids the account knows a customer, instead of a pseudonym.',
  'customers:write': 'Create customers and edit their profiles.',
  'customers:erase': 'Erase a person, and hand out all that is kept about one.',
  'personal:read': 'See personal data: names, addresses, what a customer wrote.',
  'activities:read': 'See what a customer did and said.',
  'activities:write': 'Record activities.',
  'segments:read': 'See segments and who is a member.',
  'metrics:read': 'See which metrics and attributes there are.',
  'metrics:write': 'Define metrics and attributes.',
  'rules:read': 'See rule sets, their versions and why something holds.',
  'rules:write': 'Save versions of rule sets.',
  'rules:review': 'Approve versions of others, or ask for changes.',
  'rules:publish': 'Publish versions of rule sets, now or later, and go back to old ones.',
  'feed:read': 'Follow the feed.',
  'imports:write': 'Upload files and import them.',
  'jobs:read': 'See long work and its progress.',
  'jobs:write': 'Cancel long work.',
  'webhooks:write': 'Keep webhook endpoints of one’s own.',
  'access:write': 'Create clients and their keys, and withdraw them.',
  'audit:read': 'See who did what.',
  'schema:read': 'Ask the API for its schema, and use GraphiQL.',
  'contacts:write': 'Say when and how customers may be contacted, and note what they wish.',
  'surveys:read': 'See surveys, whom they were sent to, and answers without what a person wrote.',
  'surveys:write': 'Edit and publish surveys, begin rounds, and ask customers.',
  'surveys:invite': 'Ask customers, and see the links of invitations, to hand them over.',
  'satisfaction:read': 'See figures of satisfaction over many customers.',
  'points:spend': 'Redeem rewards for points, take them back, and transfer points.',
  'points:adjust': 'Give and take points by hand, with a reason.',
  'offers:redeem': 'Redeem offers that were made to customers, and dismiss them.',
  'feedback:tell': 'Tell customers what was done about what they said.',
  'surveys:answer': 'Answer a survey one was invited to.',
} as const;

export type Scope = keyof typeof scopes;

/** What a field says of who may select it; see {@link needs}, {@link signedIn} and {@link inherited}. */
export type Guard = {
  readonly guard: readonly Scope[] | 'signed in' | 'inherited';
};

/** Extensions of a field, argument or type that is for those who have one of these scopes. */
export const needs = (...anyOf: readonly [Scope, ...Scope[]]): Guard => Object.freeze({ guard: anyOf });

/** Extensions of a node that not everybody who may see it may also look up by its id. */
export const foundBy = (...anyOf: readonly [Scope, ...Scope[]]) => Object.freeze({ foundBy: anyOf });

/** For everybody who has shown who they are. */
export const signedIn: Guard = Object.freeze({ guard: 'signed in' });

/** For everybody who may reach the object: it says nothing that the way to it has not allowed. Never on a root field. */
export const inherited: Guard = Object.freeze({ guard: 'inherited' });
