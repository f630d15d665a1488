import type { Issue } from '../errors.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { nearest } from '../rules/nearest.ts';
import { listed, quote } from '../rules/wording.ts';
import type { SurveyDocument } from './document.ts';
import { type GivenAnswer, parseAnswer } from './parse-answer.ts';
import { type ParsedAnswer, visibleQuestions } from './visible-questions.ts';

export interface AnswersCheck {
  /** Every fault, with a path that begins with the key of the question. With any of them nothing is to be kept. */
  readonly issues: readonly Issue[];
  /** The answers to questions that are shown, in the order of the survey. */
  readonly answers: readonly ParsedAnswer[];
  /** Keys of questions that were answered though they are not shown, by the other answers: their answers are left out. */
  readonly hidden: readonly string[];
  /** Keys of questions that are shown and must be answered, and are not. */
  readonly missing: readonly string[];
}

export interface AnswersCheckOptions {
  /** What the respondent answered before, and was kept. An answer that is given again takes its place. */
  readonly before?: readonly ParsedAnswer[];
  /** Whether the respondent is done: what is missing is a fault then. */
  readonly finished?: boolean;
}

/** Checks answers against the version of the survey that they answer. Pure; the order in which they come is of no matter. */
export function checkAnswers(
  document: SurveyDocument,
  given: readonly GivenAnswer[],
  { before = [], finished = false }: AnswersCheckOptions = {},
): AnswersCheck {
  const issues: Issue[] = [];
  const fault = (path: readonly string[], code: string, said: Phrase): void => {
    issues.push({ path, code, ...told(said) });
  };
  const answers = new Map(before.map((answer) => [answer.question, answer]));
  const seen = new Set<string>();
  for (const answer of given) {
    const { question: key } = answer;
    const question = document.questions.find((one) => one.key === key);
    if (!question) fault([key], 'UNKNOWN_QUESTION', unknownQuestion(key, document));
    else if (seen.has(key)) fault([key], 'ANSWERED_TWICE', phrase('answer.twice', { key: quote(key) }));
    else {
      const parsed = parseAnswer(question, answer, fault);
      if (parsed) answers.set(key, parsed);
      else answers.delete(key);
    }
    seen.add(key);
  }
  const shown = visibleQuestions(document, [...answers.values()]);
  const missing = shown.filter(({ key, required }) => required && !answers.has(key)).map(({ key }) => key);
  // what was answered wrongly is not missing as well
  const faulty = new Set(issues.map(({ path }) => path[0]));
  if (finished)
    for (const key of missing) if (!faulty.has(key)) fault([key], 'ANSWER_REQUIRED', phrase('answer.required'));
  return {
    issues,
    answers: shown.flatMap(({ key }) => answers.get(key) ?? []),
    hidden: [...answers.keys()].filter((key) => !shown.some((question) => question.key === key)),
    missing,
  };
}

export function unknownQuestion(key: string, { questions }: Pick<SurveyDocument, 'questions'>): Phrase {
  const keys = questions.map((question) => question.key);
  const near = nearest(key, keys);
  if (near !== undefined) return phrase('answer.questionMeant', { key: quote(key), near });
  return phrase('answer.unknownQuestion', { key: quote(key), keys: listed(keys, 'and') });
}
