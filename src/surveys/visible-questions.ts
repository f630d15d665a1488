import type { AnswerCondition, Question, SurveyDocument } from './document.ts';

/** The answer to one question: a score to a rating, keys of options to a choice, words to an open question. */
export interface ParsedAnswer {
  readonly question: string;
  readonly score?: number;
  readonly choices?: readonly string[];
  readonly text?: string;
}

/**
 * The questions that are shown to somebody who has answered so far as given, in their order. Whether a question is shown
 * follows from the answers to earlier ones only, and an answer to a question that is not shown counts for nothing.
 */
export function visibleQuestions(
  { questions }: Pick<SurveyDocument, 'questions'>,
  answers: readonly ParsedAnswer[],
): readonly Question[] {
  const given = new Map(answers.map((answer) => [answer.question, answer]));
  const counted = new Map<string, ParsedAnswer>();
  return questions.filter(({ key, when = [] }) => {
    const isShown = when.every((condition) => holds(condition, counted.get(condition.question)));
    const answer = given.get(key);
    if (isShown && answer) counted.set(key, answer);
    return isShown;
  });
}

/** Whether an answer is as a condition wants it. A condition that names a question and nothing else wants any answer. */
function holds({ atLeast, atMost, in: among }: AnswerCondition, answer: ParsedAnswer | undefined): boolean {
  if (!answer) return false;
  const { score, choices = [] } = answer;
  if (atLeast !== undefined && !(score !== undefined && score >= atLeast)) return false;
  if (atMost !== undefined && !(score !== undefined && score <= atMost)) return false;
  return among === undefined || among.some((one) => one === score || choices.includes(one as string));
}
