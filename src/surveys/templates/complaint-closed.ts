import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate, satisfaction, thanks } from './template.ts';

/** How a complaint was handled, a day after it was resolved. */
export const complaintClosed: SurveyTemplate = {
  key: 'complaint-closed',
  kind: 'csat',
  purpose: 'transactional',
  title: both('Complaint closed (CSAT)', '投诉结案（CSAT）'),
  description: both(
    'Asks a day after a complaint was resolved how satisfied the customer is with the way it was handled.',
    '投诉解决一天后询问客户对处理方式的满意度。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('Your complaint', '您的投诉'),
    questions: [
      {
        key: 'handling',
        kind: 'rating',
        required: true,
        measure: 'csat',
        driver: 'service',
        text: both('How satisfied are you with the way we handled your complaint?', '您对我们处理投诉的方式有多满意？'),
        scale: satisfaction(),
      },
      {
        key: 'resolved',
        kind: 'single',
        text: both('Is your problem solved?', '您的问题解决了吗？'),
        options: [
          { key: 'yes', text: both('Yes', '是') },
          { key: 'partly', text: both('In part', '部分解决') },
          { key: 'no', text: both('No', '否') },
        ],
      },
      open('better', both('What should we have done otherwise?', '我们本应怎样做？'), [
        { question: 'handling', atMost: 4 },
      ]),
    ],
    thanks,
    expiresAfterDays: 14,
    ask: {
      triggers: [{ on: 'activity', kinds: ['complaintResolved'], afterHours: 24, touchpoint: 'complaint' }],
      priority: 80,
    },
  },
};
