import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate, satisfaction, thanks } from './template.ts';

/** Five faces under an order or ticket that was completed; what follows depends on the one that was chosen. */
export const completedRating: SurveyTemplate = {
  key: 'completed-rating',
  kind: 'csat',
  purpose: 'transactional',
  title: both('Order or ticket completed', '订单或工单完成'),
  description: both(
    'Five faces, once an order or a ticket is completed: 5 asks for a review, 4 what could be better, 3 or less why.',
    '订单或工单完成后显示五个表情：5 分请求评价，4 分询问改进之处，3 分及以下询问原因。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('How was it?', '感觉如何？'),
    questions: [
      {
        key: 'rating',
        kind: 'rating',
        required: true,
        measure: 'csat',
        text: both('How satisfied are you?', '您有多满意？'),
        scale: satisfaction('emoji'),
      },
      {
        key: 'review',
        kind: 'single',
        text: both('Would you write a public review?', '您愿意公开评价我们吗？'),
        options: [
          { key: 'yes', text: both('Yes, send me the link', '愿意，请发送链接') },
          { key: 'no', text: both('Not this time', '这次不了') },
        ],
        when: [{ question: 'rating', in: [5] }],
      },
      open('better', both('What could be better?', '哪些方面可以更好？'), [{ question: 'rating', in: [4] }]),
      open('unhappy', both('What were you unhappy with?', '您对什么不满意？'), [{ question: 'rating', atMost: 3 }]),
    ],
    thanks,
    expiresAfterDays: 14,
    ask: {
      triggers: [
        { on: 'touchpoint', touchpoint: 'order' },
        { on: 'touchpoint', touchpoint: 'ticket' },
      ],
    },
  },
};
