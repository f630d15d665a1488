import { type Faults, type Path, place } from './faults.ts';
import { compilePattern } from './read-condition.ts';

const TYPES = {
  startsWith: 'string',
  matches: 'string',
  greaterThan: 'number',
  lessThan: 'number',
  filled: 'boolean',
} as const;
const TESTS = ['equals', 'in', ...Object.keys(TYPES)];
const LONGEST_PATTERN = 1000;

/** Checks the conditions under which an entry applies. */
export function checkConditions(faults: Faults, when: unknown, path: Path): void {
  if (!Array.isArray(when)) {
    faults.add(path, 'NOT_A_LIST', `${place(path)} must be a list of conditions.`);
    return;
  }
  for (const [index, condition] of when.entries()) checkCondition(faults, condition, [...path, String(index)]);
}

function checkCondition(faults: Faults, given: unknown, path: Path): void {
  const condition = faults.object(given, path, ['column', ...TESTS]);
  if (!condition) return;
  faults.column(condition.column, [...path, 'column']);
  for (const [key, type] of Object.entries(TYPES)) faults.typed(condition, key, path, type);
  if (!TESTS.some((test) => condition[test] !== undefined)) {
    faults.add(path, 'NO_TEST', `${place(path)} tests nothing; add one of ${TESTS.join(', ')}.`);
  }
  if (condition.equals !== undefined && !isPlain(condition.equals)) {
    faults.add(
      [...path, 'equals'],
      'WRONG_TYPE',
      `${place([...path, 'equals'])} must be a text, a number or a boolean.`,
    );
  }
  if (condition.in !== undefined && !(Array.isArray(condition.in) && condition.in.every(isPlain))) {
    faults.add(
      [...path, 'in'],
      'WRONG_TYPE',
      `${place([...path, 'in'])} must be a list of texts, numbers or booleans.`,
    );
  }
  if (typeof condition.matches === 'string') checkPattern(faults, condition.matches, [...path, 'matches']);
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function checkPattern(faults: Faults, pattern: string, path: Path): void {
  if (pattern.length > LONGEST_PATTERN) {
    faults.add(path, 'BAD_PATTERN', `${place(path)} is longer than ${LONGEST_PATTERN} characters.`);
    return;
  }
  try {
    compilePattern(pattern);
  } catch (error) {
    const why = (error as Error).message.replace(/^error parsing regexp: /, '');
    faults.add(path, 'BAD_PATTERN', `${place(path)} is no regular expression of RE2: ${why}.`);
  }
}
