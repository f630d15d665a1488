import type { JsonSchema } from '#contract';

const MOST_MONEY = 1_000_000_000_000;
const money = (title: string): JsonSchema => ({
  type: 'integer',
  title,
  description: 'In minor units of the account’s currency: 500 is 5.00.',
  minimum: 1,
  maximum: MOST_MONEY,
});
const object = (
  title: string,
  description: string,
  required: readonly string[],
  properties: JsonSchema,
): JsonSchema => ({
  type: 'object',
  title,
  description,
  additionalProperties: false,
  required,
  properties,
});
const per: JsonSchema = { enum: ['order', 'month', 'quarter', 'year'], title: 'For each' };

/** The key of a benefit. */
export const benefitKey: JsonSchema = {
  type: 'string',
  title: 'Key of the benefit',
  description: 'Lower-case words joined by hyphens; the same benefit has the same key in every tier.',
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  examples: ['free-delivery'],
  maxLength: 64,
};

const terms: JsonSchema = object(
  'In terms',
  'Of monetary ones it is known what they are worth.',
  ['key', 'name', 'kind'],
  {
    key: benefitKey,
    name: { type: 'string', title: 'Name', minLength: 1, maxLength: 200 },
    kind: { enum: ['monetary', 'non-monetary'], title: 'Kind of benefit' },
    description: { type: 'string', title: 'Description', minLength: 1, maxLength: 1000 },
    value: object(
      'Value',
      'What it is worth to a customer: an amount or a percentage, off each order or in each period.',
      ['per'],
      {
        amount: money('Amount'),
        percent: { type: 'number', title: 'Percent', exclusiveMinimum: 0, maximum: 100, multipleOf: 0.01 },
        per,
      },
    ),
    cost: object('Cost', 'What it costs you; left out: as much as it is worth.', ['amount', 'per'], {
      amount: money('Amount'),
      per,
    }),
    limit: object('Limit', 'How often, or how much of it, a customer gets in a period.', ['per'], {
      times: { type: 'integer', title: 'Times', minimum: 1, maximum: 1_000_000 },
      amount: money('Amount'),
      per: { enum: ['month', 'quarter', 'year'], title: 'In each' },
    }),
  },
);

/** What customers of a tier get. */
export const benefitsSchema: JsonSchema = {
  type: 'array',
  title: 'Benefits',
  maxItems: 50,
  items: { oneOf: [{ type: 'string', title: 'As a text', minLength: 1, maxLength: 200 }, terms] },
};
