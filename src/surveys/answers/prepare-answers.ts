import type { ActivityDraft, Fill, Outlook, Preparation } from '../../contract/activity.ts';
import type { CommentClassifier } from '../../contract/classifier.ts';
import type { Issue } from '../../errors.ts';
import type { Phrase } from '../../language/phrase.ts';
import { phrase } from '../../language/say.ts';
import { told } from '../../language/told.ts';
import { nearest } from '../../rules/nearest.ts';
import { quote } from '../../rules/wording.ts';
import { unknownQuestion } from '../check-answers.ts';
import { classifyComment } from '../comments/classify.ts';
import type { Question } from '../document.ts';
import { parseAnswer } from '../parse-answer.ts';
import { type PublishedSurvey, type PublishedSurveys, readSurveys } from '../published.ts';
import { goodnessOf } from '../series.ts';
import { type InvitationFacts, invitationOf, readInvitations } from './read-invitations.ts';

/**
 * Checks answers against the version of the survey that was answered, the invitation's or else the published one, and
 * says what they measure.
 */
export async function prepareAnswers(drafts: readonly ActivityDraft[], look: Outlook): Promise<Preparation[]> {
  const surveys = await readSurveys(look);
  const invitations = await readInvitations(look, drafts);
  return drafts.map((draft) => {
    const name = invitationOf(draft);
    const invitation = name === undefined ? undefined : invitations.get(name);
    if (name !== undefined && !invitation)
      return refused('invitation', 'UNKNOWN_INVITATION', phrase('answer.unknownInvitation'));
    if (invitation?.completed) return refused('invitation', 'INVITATION_USED', phrase('answer.usedInvitation'));
    if (invitation && (draft.occurredAt ?? look.now) >= invitation.expiresAt)
      return refused('invitation', 'INVITATION_EXPIRED', phrase('answer.expiredInvitation'));
    return prepare(draft.payload, surveys, invitation, look.classifiers);
  });
}

const refused = (field: string, code: string, said: Phrase): { issues: Issue[] } => ({
  issues: [{ path: [field], code, ...told(said) }],
});

function prepare(
  payload: ActivityDraft['payload'],
  surveys: PublishedSurveys,
  invitation: InvitationFacts | undefined,
  classifiers: readonly CommentClassifier[],
): Preparation {
  const key = payload.survey as string;
  const survey = invitation?.survey ?? surveys.get(key);
  if (!survey) return refused('survey', 'UNKNOWN_SURVEY', unknownSurvey(key, surveys));
  if (survey.key !== key)
    return refused('invitation', 'OTHER_SURVEY', phrase('answer.otherSurvey', { key: quote(survey.key) }));
  const question = survey.document.questions.find((one) => one.key === payload.question);
  if (!question)
    return refused('question', 'UNKNOWN_QUESTION', unknownQuestion(payload.question as string, survey.document));
  const issues = misfits(question, payload);
  if (issues.length > 0) return { issues };
  const { text } = payload;
  const comment = typeof text === 'string' ? classifyComment(classifiers, text, invitation?.language) : undefined;
  const fill = {
    ...known(measured(survey, question, payload.score as number | undefined)),
    ...known({ sentiment: comment?.label, invited: invitation ? true : undefined }),
    ...(invitation ? circumstances(payload, invitation) : {}),
  };
  return { fill };
}

/** What is wrong with the answer itself, each with the field of the activity at fault. */
function misfits(question: Question, { score, choice, text }: ActivityDraft['payload']): Issue[] {
  const issues: Issue[] = [];
  const given = {
    question: question.key,
    score: score as number | undefined,
    choices: typeof choice === 'string' ? choice.split(',').map((one) => one.trim()) : undefined,
    text: text as string | undefined,
  };
  const parsed = parseAnswer(question, given, ([, part], code, said) => {
    issues.push({ path: [part === 'choices' ? 'choice' : (part ?? 'question')], code, ...told(said) });
  });
  if (!parsed && issues.length === 0)
    issues.push({ path: ['question'], code: 'EMPTY_ANSWER', ...told(phrase('answer.empty')) });
  return issues;
}

/** What the answer measures, and how good it is. */
export function measured(
  { version }: PublishedSurvey,
  { kind, measure, scale }: Question,
  score: number | undefined,
): Fill {
  if (kind !== 'rating' || !scale || score === undefined) return { version };
  const goodness = goodnessOf(score, { measure: measure ?? 'custom', ...scale });
  return { version, measure: measure ?? 'custom', goodness: Math.round(goodness * 1e6) / 1e6 };
}

/** What the invitation says of the answer, as far as the answer says nothing else. */
function circumstances(
  payload: ActivityDraft['payload'],
  { channel, wave, touchpoint, context }: InvitationFacts,
): Fill {
  const told = { channel, wave, touchpoint, store: context.store, online: context.online };
  return known(Object.fromEntries(Object.entries(told).filter(([name]) => payload[name] === undefined)));
}

const known = (fields: Readonly<Record<string, unknown>>): Fill =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

function unknownSurvey(key: string, surveys: PublishedSurveys): Phrase {
  const near = nearest(key, surveys.keys());
  if (near !== undefined) return phrase('answer.surveyMeant', { key: quote(key), near });
  return phrase('answer.unknownSurvey', { key: quote(key) });
}
