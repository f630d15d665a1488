import { defineChange } from '../contract/change.ts';

export const SURVEY_INVITED = 'survey.invited';

export const SurveyInvited = defineChange({
  type: SURVEY_INVITED,
  name: 'SurveyInvited',
  description: 'A customer is invited to a survey: send the link by the channel, in the language.',
  fields: {
    key: { name: 'survey', description: 'Key of the survey.' },
    to: { name: 'invitation', description: 'Id of the invitation.' },
  },
  details: {
    channel: { type: 'text', description: 'By which way the customer is to be reached: `email`.' },
    language: { type: 'text', description: 'In which language, one of those of the survey: `en`.' },
    expiresAt: { type: 'instant', description: 'Until when it can be answered.' },
    touchpoint: { type: 'text', description: 'The point it asks about; null: none.' },
    wave: { type: 'text', description: 'The round of a periodic survey; null: none.' },
  },
});
