import type { Question, Text } from '../document.ts';
import { both, LANGUAGES_OF_TEMPLATES, open, type SurveyTemplate, satisfaction, thanks } from './template.ts';

const item = (key: string, text: Text, more: Partial<Question> = {}): Question => ({
  key,
  kind: 'rating',
  measure: 'csat',
  text,
  scale: satisfaction(),
  ...more,
});

/** Satisfaction with a purchase: over all, with the product, with the service. */
export const csatPurchase: SurveyTemplate = {
  key: 'csat-purchase',
  kind: 'csat',
  purpose: 'transactional',
  title: both('Purchase (CSAT)', '购买（CSAT）'),
  description: both(
    'Asks three days after a purchase how satisfied the customer is: over all, with the product, with the service.',
    '购买三天后询问客户的满意度：总体、产品和服务。',
  ),
  document: {
    languages: LANGUAGES_OF_TEMPLATES,
    title: both('Your purchase', '您的购买'),
    questions: [
      item('overall', both('How satisfied are you with the experience?', '您对体验有多满意？'), { required: true }),
      item('product', both('How satisfied are you with the quality of the product?', '您对产品质量有多满意？'), {
        driver: 'product',
      }),
      item('service', both('How satisfied are you with our service?', '您对我们的服务有多满意？'), {
        driver: 'service',
      }),
      open('better', both('What could we do better?', '我们可以在哪些方面改进？')),
    ],
    thanks,
    expiresAfterDays: 14,
    ask: { triggers: [{ on: 'activity', kinds: ['purchase'], afterHours: 72, touchpoint: 'purchase' }] },
  },
};
