import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';

/** Why a pattern cannot be used. */
export interface PatternFault {
  readonly code: 'PATTERN_NOT_LINEAR' | 'PATTERN_INVALID' | 'PATTERN_TOO_LARGE';
  readonly phrase: Phrase;
}

/** Counted repetitions multiply the work for each character; this many steps keep a test well under a millisecond. */
const MOST_STEPS = 500;
const NOT_LINEAR = /^(?:\(\?(?:=|!|<=|<!|\(|P$)|\\[1-9]|\\k)/;

/** What the library stumbles over, by its own words for it. */
const CAUSES = {
  'invalid character class range': 'patternCause.range',
  'invalid escape sequence': 'patternCause.escape',
  'invalid named capture': 'patternCause.name',
  'duplicate capture group name': 'patternCause.nameTwice',
  'invalid or unsupported Perl syntax': 'patternCause.syntax',
  'invalid nested repetition operator': 'patternCause.repetition',
  'invalid repeat count': 'patternCause.count',
  'missing closing ]': 'patternCause.bracket',
  'missing closing )': 'patternCause.parenthesis',
  'unexpected )': 'patternCause.closing',
  'missing argument to repetition operator': 'patternCause.nothing',
  'trailing backslash at end of expression': 'patternCause.backslash',
} as const;

/** A regular expression that takes time in proportion to the text, whatever the pattern. It matches anywhere in it. */
export function compilePattern(pattern: string): { test(text: string): boolean } {
  return RE2JS.compile(pattern);
}

/** The fault of a pattern, or undefined when it can be used. */
export function patternFault(pattern: string): PatternFault | undefined {
  try {
    const steps = RE2JS.compile(pattern).programSize();
    return steps > MOST_STEPS ? tooLarge() : undefined;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.getPattern() ?? '';
    if (NOT_LINEAR.test(part)) return { code: 'PATTERN_NOT_LINEAR', phrase: phrase('pattern.notLinear') };
    const description = error.getDescription();
    if (description === 'expression too large') return tooLarge();
    return unreadable(phrase(CAUSES[description as keyof typeof CAUSES] ?? 'patternCause.syntax', { part }));
  }
}

const tooLarge = (): PatternFault => ({ code: 'PATTERN_TOO_LARGE', phrase: phrase('pattern.tooManySteps') });
const unreadable = (cause: Phrase): PatternFault => ({
  code: 'PATTERN_INVALID',
  phrase: phrase('pattern.unreadable', { cause }),
});
