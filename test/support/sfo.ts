import { existsSync } from 'node:fs';

/** The airport's survey of passengers; it lies outside the project. */
export const SFO = '../shared/data/sfo_survey_2017_2018.csv';
export const hasSfo = existsSync(SFO);
if (!hasSfo) console.log(`skipped: ${SFO} is not on this machine`);

/** Columns of ratings from 1 to 5, by the question they answer; other codes are no answer. */
export const RATINGS = {
  overall: 'overall_q7all',
  clean: 'clean_q9all',
  safe: 'safe_q10',
  'getting-to': 'getting_to_q13',
  find: 'find_q14',
  security: 'security_q14',
} as const;

const rating = (key: string, min: number, max: number, more: object) => ({
  key,
  kind: 'rating',
  text: { en: `How would you rate it: ${key}?` },
  ...more,
  scale: { min, max, higherIsBetter: true, shownAs: 'numbers', ...(max === 5 && { satisfiedFrom: 4 }) },
});

/** What passengers were asked. */
export const SFO_SURVEY = {
  languages: ['en'],
  title: { en: 'Passengers' },
  expiresAfterDays: 30,
  questions: [
    rating('recommend', 0, 10, { measure: 'nps' }),
    ...Object.keys(RATINGS).map((key) => rating(key, 1, 5, { measure: 'csat' })),
    {
      key: 'problem',
      kind: 'single',
      text: { en: 'Did you have any problem?' },
      options: [
        { key: 'yes', text: { en: 'Yes' } },
        { key: 'no', text: { en: 'No' } },
        { key: 'unsure', text: { en: 'Don’t know' } },
      ],
    },
  ],
};

const BLANK = ['Blank', 'BLANK', '0', '6'];

/** How the columns of the file answer it: nobody is known, codes for "blank" and "not applicable" are no answers. */
export const SFO_MAPPING = {
  survey: 'passengers',
  source: { value: 'interviews' },
  key: ['year', 'respnum'],
  answeredAt: { column: 'year', values: { 2017: '2017-05-15T12:00:00Z', 2018: '2018-05-15T12:00:00Z' } },
  weight: 'weight',
  questions: {
    recommend: { column: 'netpro', unanswered: ['11'] },
    ...Object.fromEntries(Object.entries(RATINGS).map(([key, column]) => [key, { column, unanswered: BLANK }])),
    problem: { column: 'problem_q15', unanswered: ['0'], values: { 1: 'yes', 2: 'no', 3: 'unsure' } },
  },
  properties: { area: 'boarding_area' },
};
