import { ConflictError } from '../errors.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import type { VersionStatus } from '../rules/rule-set.ts';
import type { LockedVersion, VersionName } from './lock-version.ts';

/** A version as it is named in sentences. */
export const nameOf = ({ key, number }: VersionName): Phrase => phrase('version.name', { key, number });

/** Throws a ConflictError unless a version stands where something can be done with it. */
export function checkStatus(
  version: LockedVersion,
  allowed: readonly VersionStatus[],
  deed: 'submit' | 'approve' | 'send_back' | 'discard' | 'unschedule',
): void {
  if (allowed.includes(version.status)) return;
  const status = phrase(`version.${version.status}`);
  const message = phrase('authoring.wrongStatus', {
    version: nameOf(version),
    status,
    deed: phrase(`deed.${deed}`),
  });
  throw new ConflictError('WRONG_STATUS', message, ['number']);
}
