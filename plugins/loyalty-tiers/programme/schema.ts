import { Conditions, type JsonSchema } from '#contract';

const key = {
  type: 'string',
  title: 'Key',
  description: 'Lower-case words joined by hyphens; stays when the title changes.',
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  maxLength: 64,
};
const title = { type: 'string', title: 'Title', minLength: 1, maxLength: 200 };
const whole = (titled: string, minimum: number, maximum: number) => ({
  type: 'integer',
  title: titled,
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

const amount = (titled: string): JsonSchema => ({
  title: titled,
  oneOf: [
    object(['fixed'], { fixed: whole('Always as many', 1, 1_000_000) }, { title: 'Always as many' }),
    object(
      ['field', 'every', 'give'],
      {
        field: {
          type: 'string',
          title: 'Field',
          description: 'A number of the activity, such as "amount".',
          maxLength: 64,
        },
        every: whole('For each full', 1, 1_000_000_000),
        give: whole('So many', 1, 1_000_000),
      },
      { title: 'In proportion to a field' },
    ),
  ],
});

const expiry: JsonSchema = {
  title: 'Expiry',
  description: 'When points expire that nobody spends; left out: never.',
  oneOf: [
    object(['kind', 'months'], { kind: { const: 'lifetime' }, months: whole('Months', 1, 120) }, { title: 'Lifetime' }),
    object(
      ['kind', 'month', 'day', 'safeDays'],
      {
        kind: { const: 'date' },
        month: whole('Month', 1, 12),
        day: whole('Day', 1, 31),
        safeDays: whole('Safe for days', 0, 365),
      },
      { title: 'Each year as this day begins, but for points that are younger' },
    ),
    object(
      ['kind', 'days'],
      {
        kind: { const: 'rolling' },
        days: whole('Days', 1, 3650),
        anyActivity: { type: 'boolean', title: 'Activities that earn nothing count as well' },
      },
      { title: 'So long after the last activity' },
    ),
  ],
};

const period: JsonSchema = {
  title: 'Qualifying period',
  description: 'In which stretch of time credits count; left out: for ever.',
  oneOf: [
    object(
      ['kind', 'months'],
      { kind: { const: 'rolling' }, months: whole('Months', 1, 120) },
      { title: 'The last months' },
    ),
    object(['kind'], { kind: { const: 'calendarYear' } }, { title: 'The calendar year' }),
    object(['kind'], { kind: { const: 'anniversary' } }, { title: 'The year since the customer joined' }),
  ],
};

const earn = object(['key', 'title', 'on'], {
  key,
  title,
  on: { type: 'string', title: 'Kind of activity', minLength: 1, maxLength: 64 },
  points: amount('Points'),
  credits: amount('Credits'),
  when: Conditions,
  bonus: {
    type: 'array',
    title: 'Bonus',
    maxItems: 20,
    items: object(['when', 'times'], {
      when: Conditions,
      times: { type: 'number', title: 'Times as much', minimum: 0, maximum: 100, multipleOf: 0.01 },
    }),
  },
});

const reward = object(['key', 'title', 'kind', 'points'], {
  key,
  title,
  kind: { enum: ['discount', 'privilege', 'gift', 'rebate', 'content'], title: 'Kind of reward' },
  points: whole('Points', 1, 1_000_000_000),
  description: { type: 'string', title: 'Description', maxLength: 1000 },
  stock: whole('How many there are in all', 0, 1_000_000_000),
  perCustomer: whole('How many each customer may have', 1, 1_000_000),
  when: Conditions,
});

/** What a programme may say. */
export const programmeSchema: JsonSchema = object(
  ['title', 'members', 'earn'],
  {
    title,
    members: Conditions,
    pendingDays: whole('Pending for days', 0, 365),
    expiry,
    period,
    earn: { type: 'array', title: 'Earning', maxItems: 100, items: earn },
    rewards: { type: 'array', title: 'Rewards', maxItems: 200, items: reward },
    transfers: { type: 'boolean', title: 'Points can be transferred' },
    worth: object(
      ['value', 'redeemedShare'],
      {
        value: { type: 'number', title: 'Minor units that a point is worth', minimum: 0, maximum: 1_000_000 },
        redeemedShare: { type: 'number', title: 'Share that is expected to be spent', minimum: 0, maximum: 1 },
      },
      { title: 'Worth' },
    ),
  },
  { title: 'Points programme' },
);
