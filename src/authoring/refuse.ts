import { ValidationError } from '../errors.ts';
import type { LocatedProblem } from '../rules/check-document.ts';

/** Throws when a document has errors: one issue for each, with its JSON pointer, line and column. */
export function refuse(problems: readonly LocatedProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ValidationError(
    errors.map((problem) => ({ path: ['source', ...pathOf(problem)], code: problem.code, message: located(problem) })),
  );
}

export const pathOf = ({ pointer }: LocatedProblem): string[] => pointer.split('/').slice(1);

/** The sentence of a problem with its place in the text. */
export const located = ({ message, line, column }: LocatedProblem): string =>
  line === undefined ? message : `${message} (line ${line}, column ${column})`;
