import type { JsonSchema } from '../../contract/kind.ts';
import { LIMITS } from '../limits.ts';
import { keyOf, listOf, objectOf, oneOf, textOf, where, wholeNumber, without } from './schema-parts.ts';

const { characters: MOST } = LIMITS;
const POINT = { minimum: -100, maximum: 100 };
const scorePoint = (title: string, description: string): JsonSchema =>
  wholeNumber(title, description, POINT.minimum, POINT.maximum);

const scale: JsonSchema = {
  title: 'Scale',
  description: 'From where to where a rating goes, and which end is the good one. It belongs to this version.',
  ...objectOf(['min', 'max', 'higherIsBetter', 'shownAs'], {
    min: scorePoint('Lowest score', 'The lowest score that can be given.'),
    max: scorePoint('Highest score', 'The highest score that can be given.'),
    higherIsBetter: {
      type: 'boolean',
      title: 'Higher is better',
      description: 'Whether the highest score is the good end; false where the lowest one is.',
    },
    satisfiedFrom: scorePoint('Satisfied from', 'From this score on a respondent counts as satisfied.'),
    shownAs: oneOf('Shown as', {
      numbers: 'Numbers from the lowest to the highest score.',
      emoji: 'Faces from unhappy to happy; for at most seven scores.',
      stars: 'Stars; from 1 to at most 10, and more are better.',
    }),
    low: textOf('Label of the lowest score', 'What the lowest score says.', MOST.label),
    high: textOf('Label of the highest score', 'What the highest score says.', MOST.label),
  }),
};

const condition: JsonSchema = objectOf(['question'], {
  question: { type: 'string', title: 'Question', description: 'Key of an earlier question.' },
  atLeast: scorePoint('At least', 'The score is this one or a higher one.'),
  atMost: scorePoint('At most', 'The score is this one or a lower one.'),
  in: {
    ...listOf('One of', 'The score, or an option that was chosen, is one of these.', LIMITS.options + LIMITS.points, {
      type: ['string', 'integer'],
    }),
    uniqueItems: true,
  },
});

const option = objectOf(['key', 'text'], {
  key: keyOf('Key', 'Lower-case words joined by hyphens; stays when the text changes.'),
  text: textOf('Text', 'What respondents read.', MOST.option),
});

const ONLY_RATINGS = 'Only a rating has this. Remove it, or make the question a rating.';
const ONLY_CHOICES = 'Only a single or multiple choice has options. Remove them, or make the question a choice.';

/** JSON Schema of one question. */
export const questionSchema: JsonSchema = {
  ...objectOf(['key', 'kind', 'text'], {
    key: keyOf('Key', 'Lower-case words joined by hyphens. The same key in a later version is the same question.'),
    kind: oneOf('Kind', {
      rating: 'One score on a scale.',
      single: 'One of some options.',
      multiple: 'Any number of some options.',
      open: 'The words of the respondent.',
    }),
    text: textOf('Text', 'What respondents are asked.', MOST.question),
    required: { type: 'boolean', title: 'Required', description: 'Whether it must be answered where it is shown.' },
    measure: oneOf('Measure', {
      nps: 'Net promoter score: would recommend, from 0 to 10.',
      csat: 'Customer satisfaction, from 1 to 5 or from 1 to 10.',
      ces1: 'Customer effort score 1.0: how much effort, from 1 to 5; lower is better.',
      ces2: 'Customer effort score 2.0: made it easy, from 1 to 7; higher is better.',
      custom: 'A measure of your own, on a scale of your own.',
    }),
    scale,
    options: listOf('Options', 'What can be chosen.', LIMITS.options, option),
    driver: oneOf('Driver', {
      product: 'Quality of the product.',
      service: 'Quality of the service.',
      price: 'Price and value.',
      purchase: 'The experience of buying.',
    }),
    when: listOf('Shown when', 'The question is shown when all of these hold.', LIMITS.conditions, condition),
  }),
  allOf: [
    where('kind', ['rating'], { required: ['measure', 'scale'], ...without(['options'], ONLY_CHOICES) }),
    where('kind', ['single', 'multiple'], {
      required: ['options'],
      properties: { options: { minItems: 2 }, ...(without(['measure', 'scale'], ONLY_RATINGS).properties as object) },
    }),
    where('kind', ['open'], {
      properties: {
        ...(without(['measure', 'scale'], ONLY_RATINGS).properties as object),
        ...(without(['options'], ONLY_CHOICES).properties as object),
      },
    }),
  ],
};
