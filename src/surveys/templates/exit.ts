import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate } from './template.ts';

/** Why customers leave, asked when they end their plan. */
export const exit: SurveyTemplate = {
  key: 'exit',
  kind: 'custom',
  purpose: 'transactional',
  title: both('Leaving (exit survey)', '离开（流失调查）'),
  description: both(
    'Asks customers who end their plan why they leave, so that others stay.',
    '询问结束套餐的客户为何离开，以便留住其他客户。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('Before you go', '在您离开之前'),
    introduction: both('Two minutes, so that we can learn from it.', '只需两分钟，帮助我们从中学习。'),
    questions: [
      {
        key: 'reason',
        kind: 'single',
        required: true,
        text: both('What is the main reason for leaving?', '您离开的主要原因是什么？'),
        options: [
          { key: 'service', text: both('The service', '服务质量') },
          { key: 'product', text: both('The product does not do what I need', '产品无法满足需求') },
          { key: 'price', text: both('The price', '价格') },
          { key: 'competitor', text: both('Another provider suits me more', '其他供应商更适合我') },
          { key: 'no-need', text: both('I need it no longer', '我已不再需要') },
          { key: 'other', text: both('Something else', '其他') },
        ],
      },
      open('which-reason', both('Which reason is it?', '是什么原因？'), [{ question: 'reason', in: ['other'] }]),
      open('stayed', both('What would have made you stay?', '怎样才能让您留下？')),
      {
        key: 'return',
        kind: 'single',
        text: both('Would you come back?', '您会回来吗？'),
        options: [
          { key: 'yes', text: both('Yes', '会') },
          { key: 'perhaps', text: both('Perhaps', '也许') },
          { key: 'no', text: both('No', '不会') },
        ],
      },
    ],
    thanks: both('Thank you, and all the best.', '感谢您，祝一切顺利。'),
    expiresAfterDays: 30,
    ask: {
      triggers: [{ on: 'activity', kinds: ['planCancelled'], afterHours: 1, touchpoint: 'cancellation' }],
      priority: 90,
    },
  },
};
