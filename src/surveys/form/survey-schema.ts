import type { JsonSchema } from '../../contract/kind.ts';
import { LIMITS } from '../limits.ts';
import { askingSchema } from './asking-schema.ts';
import { questionSchema } from './question-schema.ts';
import { LANGUAGE, listOf, objectOf, textOf, wholeNumber } from './schema-parts.ts';

const { characters: MOST } = LIMITS;

const quota = objectOf(['most'], {
  question: { type: 'string', title: 'Question', description: 'Key of a question; absent: all responses count.' },
  answer: {
    type: ['string', 'integer'],
    title: 'Answer',
    description: 'A score or the key of an option; absent: all answers to the question count.',
  },
  most: wholeNumber('Most', 'After so many, no more customers are asked.', 1, LIMITS.quota),
});

/** JSON Schema of the document of a survey, as a marketer writes it. */
export const surveySchema: JsonSchema = {
  title: 'Survey',
  description: 'Questions to customers, in the languages they read, and whom to ask when.',
  ...objectOf(['languages', 'title', 'questions', 'expiresAfterDays'], {
    languages: {
      ...listOf('Languages', 'Languages of the texts; the first one is the default.', LIMITS.languages, {
        type: 'string',
        pattern: LANGUAGE,
        examples: ['en'],
      }),
      uniqueItems: true,
    },
    title: textOf('Title', 'What respondents read above the survey.', MOST.title),
    introduction: textOf('Introduction', 'What respondents read before the questions.', MOST.introduction),
    thanks: textOf('Thanks', 'What respondents read when they are done.', MOST.thanks),
    questions: listOf(
      'Questions',
      'The questions, in the order in which they are asked.',
      LIMITS.questions,
      questionSchema,
    ),
    quotas: listOf('Quotas', 'When enough have answered.', LIMITS.quotas, quota),
    expiresAfterDays: wholeNumber('Days to answer', 'For how many days an invitation can be answered.', 1, LIMITS.days),
    ask: askingSchema,
  }),
};
