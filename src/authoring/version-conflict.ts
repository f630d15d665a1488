import { ConflictError } from '../errors.ts';

/** Somebody saved or published in the meantime. Look at what they did, then save on top of it. */
export class VersionConflictError extends ConflictError {
  /** Their version. */
  readonly theirs: { readonly ruleSetId: string; readonly id: string; readonly number: number };
  /** Number of the version that was edited. */
  readonly base: number;

  constructor(key: string, theirs: VersionConflictError['theirs'], base: number) {
    const message = `Version ${theirs.number} of "${key}" was saved after the version ${base} that you edited. Look at the difference, then save on top of version ${theirs.number}; or keep both, with "beside".`;
    super('VERSION_CONFLICT', message, ['baseVersion']);
    this.theirs = theirs;
    this.base = base;
  }
}
