import type { Phrase } from '../language/phrase.ts';
import { type Told, told } from '../language/told.ts';

/** A test of one fact. The language is json-rules-engine's, with typed operators of our own. */
export interface LeafCondition {
  readonly fact: string;
  readonly operator: string;
  readonly value: unknown;
}

/** Conditions as a marketer writes them: one leaf, or a group of `all`, `any` or `not`. */
export type Condition =
  | LeafCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** One rule of a document, as the engine runs it. `pointer` leads to the conditions inside the document. */
export interface Rule {
  /** Unique within the document. */
  readonly name: string;
  readonly pointer: string;
  readonly when: Condition;
}

/** Why a condition holds or not: the tree of the rule with the value that was seen at each leaf (null: unknown). */
export type Explanation =
  | {
      readonly fact: string;
      readonly operator: string;
      readonly value: unknown;
      readonly actual: number | string | boolean | null;
      readonly holds: boolean;
    }
  | { readonly all: readonly Explanation[]; readonly holds: boolean }
  | { readonly any: readonly Explanation[]; readonly holds: boolean }
  | { readonly not: Explanation; readonly holds: boolean };

/** One fault in a document: where (JSON pointer), a stable code, and a sentence a marketer can act on. */
export interface Problem extends Told {
  readonly pointer: string;
  readonly code: string;
  /** An `error` refuses the document, a `warning` is shown and does not. */
  readonly severity: 'error' | 'warning';
}

/** A fault for which a document is refused. */
export const refusal = (pointer: string, code: string, phrase: Phrase): Problem => ({
  pointer,
  code,
  ...told(phrase),
  severity: 'error',
});

/** Something in a document that is allowed and probably not meant. */
export const warning = (pointer: string, code: string, phrase: Phrase): Problem => ({
  ...refusal(pointer, code, phrase),
  severity: 'warning',
});
