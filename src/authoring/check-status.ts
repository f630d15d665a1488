import { ConflictError } from '../errors.ts';
import type { VersionStatus } from '../rules/rule-set.ts';
import type { LockedVersion } from './lock-version.ts';

/** How a status is told in a sentence. */
export const STATUS_WORDS: Readonly<Record<VersionStatus, string>> = {
  draft: 'a draft',
  in_review: 'in review',
  changes_requested: 'waiting for changes',
  approved: 'approved',
  scheduled: 'scheduled',
  published: 'published',
  superseded: 'superseded',
  discarded: 'discarded',
};

/** Throws a ConflictError unless a version stands where something can be done with it; `what` completes the sentence. */
export function checkStatus(version: LockedVersion, allowed: readonly VersionStatus[], what: string): void {
  if (allowed.includes(version.status)) return;
  const { key, number, status } = version;
  const message = `Version ${number} of "${key}" is ${STATUS_WORDS[status]}, so it cannot be ${what}.`;
  throw new ConflictError('WRONG_STATUS', message, ['number']);
}
