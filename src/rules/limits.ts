/** What a document of rules may be at most; beyond it saving is refused with a sentence. */
export const LIMITS = Object.freeze({
  /** UTF-8 bytes of a whole document. */
  documentBytes: 64 * 1024,
  rules: 500,
  /** Customers made up in a document, to try its rules on. */
  examples: 100,
  /** Tests in one rule; groups are not counted. */
  conditions: 200,
  /** Groups inside one another. */
  depth: 8,
  listValues: 100,
  /** UTF-8 bytes of one text value. */
  textBytes: 1024,
  patternCharacters: 200,
  /** A hundred years. */
  days: 36_500,
});

/** Names that reach into JavaScript's prototypes: never accepted as a key. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Brackets inside one another in a whole document: far beyond any real one, and far from running out of stack. */
export const DEEPEST_JSON = 100;
