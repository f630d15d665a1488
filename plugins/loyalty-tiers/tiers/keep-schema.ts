import type { JsonSchema } from '#contract';

/** How long tiers are kept. */
export const keepSchema: JsonSchema = {
  type: 'object',
  title: 'Keeping',
  description: 'How long a tier is kept whose conditions hold no longer; left out: not at all.',
  additionalProperties: false,
  required: ['period', 'landing'],
  properties: {
    period: {
      title: 'Until the end of',
      oneOf: [
        {
          type: 'object',
          title: 'So many months since the tier began',
          additionalProperties: false,
          required: ['kind', 'months'],
          properties: {
            kind: { const: 'months' },
            months: { type: 'integer', title: 'Months', minimum: 1, maximum: 120 },
          },
        },
        {
          type: 'object',
          title: 'The calendar year',
          additionalProperties: false,
          required: ['kind'],
          properties: { kind: { const: 'calendarYear' } },
        },
        {
          type: 'object',
          title: 'The year from one anniversary of joining to the next',
          description: 'For customers of whom it is not known when they joined: the calendar year.',
          additionalProperties: false,
          required: ['kind'],
          properties: { kind: { const: 'anniversary' } },
        },
      ],
    },
    graceDays: { type: 'integer', title: 'Days of grace', minimum: 0, maximum: 365 },
    landing: {
      enum: ['full', 'oneTier'],
      title: 'Landing',
      description: 'At a review: down to what the conditions say, or one tier at most.',
    },
    onChange: {
      enum: ['review', 'now'],
      title: 'When these rules change',
      description: 'Who would fall by what is published: at the next review, or at once. Left out: at the next review.',
    },
  },
};
