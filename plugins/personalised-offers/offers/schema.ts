import { Conditions, type JsonSchema } from '#contract';

const name = (titled: string) => ({
  type: 'string',
  title: titled,
  description: 'Lower-case words joined by hyphens; stays when the title changes.',
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  maxLength: 64,
});
const title = { type: 'string', title: 'Title', minLength: 1, maxLength: 200 };
const text = (titled: string, maxLength: number, description?: string) => ({
  type: 'string',
  title: titled,
  ...(description && { description }),
  minLength: 1,
  maxLength,
});
const whole = (titled: string, minimum: number, maximum: number, description?: string) => ({
  type: 'integer',
  title: titled,
  ...(description && { description }),
  minimum,
  maximum,
});
const object = (required: readonly string[], properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
  ...more,
});
const list = (titled: string, items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  title: titled,
  items,
  ...more,
});

const MOST_MONEY = 1_000_000_000_000;
const money = (titled: string, minimum: number): JsonSchema =>
  whole(titled, minimum, MOST_MONEY, 'In minor units of the account’s currency: 500 is 5.00.');
const instant = (titled: string): JsonSchema => ({
  type: 'string',
  title: titled,
  description: 'An instant with its offset: "2026-12-24T18:00:00Z".',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$',
});
const cap = (titled: string, more: JsonSchema = {}): JsonSchema =>
  object(
    ['most'],
    { most: whole('At most', 1, 1_000_000_000), days: whole('In any days', 1, 366) },
    { title: titled, ...more },
  );
const skus = (titled: string): JsonSchema => list(titled, text('Article', 100), { minItems: 1, maxItems: 100 });

const upon: JsonSchema = {
  title: 'Key moment',
  description: 'When it is made; left out: as soon as the customer is eligible.',
  oneOf: [
    object(
      ['after', 'withinHours'],
      { after: text('Kind of activity', 64), withinHours: whole('Within hours', 1, 8760) },
      { title: 'Soon after an activity' },
    ),
    object(
      ['anniversary', 'withinDays'],
      { anniversary: { const: 'joined' }, withinDays: whole('Within days', 1, 60) },
      { title: 'Each year as the customer joined' },
    ),
  ],
};

const offer = object(['key', 'title', 'when', 'openDays'], {
  key: name('Key'),
  title,
  message: object([], { en: text('English', 1000), zh: text('Chinese', 1000) }, { title: 'Message' }),
  when: Conditions,
  from: instant('From'),
  until: instant('Until'),
  upon,
  bought: object(
    ['any', 'withinDays'],
    { any: skus('Any of these'), without: skus('And none of these'), withinDays: whole('Within days', 1, 366) },
    { title: 'Bought', description: 'What the customer bought not long ago.' },
  ),
  openDays: whole('Stands for days', 1, 366),
  priority: whole(
    'Priority',
    -1000,
    1000,
    'Offers of higher priority are made first; of equal ones those of higher value.',
  ),
  value: money('Value', 0),
  group: name('Exclusive group'),
  cost: money('Cost', 1),
  budget: name('Budget'),
  caps: object(
    [],
    {
      perCustomer: cap('For each customer'),
      inAll: cap('In all', { description: 'Of those that stand or are redeemed, made while there is such a cap.' }),
    },
    { title: 'Caps', description: 'Left out: once for each customer.' },
  ),
  contact: {
    type: 'boolean',
    title: 'Contact the customer',
    description: 'False: it waits until the customer comes by.',
  },
  channels: list(
    'Channels',
    { enum: ['email', 'sms', 'push', 'chat', 'app', 'web', 'call', 'post'] },
    { minItems: 1, maxItems: 8, uniqueItems: true },
  ),
});

const experiment = object(
  ['holdout', 'won'],
  {
    key: name('Key of the draw'),
    holdout: {
      type: 'number',
      title: 'Share held out',
      description: 'These customers are made no offers, so that it is seen what offers do.',
      minimum: 0.01,
      maximum: 0.5,
    },
    won: object(
      ['by', 'withinDays'],
      { by: text('Kind of activity', 64), withinDays: whole('Within days', 1, 366) },
      { title: 'Won by' },
    ),
  },
  { title: 'Experiment' },
);

/** What a rule set of offers may say. */
export const offersSchema: JsonSchema = object(
  ['offers'],
  {
    experiment,
    budgets: list(
      'Budgets',
      object(['key', 'title', 'amount'], { key: name('Key'), title, amount: money('Amount', 1) }),
      {
        maxItems: 50,
      },
    ),
    offers: list('Offers', offer, { minItems: 1, maxItems: 100 }),
  },
  { title: 'Personalised offers' },
);
