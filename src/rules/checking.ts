import type { Fact, FactCatalogue } from '../contract/fact.ts';
import type { Phrase } from '../language/phrase.ts';
import type { Operator } from './operators.ts';

/** What the checks of one rule share: the facts there are, and whom to tell. */
export interface Checking {
  readonly catalogue: FactCatalogue;
  /** Tells of a fault for which the document is refused. */
  refuse(pointer: string, code: string, phrase: Phrase): void;
  /** Tells of something that is allowed and probably not meant. */
  warn(pointer: string, code: string, phrase: Phrase): void;
}

/** Where a value stands and what it must suit. */
export interface ValuePlace {
  readonly fact: Fact;
  readonly operator: Operator;
  readonly pointer: string;
  readonly checking: Checking;
}
