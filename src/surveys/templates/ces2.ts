import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate, thanks } from './template.ts';

/** How easy it was to solve a problem: on 1 to 7, and higher is better. */
export const ces2Service: SurveyTemplate = {
  key: 'ces2-service',
  kind: 'ces',
  purpose: 'transactional',
  title: both('Ease (CES 2.0)', '容易度（CES 2.0）'),
  description: both(
    'Asks after a service contact how easy it was, from 1 to 7: higher is better. Do not mix it with CES 1.0.',
    '服务接触后询问是否容易，1 到 7：越高越好。请勿与 CES 1.0 混用。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('Your request', '您的请求'),
    questions: [
      {
        key: 'ease',
        kind: 'rating',
        required: true,
        measure: 'ces2',
        text: both(
          'How easy was it to solve your problem with our company today?',
          '今天与我们公司一起解决您的问题有多容易？',
        ),
        scale: {
          min: 1,
          max: 7,
          higherIsBetter: true,
          satisfiedFrom: 5,
          shownAs: 'numbers',
          low: both('Very difficult', '非常困难'),
          high: both('Very easy', '非常容易'),
        },
      },
      open('hard', both('What made it difficult?', '困难之处在哪里？'), [{ question: 'ease', atMost: 4 }]),
    ],
    thanks,
    expiresAfterDays: 14,
    ask: { triggers: [{ on: 'touchpoint', touchpoint: 'support', afterHours: 1 }] },
  },
};
