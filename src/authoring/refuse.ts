import { ValidationError } from '../errors.ts';
import { type Phrase, titled } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import type { LocatedProblem } from '../rules/check-form.ts';

/**
 * Throws when a document has errors: one issue for each, with its JSON pointer, line and column, under the path of the
 * input that holds the document.
 */
export function refuse(problems: readonly LocatedProblem[], path: readonly string[] = ['source']): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ValidationError(
    errors.map((problem) => ({ path: [...path, ...pathOf(problem)], code: problem.code, ...told(located(problem)) })),
  );
}

export const pathOf = ({ pointer }: LocatedProblem): string[] => pointer.split('/').slice(1);

/** The sentence of a problem with its place in the text. */
export function located({ message, phrase: own, line, column }: LocatedProblem): Phrase {
  const said = own ?? titled(message);
  return line && column ? phrase('document.atPlace', { message: said, line, column }) : said;
}
