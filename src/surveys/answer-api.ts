import { ConflictError, type Issue, UserError, ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { answerInvitation } from './answer-invitation.ts';
import { type AnswersCheck, checkAnswers } from './check-answers.ts';
import type { SurveyDocument } from './document.ts';
import type { Closed, Invited } from './invited.ts';
import { nextStep } from './next-step.ts';
import type { GivenAnswer } from './parse-answer.ts';
import { AnswersRefused, type Recording, recordAnswers, type SurveyResponse } from './record-answers.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** An invitation cannot be answered, or not any more. */
export class SurveyClosedError extends UserError {
  readonly reason: Closed;

  constructor(reason: Closed) {
    super('SURVEY_CLOSED', phrase(`respond.${reason}Text`), ['token']);
    this.reason = reason;
  }
}

/** What became of answers that came over the API. */
export interface Taken {
  readonly customerId: string;
  /** Questions that were answered though the other answers do not lead to them: nothing of it was kept. */
  readonly leftOut: readonly string[];
  /** Whether there is nothing left to be asked. */
  readonly complete: boolean;
}

/** Answers an invitation. Unless the respondent is done with it, others may follow. */
export async function answerByInvitation(
  recording: Recording,
  invited: Invited,
  given: readonly GivenAnswer[],
  done: boolean,
): Promise<Taken> {
  const { closed, customerId, survey, answers: before } = invited;
  if (closed && closed !== 'used') throw new SurveyClosedError(closed);
  const { answers, hidden } = checked(survey.document, given, before, done);
  const complete = done || nextStep(survey.document, answers).questions.length === 0;
  const sent = answers.filter(({ question }) => given.some((answer) => answer.question === question));
  await refusing(given, answerInvitation(recording, invited, sent, complete));
  return { customerId, leftOut: hidden, complete };
}

/**
 * Records a whole response that a customer gave somewhere else. `places` are the inputs in which the answers came, when
 * not in a list.
 */
export async function recordResponse(
  recording: Recording,
  document: SurveyDocument,
  response: SurveyResponse,
  given: readonly GivenAnswer[],
  places?: readonly string[],
): Promise<Taken> {
  const { answers, hidden } = checked(document, given, [], true, places);
  const { customerIds } = await refusing(given, recordAnswers(recording, response, answers), places);
  return { customerId: customerIds[0] as string, leftOut: hidden, complete: true };
}

function checked(
  document: SurveyDocument,
  given: readonly GivenAnswer[],
  before: readonly ParsedAnswer[],
  finished: boolean,
  places?: readonly string[],
): AnswersCheck {
  const check = checkAnswers(document, given, { before, finished });
  if (check.issues.length > 0) throw new ValidationError(placed(check.issues, given, places));
  if (check.answers.length > 0) return check;
  const message = 'Answer at least one question.';
  throw new ValidationError([{ path: ['answers'], code: 'NOTHING_ANSWERED', message }]);
}

async function refusing<T>(
  given: readonly GivenAnswer[],
  recorded: Promise<T>,
  places?: readonly string[],
): Promise<T> {
  try {
    return await recorded;
  } catch (error) {
    if (!(error instanceof AnswersRefused)) throw error;
    const issues = placed(error.issues, given, places);
    const conflict = issues.find(({ code }) => code === 'IDEMPOTENCY_CONFLICT');
    if (conflict) throw new ConflictError(conflict.code, conflict.message, conflict.path);
    if (error.closed) throw new SurveyClosedError(error.closed);
    throw new ValidationError(issues);
  }
}

/** Fields of activities that say what a response is about: they are the same in all of its answers. */
const ABOUT: ReadonlySet<string> = new Set(['touchpoint', 'channel', 'store', 'online', 'wave']);
const ANSWER: ReadonlySet<string> = new Set(['score', 'choices', 'choice', 'text', 'question']);

/** Paths that begin with the key of a question, as places in the input, each fault once. */
function placed(issues: readonly Issue[], given: readonly GivenAnswer[], places?: readonly string[]): Issue[] {
  const found = new Map<string, Issue>();
  for (const issue of issues) {
    const [question, field, ...rest] = issue.path;
    const i = given.findIndex((answer) => answer.question === question);
    const place = places ? places.slice(i, i + 1) : ['answers', ...(i < 0 ? [] : [String(i)])];
    const inAnswer = places || field === undefined ? [] : [field === 'choice' ? 'choices' : field, ...rest];
    const path =
      field === undefined || ANSWER.has(field)
        ? [...place, ...inAnswer]
        : [...(ABOUT.has(field) ? ['about'] : []), field, ...rest];
    found.set(`${path.join('.')} ${issue.code}`, { ...issue, path });
  }
  return [...found.values()];
}
