import { ConflictError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { nameOf } from './check-status.ts';

/** Somebody saved or published in the meantime. Look at what they did, then save on top of it. */
export class VersionConflictError extends ConflictError {
  /** Their version. */
  readonly theirs: { readonly ruleSetId: string; readonly id: string; readonly number: number };
  /** Number of the version that was edited. */
  readonly base: number;

  constructor(key: string, theirs: VersionConflictError['theirs'], base: number) {
    const { number } = theirs;
    const message = phrase('authoring.conflict', { version: nameOf({ key, number }), base, number });
    super('VERSION_CONFLICT', message, ['baseVersion']);
    this.theirs = theirs;
    this.base = base;
  }
}
