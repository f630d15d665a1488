import { ValidationError } from '../errors.ts';
import type { Question, SurveyDocument } from './document.ts';
import type { GivenAnswer } from './parse-answer.ts';

/** The scale of emojis: from very bad to very good. */
const WORST = 1;
const BEST = 5;

/**
 * A rating from 1 to 5, and a comment, as answers to a survey: to its first rating on that scale, and to its first open
 * question, whatever these hang on. The document is the survey with nothing else in it.
 */
export function asAnswers(
  { questions, ...rest }: SurveyDocument,
  score: number,
  comment: string | null | undefined,
): { readonly document: SurveyDocument; readonly answers: readonly GivenAnswer[] } {
  const rating = questions.find(({ scale }) => scale?.min === WORST && scale.max === BEST && scale.higherIsBetter);
  const open = questions.find(({ kind }) => kind === 'open');
  if (!rating) throw misfit('NO_SUCH_SCALE', `This survey has no rating from ${WORST} to ${BEST}; choose another one.`);
  const alone = ({ when: _when, required: _required, ...question }: Question): Question => question;
  if (!comment?.trim())
    return { document: { ...rest, questions: [alone(rating)] }, answers: [{ question: rating.key, score }] };
  if (!open) throw misfit('NO_OPEN_QUESTION', 'This survey has no open question that could take the comment.');
  return {
    document: { ...rest, questions: [alone(rating), alone(open)] },
    answers: [
      { question: rating.key, score },
      { question: open.key, text: comment },
    ],
  };
}

const misfit = (code: string, message: string) => new ValidationError([{ path: ['survey'], code, message }]);
