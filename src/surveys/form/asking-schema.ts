import { CHANNELS } from '../../contacts/channel.ts';
import { Conditions, type JsonSchema } from '../../contract/kind.ts';
import { when } from '../../rules/test-schema.ts';
import { LIMITS } from '../limits.ts';
import { keyOf, listOf, objectOf, oneOf, wholeNumber } from './schema-parts.ts';

const on = oneOf('On', {
  activity: 'After activities of some kinds.',
  schedule: 'In waves, spread over some days.',
  touchpoint: 'When another system says that a customer reached a touchpoint.',
});
const afterHours = wholeNumber(
  'Hours after',
  'How many hours later the customer is asked; 0: at once.',
  0,
  LIMITS.hours,
);
const touchpoint = keyOf('Touchpoint', 'Lower-case words joined by hyphens: "delivery".');

const measureCondition = objectOf(['field', 'operator', 'value'], {
  field: { type: 'string', title: 'Field', description: 'A field of the activity.' },
  operator: oneOf('Operator', {
    equal: 'The same value.',
    notEqual: 'Another value.',
    in: 'One of the values in a list.',
    atLeast: 'This value or a higher one.',
    atMost: 'This value or a lower one.',
    known: 'There is a value, or there is none.',
  }),
  value: { type: ['string', 'number', 'boolean', 'array'], title: 'Value', items: { type: ['string', 'number'] } },
});

const triggers = {
  activity: objectOf(['on', 'kinds'], {
    on,
    kinds: {
      ...listOf('Kinds', 'Kinds of activity; each of them asks.', LIMITS.kinds, { type: 'string' }),
      uniqueItems: true,
    },
    where: listOf('Where', 'Tests of fields of the activity; all of them must hold.', LIMITS.kinds, measureCondition),
    afterHours,
    touchpoint,
  }),
  schedule: objectOf(['on', 'everyDays', 'spreadDays', 'firstAt'], {
    on,
    everyDays: wholeNumber('Every so many days', 'From one wave to the next.', 1, LIMITS.everyDays),
    spreadDays: wholeNumber(
      'Spread over days',
      'Over so many days customers of a wave are asked.',
      1,
      LIMITS.everyDays,
    ),
    firstAt: {
      type: 'string',
      title: 'First day',
      description: 'The day on which the first wave begins, in the time zone of the account.',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      examples: ['2026-11-01'],
    },
  }),
  touchpoint: objectOf(['on', 'touchpoint'], { on, touchpoint, afterHours }),
};

const onlyOn = (kind: keyof typeof triggers, otherwise: JsonSchema): JsonSchema =>
  when({ type: 'object', properties: { on: { const: kind } }, required: ['on'] }, triggers[kind], otherwise);

/** Told apart by `on`, so that a slip gives one message and not one for each form. */
const trigger = onlyOn(
  'activity',
  onlyOn('schedule', onlyOn('touchpoint', { type: 'object', required: ['on'], properties: { on } })),
);

/** JSON Schema of whom a survey asks by itself, and when. */
export const askingSchema: JsonSchema = {
  title: 'Asking',
  description: 'Whom the survey asks by itself, and when. Without it customers are asked over the API only.',
  ...objectOf(['triggers'], {
    triggers: listOf('Triggers', 'Each of them asks.', LIMITS.triggers, trigger),
    when: Conditions,
    sample: {
      type: 'number',
      title: 'Sample',
      description: 'The share of those who qualify that is asked; 1: all of them. The choice is always the same one.',
      exclusiveMinimum: 0,
      maximum: 1,
    },
    priority: wholeNumber('Priority', 'Who goes first where attention is scarce: the higher one.', 0, LIMITS.priority),
    channels: {
      ...listOf('Channels', 'By which ways customers may be asked, the preferred one first.', CHANNELS.length, {
        enum: CHANNELS,
      }),
      uniqueItems: true,
    },
  }),
};
