import type { Phrase } from './language/phrase.ts';
import { type Told, told } from './language/told.ts';

/** One thing wrong with an input: where (names and indexes from the outside in), a stable code, and what to do. */
export interface Issue extends Told {
  readonly path: readonly string[];
  readonly code: string;
}

/**
 * An error that a caller can act on. Concrete, because the schema builder takes only constructible classes as
 * references. `code` is stable and documented; `path` leads to the input at fault.
 */
export class UserError extends Error {
  readonly code: string;
  readonly path: readonly string[];
  /** The message, to be said in the language of whoever asks. */
  readonly phrase?: Phrase;

  constructor(code: string, message: string | Phrase, path: readonly string[] = []) {
    super(told(message).message);
    this.name = new.target.name;
    this.code = code;
    this.path = path;
    if (typeof message !== 'string') this.phrase = message;
  }
}

/** What was asked for does not exist. */
export class NotFoundError extends UserError {
  constructor(message: string | Phrase, path?: readonly string[]) {
    super('NOT_FOUND', message, path);
  }
}

/** The input breaks rules that are known before anything is done; `issues` names every fault at once. */
export class ValidationError extends UserError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('INVALID_INPUT', issues.map((issue) => issue.message).join(' '), issues[0]?.path);
    this.issues = issues;
  }
}

/** Somebody else was first, or the same key was used for something else. Read again, then decide. */
export class ConflictError extends UserError {
  constructor(code: string, message: string | Phrase, path?: readonly string[]) {
    super(code, message, path);
  }
}

/** The server takes no more at this moment; the same request may succeed later. */
export class OverloadedError extends UserError {
  constructor(message: string) {
    super('OVERLOADED', message);
  }
}
