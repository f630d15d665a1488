import { Conditions, type JsonSchema } from '#contract';
import { PHASES } from './document.ts';

const key = {
  type: 'string',
  title: 'Key',
  description: 'Lower-case words joined by hyphens; stays when the title changes.',
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  maxLength: 48,
};
const title = { type: 'string', title: 'Title', minLength: 1, maxLength: 200 };
const text = (titled: string, maxLength: number): JsonSchema => ({
  type: 'string',
  title: titled,
  minLength: 1,
  maxLength,
});
const day = (titled: string): JsonSchema => ({
  type: 'string',
  title: titled,
  description: 'A calendar day: "2026-01-01".',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
});
const share = (titled: string, description?: string): JsonSchema => ({
  type: 'number',
  title: titled,
  description: description ?? 'From 0 to 1: 0.75 is 75 %.',
  minimum: 0,
  maximum: 1,
});
const money = (titled: string): JsonSchema => ({
  type: 'integer',
  title: titled,
  description: 'In minor units of the account’s currency: 500 is 5.00.',
  minimum: 0,
  maximum: 1_000_000_000_000,
});
const object = (required: readonly string[], properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
  ...more,
});
const list = (titled: string, maxItems: number, items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  ...{ type: 'array', title: titled, maxItems, items },
  ...more,
});

const stage = object(['key', 'title', 'phase', 'when'], {
  ...{ key, title },
  phase: { title: 'Phase', description: 'What the stage is in the words of the field.', enum: PHASES },
  when: Conditions,
  after: list('Only for who comes from', 20, key, {
    minItems: 1,
    description: 'Keys of stages; left out: whatever the customer was before.',
  }),
});

const quadrant = object(
  ['satisfied', 'dissatisfied', 'leaving'],
  { satisfied: Conditions, dissatisfied: Conditions, leaving: Conditions },
  {
    title: 'Satisfaction and retention',
    description:
      'Who is neither satisfied nor dissatisfied has no quadrant; dissatisfied goes before satisfied; who is not leaving stays.',
  },
);

const benchmark = object(['industry', 'low', 'high', 'source', 'asOf', 'definition'], {
  industry: text('Industry', 64),
  low: share('Lower end'),
  high: share('Upper end'),
  source: text('Source', 200),
  asOf: day('As of'),
  definition: text('Definition', 500),
});

const ladder = object(
  ['by', 'step'],
  {
    by: {
      title: 'By',
      description: 'Points of the share, a part of the share itself, or a part of those who leave.',
      enum: ['points', 'partOfRetention', 'partOfChurn'],
    },
    step: share('Step', 'For each year: 0.03 is three points, or three hundredths.'),
    atMost: share('At most'),
  },
  { title: 'Ladder' },
);

const lifetime = object(
  ['margin', 'discount'],
  {
    margin: money('Margin of a customer for a year'),
    discount: share('Discount', 'By which a margin is worth less a year later: 0.1 is 10 %.'),
    first: {
      title: 'First margin',
      description: 'Earned now, or at the next renewal; left out: at the next renewal.',
      enum: ['now', 'renewal'],
    },
  },
  {
    title: 'Lifetime value',
    description: 'What a customer is worth for as long as it stays, before the target and with it.',
  },
);

const target = object(['key', 'title', 'base', 'ladder', 'from', 'years'], {
  ...{ key, title },
  stage: { ...key, title: 'Stage', description: 'Key of a stage; left out: all stages that are not lost.' },
  segment: {
    type: 'string',
    title: 'Segment',
    description: 'Key of a rule set and of its segment, joined by a dot: "groups.vip".',
    pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$',
    maxLength: 130,
  },
  base: share('Share before the first year'),
  ladder,
  above: object(
    ['industry'],
    { industry: text('Industry', 64), by: share('By') },
    { title: 'Above the benchmark', description: 'At least the lower end of what is usual in the industry.' },
  ),
  from: day('From'),
  years: { type: 'integer', title: 'Years', minimum: 1, maximum: 10 },
  weight: share('Weight', 'The share of all customers that the target is about.'),
  economics: object(
    ['saving', 'acquisition'],
    {
      value: money('Value of a customer for a year'),
      lifetime,
      saving: money('Cost of keeping one more'),
      acquisition: money('Cost of a new one'),
    },
    {
      title: 'Economics',
      description: 'What keeping customers is worth: by the value of a year, by that of a lifetime, or by both.',
    },
  ),
  competition: text('Competition', 500),
});

/** What JSON Schema says of retention documents. */
export const retentionSchema: JsonSchema = object(
  ['stages', 'otherwise'],
  {
    stages: list('Stages', 20, stage, { minItems: 1, description: 'A customer is in the first one that holds.' }),
    otherwise: { ...key, title: 'Stage of all others' },
    signals: list('Churn signals', 50, object(['key', 'title', 'when'], { ...{ key, title }, when: Conditions })),
    quadrant,
    benchmarks: list('Benchmarks', 50, benchmark),
    targets: list('Targets', 50, target),
  },
  { title: 'Retention' },
);
