import { type Problem, warning } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import type { SurveyDocument } from '../document.ts';

/** More questions than this tire: each further one costs answers. */
const MANY = 10;

/** How many questions there are, whether there is room for words, and whether all scales run the same way. */
export function lintShape({ questions }: SurveyDocument): Problem[] {
  const problems: Problem[] = [];
  if (questions.length > MANY)
    problems.push(warning('/questions', 'TOO_MANY_QUESTIONS', phrase('lint.tooManyQuestions', { most: MANY })));
  if (!questions.some(({ kind }) => kind === 'open'))
    problems.push(warning('/questions', 'NO_OPEN_QUESTION', phrase('lint.noOpenQuestion')));
  const [first] = questions.flatMap(({ scale }) => scale ?? []);
  questions.forEach(({ scale }, i) => {
    if (!first || !scale || scale.higherIsBetter === first.higherIsBetter) return;
    problems.push(warning(`/questions/${i}/scale/higherIsBetter`, 'MIXED_DIRECTIONS', phrase('lint.mixedDirections')));
  });
  return problems;
}
