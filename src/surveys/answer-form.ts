import type { Issue } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { answerInvitation } from './answer-invitation.ts';
import { checkAnswers } from './check-answers.ts';
import type { Closed, Invited } from './invited.ts';
import { nextStep } from './next-step.ts';
import type { SentForm } from './page/read-form.ts';
import { AnswersRefused, type Recording } from './record-answers.ts';

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
  if (closed && closed !== 'used') return { to: 'closed', closed };

  const { issues, answers } = checkAnswers(survey.document, form.answers, { before, finished: true });
  // what has to be answered later is no fault of this step
  const own = issues.filter(({ path }) => form.shown.some(({ key }) => key === path[0]));
  if (form.trapped) own.push(filledTrap());
  if (own.length > 0) return { to: 'again', issues: own };

  const after = form.shown.at(-1)?.key;
  const complete = nextStep(survey.document, answers, after).questions.length === 0;
  if (complete && answers.length === 0) return { to: 'again', issues: [nothingAnswered()] };
  const sent = answers.filter(({ question }) => form.answers.some((answer) => answer.question === question));
  try {
    if (complete || sent.length > 0) await answerInvitation(recording, invited, sent, complete);
  } catch (error) {
    if (!(error instanceof AnswersRefused)) throw error;
    // somebody went back and chose otherwise, or sent it twice at once: they are led to where they are
    if (error.closed === 'used' && !closed) return { to: 'next', after: undefined };
    return error.closed ? { to: 'closed', closed: error.closed } : { to: 'again', issues: error.issues };
  }
  return complete ? { to: 'thanks' } : { to: 'next', after };
}

const SEND = { button: phrase('respond.send') };

const nothingAnswered = (): Issue => ({
  path: [],
  code: 'NOTHING_ANSWERED',
  ...told(phrase('respond.answerOne', SEND)),
});

const filledTrap = (): Issue => ({ path: [], code: 'FILLED_BY_MACHINE', ...told(phrase('respond.trapFilled', SEND)) });
