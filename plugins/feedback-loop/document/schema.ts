import { Conditions, type JsonSchema } from '#contract';
import { PRIORITIES, WEEKDAYS } from './document.ts';

const text = (title: string, maxLength: number, description?: string): JsonSchema => ({
  ...{ type: 'string', title, minLength: 1, maxLength },
  ...(description && { description }),
});
const hour = (title: string, minimum: number): JsonSchema => ({ type: 'integer', title, minimum, maximum: 24 });
const hours = (title: string): JsonSchema => ({
  ...{ type: 'number', title, exclusiveMinimum: 0, maximum: 8760 },
  description: 'In working hours since the case was opened.',
});
const object = (
  required: readonly string[],
  properties: JsonSchema,
  title?: string,
  description?: string,
): JsonSchema => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
  ...(title && { title }),
  ...(description && { description }),
});
const list = (title: string, maxItems: number, items: JsonSchema, minItems = 1): JsonSchema => ({
  ...{ type: 'array', title, minItems, maxItems, items },
});

const fieldTest = object(
  ['field'],
  {
    field: text('Field', 64),
    is: list('One of', 50, text('Word', 200)),
    from: { type: 'number', title: 'From' },
    to: { type: 'number', title: 'To' },
  },
  'Field of the activity',
);

const rule = object(['key', 'title', 'upon', 'follow'], {
  key: {
    type: 'string',
    title: 'Key',
    description: 'Lower-case words joined by hyphens; stays when the title changes.',
    pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
    maxLength: 64,
  },
  title: text('Title', 200),
  upon: object(
    ['activity'],
    { activity: text('Kind of activity', 64), fields: list('What it says', 10, fieldTest) },
    'Upon',
    'The activity that it follows from.',
  ),
  when: Conditions,
  follow: {
    title: 'What follows',
    oneOf: [
      object(
        ['ask'],
        { ask: text('What for', 64), channels: list('Channels', 10, text('Channel', 32)) },
        'Ask the customer',
      ),
      object(
        ['openCase'],
        {
          openCase: object(['priority'], {
            priority: { title: 'Priority', enum: PRIORITIES },
            owner: text('Owner', 100, 'Team or role that looks after it.'),
          }),
        },
        'Open a case',
      ),
    ],
  },
});

/** What JSON Schema says of documents of the loop. */
export const loopSchema: JsonSchema = object(
  ['rules'],
  {
    rules: list('Rules', 100, rule),
    withinDays: {
      ...{ type: 'integer', title: 'Within days', minimum: 1, maximum: 366, default: 7 },
      description:
        'From what is recorded later than that after it happened nothing follows, such as imported history; and so long ' +
        'the customer is asked for what the contact policy refuses at first.',
    },
    hours: object(
      ['days', 'from', 'until'],
      {
        days: list('Days', 7, { enum: WEEKDAYS }),
        ...{ from: hour('From', 0), until: hour('Until', 1) },
        holidays: list('Holidays', 400, {
          ...{ type: 'string', title: 'Day', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
          description: 'A calendar day: "2026-12-25".',
        }),
      },
      'Working hours',
      'Whole hours by the clock of the account; left out: day and night.',
    ),
    deadlines: object(
      [],
      { analysed: hours('Analysed'), acted: hours('Acted upon'), told: hours('Told') },
      'Deadlines',
      'A case that has not come so far by then is escalated.',
    ),
    escalateTo: text('Escalate to', 100, 'Who gets a case that is late.'),
  },
  'Feedback loop',
);
