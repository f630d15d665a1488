import { type ActivityKind, defineActivity, type Field } from '../contract/activity.ts';
import { SENTIMENTS } from '../contract/classifier.ts';
import { channel, reference, text, words } from './fields.ts';

/** What a rating measures. The two of effort have opposite directions: they are never mixed. */
export const RATING_MEASURES = ['nps', 'csat', 'ces1', 'ces2', 'custom'] as const;

/** Follows from the survey, the invitation or the answer itself. */
const filled = (field: Field): Field => ({ ...field, filled: true });
const upTo = (max: number, field: Field): Field => ({ ...field, max });
const flag = (description: string): Field => ({ type: 'boolean', description });

/** What surveys bring about: invitations, answers, and touchpoints at which somebody may be asked. */
export const surveyActivities: readonly ActivityKind[] = [
  defineActivity({
    key: 'surveyAnswer',
    title: 'Survey answer',
    description: 'The customer answered a question of a survey.',
    fields: {
      survey: upTo(64, text('Key of the survey.', true)),
      question: upTo(64, text('Key of the question.', true)),
      score: { type: 'decimal', description: 'The answer, when it is a number.' },
      text: upTo(5000, words('The answer, when it is text.')),
      choice: text(
        'The answer, when it is one of the options: its key; of several options, their keys with commas between.',
      ),
      response: reference(
        'Your key of the response: all answers that were given in one go. Left out: the answer is a response by itself.',
      ),
      complete: flag('Whether the response is finished with this answer.'),
      invitation: reference('The id of the invitation that is answered.'),
      touchpoint: upTo(64, text('The point it is about, as a word of yours: "delivery".')),
      channel: upTo(32, text('By which channel it was answered: "email", "chat", "store".')),
      store: upTo(200, text('Shop, site or country that it is about.')),
      online: flag('Whether it is about something that happened online.'),
      wave: upTo(32, text('The round of a periodic survey: "2026-11".')),
      weight: {
        type: 'decimal',
        description: 'How much the response counts in figures over many; left out: 1.',
        min: 0,
      },
      measure: filled({ type: 'enum', description: 'What the question measures.', values: RATING_MEASURES }),
      goodness: filled({
        type: 'decimal',
        description: 'The score on a scale from 0 to 100 on which more is better, so that scales can be compared.',
        min: 0,
        max: 100,
      }),
      sentiment: filled({ type: 'enum', description: 'What the text says.', values: SENTIMENTS }),
      version: filled({ type: 'integer', description: 'Version of the survey that was answered.' }),
      invited: filled(flag('Whether it answers an invitation of ours.')),
      firstOfResponse: filled(flag('Whether it is the first answer of its response that was recorded.')),
    },
  }),
  defineActivity({
    key: 'touchpointReached',
    title: 'Touchpoint reached',
    description: 'The customer came to a point at which we may ask how it was: a delivery, a visit, a call.',
    fields: {
      touchpoint: upTo(64, text('The point, as a word of yours: "delivery".', true)),
      channel: channel(false, 'online', 'store', 'phone'),
      store: upTo(200, text('Shop, site or country where it was.')),
    },
  }),
  defineActivity({
    key: 'surveyInvited',
    title: 'Invited to a survey',
    description: 'The customer was invited to answer a survey.',
    fields: {
      survey: text('Key of the survey.', true),
      invitation: reference('Id of the invitation.', true),
      channel: text('How it is sent: "email".'),
      touchpoint: text('The point it asks about, as a word of yours: "delivery".'),
      wave: text('The round of a periodic survey.'),
    },
  }),
];
