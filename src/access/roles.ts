import { type Scope, scopes } from '../contract/scope.ts';
import type { Role } from '../contract/viewer.ts';

const reading = [
  ...(['customers:find', 'customers:read', 'customers:identify', 'activities:read', 'segments:read'] as const),
  ...(['metrics:read', 'rules:read', 'feed:read', 'jobs:read', 'schema:read'] as const),
] satisfies Scope[];

const surveying = ['surveys:read', 'satisfaction:read'] satisfies Scope[];

/** What each role may do. A client may be granted single scopes besides. */
export const roles: { readonly [R in Role]: { readonly about: string; readonly scopes: readonly Scope[] } } = {
  admin: { about: 'Everything.', scopes: Object.keys(scopes) as Scope[] },
  marketer: {
    about: 'Reads customers, edits and publishes rule sets and surveys, defines metrics.',
    scopes: [
      ...[...reading, ...surveying],
      ...([
        'points:spend',
        'points:adjust',
        'offers:redeem',
        'contacts:write',
        'feedback:tell',
        'surveys:write',
        'surveys:invite',
        'jobs:write',
      ] as const),
      ...(['metrics:write', 'rules:write', 'rules:review', 'rules:publish'] as const),
    ],
  },
  analyst: { about: 'Reads everything but personal data.', scopes: [...reading, ...surveying] },
  frontend: {
    about: 'Serves an application: reads customers and records what they do.',
    scopes: [
      ...reading,
      'customers:write',
      'activities:write',
      'surveys:read',
      'surveys:invite',
      'surveys:answer',
      'points:spend',
      'offers:redeem',
    ],
  },
  partner: {
    about: 'Follows the changes it was granted, by pseudonym, over streams and webhooks.',
    scopes: ['segments:read', 'feed:read', 'webhooks:write'],
  },
  respondent: { about: 'Answers a survey.', scopes: ['surveys:answer'] },
};
