import type { Question, SurveyDocument } from './document.ts';
import { type ParsedAnswer, visibleQuestions } from './visible-questions.ts';

/** What somebody is asked next, all at once. */
export interface Step {
  readonly questions: readonly Question[];
  /** Whether other questions may follow, by what is answered now. */
  readonly more: boolean;
}

/**
 * The questions that can be asked without knowing the answers to one another, in the order of the survey; none: the
 * response is finished. `after` is the last question that was shown before: of those up to it, only the ones that must be
 * answered come again.
 */
export function nextStep({ questions }: SurveyDocument, answers: readonly ParsedAnswer[], after?: string): Step {
  const answered = new Set(answers.map(({ question }) => question));
  const passed = questions.findIndex(({ key }) => key === after);
  const step: Question[] = [];
  for (const [i, question] of questions.entries()) {
    if (answered.has(question.key)) continue;
    const open = question.when?.filter((condition) => step.some(({ key }) => key === condition.question)) ?? [];
    if (!isShown(questions, question, open, answers)) continue;
    if (open.length > 0) return { questions: step, more: true };
    if (i > passed || question.required) step.push(question);
  }
  return { questions: step, more: false };
}

/** Whether it is shown if the conditions that are still open come to hold. */
function isShown(
  questions: readonly Question[],
  question: Question,
  open: NonNullable<Question['when']>,
  answers: readonly ParsedAnswer[],
): boolean {
  const when = question.when?.filter((condition) => !open.includes(condition)) ?? [];
  const before = questions.slice(0, questions.indexOf(question));
  return visibleQuestions({ questions: [...before, { ...question, when }] }, answers).some(
    ({ key }) => key === question.key,
  );
}
