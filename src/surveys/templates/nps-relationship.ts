import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate, thanks } from './template.ts';

/** Would customers recommend us, asked of everybody each quarter. */
export const npsRelationship: SurveyTemplate = {
  key: 'nps-relationship',
  kind: 'nps',
  purpose: 'relationship',
  title: both('Relationship (NPS)', '客户关系（NPS）'),
  description: both(
    'Asks each quarter whether customers would recommend you, spread over a month.',
    '每季度询问客户是否愿意推荐，分散在一个月内进行。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('How are we doing?', '我们做得如何？'),
    questions: [
      {
        key: 'recommend',
        kind: 'rating',
        required: true,
        measure: 'nps',
        text: both(
          'How likely are you to recommend us to a friend or colleague?',
          '您向朋友或同事推荐我们的可能性有多大？',
        ),
        scale: {
          min: 0,
          max: 10,
          higherIsBetter: true,
          shownAs: 'numbers',
          low: both('Not at all likely', '完全不可能'),
          high: both('Extremely likely', '非常可能'),
        },
      },
      open('reason', both('What is the main reason for your score?', '您给出此分数的主要原因是什么？')),
      open('better', both('What should we do better?', '我们应该在哪些方面改进？'), [
        { question: 'recommend', atMost: 8 },
      ]),
    ],
    thanks,
    expiresAfterDays: 21,
    ask: { triggers: [{ on: 'schedule', everyDays: 91, spreadDays: 28, firstAt: '2027-01-01' }] },
  },
};
