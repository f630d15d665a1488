import type { Issue } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { AnswersRefused, answerInvitation, type Recording } from './answer-invitation.ts';
import { checkAnswers } from './check-answers.ts';
import type { Closed, Invited } from './invited.ts';
import { nextStep } from './next-step.ts';
import type { SentForm } from './page/read-form.ts';
import type { GivenAnswer } from './parse-answer.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** What became of a form that was sent. */
export type FormResult =
  | { readonly to: 'thanks' }
  /** Other questions follow those up to this one. */
  | { readonly to: 'next'; readonly after: string | undefined }
  | { readonly to: 'closed'; readonly closed: Closed }
  /** It has to be looked at again; nothing was recorded. Paths begin with the key of the question. */
  | { readonly to: 'again'; readonly issues: readonly Issue[] };

/** Records what a form sent, as one step of the response. */
export async function answerForm(recording: Recording, invited: Invited, form: SentForm): Promise<FormResult> {
  const { closed, answers: before, survey } = invited;
  if (closed === 'used' && form.answers.every((answer) => isRepeat(answer, before))) return { to: 'thanks' };
  if (closed) return { to: 'closed', closed };

  const given = form.answers.filter(({ question }) => !isKept(question, before));
  const { issues, answers } = checkAnswers(survey.document, given, { before, finished: true });
  // what has to be answered later is no fault of this step
  const own = issues.filter(({ path }) => form.shown.some(({ key }) => key === path[0]));
  if (form.trapped) own.push(filledTrap());
  if (own.length > 0) return { to: 'again', issues: own };

  const fresh = answers.filter(({ question }) => !isKept(question, before));
  const after = form.shown.at(-1)?.key;
  const complete = nextStep(survey.document, answers, after).questions.length === 0;
  if (complete && answers.length === 0) return { to: 'again', issues: [nothingAnswered()] };
  try {
    if (complete || fresh.length > 0) await answerInvitation(recording, invited, { fresh, complete });
  } catch (error) {
    if (!(error instanceof AnswersRefused)) throw error;
    return error.closed ? { to: 'closed', closed: error.closed } : { to: 'again', issues: error.issues };
  }
  return complete ? { to: 'thanks' } : { to: 'next', after };
}

const isKept = (question: string, kept: readonly ParsedAnswer[]): boolean =>
  kept.some((answer) => answer.question === question);

/** Whether it says nothing else than what was kept; words are not looked at. */
function isRepeat({ question, score, choices = [] }: GivenAnswer, kept: readonly ParsedAnswer[]): boolean {
  const before = kept.find((answer) => answer.question === question);
  if (score !== undefined) return score === before?.score;
  return (choices ?? []).every((choice) => before?.choices?.includes(choice));
}

const SEND = { button: phrase('respond.send') };

const nothingAnswered = (): Issue => ({
  path: [],
  code: 'NOTHING_ANSWERED',
  ...told(phrase('respond.answerOne', SEND)),
});

const filledTrap = (): Issue => ({ path: [], code: 'FILLED_BY_MACHINE', ...told(phrase('respond.trapFilled', SEND)) });
