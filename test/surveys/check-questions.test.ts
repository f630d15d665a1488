import { describe, expect, it } from 'vitest';
import { but, sound, told } from './checked.ts';

const rating = (measure: string, min: number, max: number, higherIsBetter: boolean, more = {}) =>
  but('/questions/0', {
    ...sound.questions[0],
    measure,
    scale: { ...sound.questions[0]?.scale, min, max, higherIsBetter, ...more },
  });

describe('a survey', () => {
  it.each<[string, unknown, string]>([
    [
      'NPS from 1',
      rating('nps', 1, 10, true),
      '!/questions/0/scale SCALE_OF_MEASURE: A net promoter score goes from 0 to 10, and higher is better. For another scale use "custom".',
    ],
    [
      'NPS that goes down',
      rating('nps', 0, 10, false),
      '!/questions/0/scale SCALE_OF_MEASURE: A net promoter score goes from 0 to 10, and higher is better. For another scale use "custom".',
    ],
    [
      'CSAT to 7',
      rating('csat', 1, 7, true),
      '!/questions/0/scale SCALE_OF_MEASURE: Satisfaction goes from 1 to 5 or from 1 to 10, and higher is better. For another scale use "custom".',
    ],
    [
      'CES 1.0 that goes up',
      rating('ces1', 1, 5, true),
      '!/questions/0/scale SCALE_OF_MEASURE: The customer effort score 1.0 goes from 1 to 5, and lower is better; 2.0 ("ces2") goes from 1 to 7, and higher is better. For another scale use "custom".',
    ],
    [
      'CES 2.0 to 5',
      rating('ces2', 1, 5, true),
      '!/questions/0/scale SCALE_OF_MEASURE: The customer effort score 2.0 goes from 1 to 7, and higher is better; 1.0 ("ces1") goes from 1 to 5, and lower is better. For another scale use "custom".',
    ],
    [
      'a scale turned round',
      rating('custom', 5, 1, true),
      '!/questions/0/scale/max SCALE_REVERSED: The highest score (1) must be above the lowest one (5).',
    ],
    [
      'a scale to 100',
      rating('custom', 0, 100, true),
      '!/questions/0/scale TOO_MANY_POINTS: This scale has 101 scores; 21 is the most.',
    ],
    [
      'eleven faces',
      rating('nps', 0, 10, true, { shownAs: 'emoji' }),
      '!/questions/0/scale/shownAs UNFIT_PRESENTATION: There are 11 scores, and at most 7 faces can be told apart. Show numbers.',
    ],
    [
      'stars from 0',
      rating('nps', 0, 10, true, { shownAs: 'stars' }),
      '!/questions/0/scale/shownAs UNFIT_PRESENTATION: Stars go from 1 to at most 10, and more are better. Show numbers.',
    ],
    [
      'stars for effort',
      rating('ces1', 1, 5, false, { shownAs: 'stars' }),
      '!/questions/0/scale/shownAs UNFIT_PRESENTATION: Stars go from 1 to at most 10, and more are better. Show numbers.',
    ],
    [
      'CSAT to 10 without a bound',
      rating('csat', 1, 10, true),
      '!/questions/0/scale SATISFIED_FROM_MISSING: Say from which score on a respondent is satisfied: on a scale to 10 there are several customs. Most write 9.',
    ],
    [
      'everybody satisfied',
      rating('csat', 1, 5, true, { satisfiedFrom: 1 }),
      '!/questions/0/scale/satisfiedFrom OUT_OF_RANGE: 1 leaves nobody satisfied, or everybody. Choose a score from 2 to 5.',
    ],
    [
      'a bound of NPS',
      rating('nps', 0, 10, true, { satisfiedFrom: 9 }),
      '!/questions/0/scale/satisfiedFrom NOT_ALLOWED: A net promoter score has its own bands: 9 and 10 are promoters. Remove this.',
    ],
    [
      'a bound of effort',
      rating('ces1', 1, 5, false, { satisfiedFrom: 2 }),
      '!/questions/0/scale/satisfiedFrom NOT_ALLOWED: Where lower is better nobody is satisfied from a score on upwards. Remove this.',
    ],
  ])('with %s is refused: a scale is what its measure says', (_what, document, message) => {
    expect(told(document, 'custom').filter((one) => one.startsWith('!'))).toEqual([message]);
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown question',
      { question: 'overal', atMost: 3 },
      '!/questions/2/when/0/question UNKNOWN_QUESTION: The survey has no question "overal"; did you mean "overall"?',
    ],
    [
      'itself',
      { question: 'why' },
      '!/questions/2/when/0/question LATER_QUESTION: "why" is not asked before this question. Conditions look at earlier questions only.',
    ],
    [
      'a score off the scale',
      { question: 'overall', atMost: 0 },
      '!/questions/2/when/0/atMost UNKNOWN_ANSWER: 0 is not on the scale. Choose a whole number from 1 to 5.',
    ],
    [
      'an unknown option',
      { question: 'what', in: ['speed', 'curier'] },
      '!/questions/2/when/0/in/1 UNKNOWN_ANSWER: "curier" is not one of the options; did you mean "courier"?',
    ],
    [
      'a score of a choice',
      { question: 'what', atLeast: 1 },
      '!/questions/2/when/0/atLeast UNKNOWN_ANSWER: The question "what" is a choice: it is answered with the keys of options.',
    ],
    [
      'a range turned round',
      { question: 'overall', atLeast: 4, atMost: 2 },
      '!/questions/2/when/0/atMost RANGE_REVERSED: No score is at least 4 and at most 2. Exchange the two.',
    ],
  ])('with a condition on %s is refused', (_what, condition, message) => {
    expect(told(but('/questions/2/when', [condition]))).toEqual([message]);
  });

  it('has no question that no answers lead to, by its own conditions or those of others it depends on', () => {
    const never =
      'NEVER_SHOWN: No answers lead to this question: its conditions exclude each other, with those of the questions it depends on.';
    expect(
      told(
        but('/questions/2/when', [
          { question: 'overall', atMost: 2 },
          { question: 'overall', in: [4, 5] },
        ]),
      ),
    ).toEqual([`!/questions/2/when ${never}`]);
    const chained = (...when: object[]) =>
      but('/questions', [
        ...sound.questions,
        { ...sound.questions[2], key: 'more', when },
        { ...sound.questions[2], key: 'last', when: [{ question: 'more' }] },
      ]);
    expect(told(chained({ question: 'why' }, { question: 'overall', atLeast: 4 }))).toEqual([
      `!/questions/3/when ${never}`,
    ]);
    expect(told(chained({ question: 'why' }, { question: 'overall', atLeast: 3 }))).toEqual([]);
    // of several options several can be chosen
    expect(told(chained({ question: 'what', in: ['speed'] }, { question: 'what', in: ['courier'] }))).toEqual([]);
  });

  it.each<[unknown, string]>([
    [
      { question: 'nps', most: 5 },
      '!/quotas/0/question UNKNOWN_QUESTION: The survey has no question "nps"; it has "overall", "what" and "why".',
    ],
    [
      { question: 'overall', answer: 9, most: 5 },
      '!/quotas/0/answer UNKNOWN_ANSWER: 9 is not on the scale. Choose a whole number from 1 to 5.',
    ],
    [
      { question: 'why', answer: 'late', most: 5 },
      '!/quotas/0/answer UNKNOWN_ANSWER: "why" is answered in words, which cannot be compared. Name the question alone: then any answer will do.',
    ],
    [{ answer: 5, most: 5 }, '!/quotas/0 MISSING_PROPERTY: Name the question to which this is an answer.'],
    [{ most: 0 }, '!/quotas/0/most TOO_SMALL: 0 is too small: 1 is the least.'],
  ])('with the quota %j is refused', (quota, message) => {
    expect(told({ ...sound, quotas: [quota] })).toEqual([message]);
    expect(told({ ...sound, quotas: [{ most: 5 }, { most: 6 }] })).toEqual([
      '!/quotas/1 QUOTA_REPEATS: Another quota counts the same. Keep one of them.',
    ]);
  });
});
