import { RE2JS } from 're2js';

/** Why a pattern cannot be used, and in the library's words what it stumbled over. */
export interface PatternFault {
  readonly code: 'PATTERN_NOT_LINEAR' | 'PATTERN_INVALID' | 'PATTERN_TOO_LARGE';
  readonly cause: string;
}

/** Counted repetitions multiply the work for each character; this many steps keep a test well under a millisecond. */
const MOST_STEPS = 500;
const NOT_LINEAR = /\(\?(?:=|!|<=|<!|\(|P`)|\\[1-9]|\\k/;

/** A regular expression that takes time in proportion to the text, whatever the pattern. It matches anywhere in it. */
export function compilePattern(pattern: string): { test(text: string): boolean } {
  return RE2JS.compile(pattern);
}

/** The fault of a pattern, or undefined when it can be used. */
export function patternFault(pattern: string): PatternFault | undefined {
  try {
    const steps = RE2JS.compile(pattern).programSize();
    return steps > MOST_STEPS ? { code: 'PATTERN_TOO_LARGE', cause: `${steps} steps` } : undefined;
  } catch (error) {
    const cause = (error instanceof Error ? error.message : String(error)).replace('error parsing regexp: ', '');
    return { code: NOT_LINEAR.test(cause) ? 'PATTERN_NOT_LINEAR' : 'PATTERN_INVALID', cause };
  }
}
