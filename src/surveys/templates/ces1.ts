import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate, thanks } from './template.ts';

/** How much effort a request took, as in 2010: on 1 to 5, and lower is better. */
export const ces1Service: SurveyTemplate = {
  key: 'ces1-service',
  kind: 'ces',
  purpose: 'transactional',
  title: both('Effort (CES 1.0)', '费力度（CES 1.0）'),
  description: both(
    'Asks after a service contact how much effort it took, from 1 to 5: lower is better. Do not mix it with CES 2.0.',
    '服务接触后询问费了多大力气，1 到 5：越低越好。请勿与 CES 2.0 混用。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('Your request', '您的请求'),
    questions: [
      {
        key: 'effort',
        kind: 'rating',
        required: true,
        measure: 'ces1',
        text: both(
          'How much effort did you personally have to put forth to handle your request?',
          '为了处理您的请求，您个人费了多大力气？',
        ),
        scale: {
          min: 1,
          max: 5,
          higherIsBetter: false,
          shownAs: 'numbers',
          low: both('Very low effort', '毫不费力'),
          high: both('Very high effort', '非常费力'),
        },
      },
      open('hard', both('What took the effort?', '费力之处在哪里？'), [{ question: 'effort', atLeast: 3 }]),
    ],
    thanks,
    expiresAfterDays: 14,
    ask: { triggers: [{ on: 'touchpoint', touchpoint: 'support', afterHours: 1 }] },
  },
};
