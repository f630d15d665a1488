import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellIn } from '../../src/language/told.ts';
import { checkAnswers } from '../../src/surveys/check-answers.ts';
import type { AnswerCondition, Question, SurveyDocument } from '../../src/surveys/document.ts';
import type { GivenAnswer } from '../../src/surveys/parse-answer.ts';
import { visibleQuestions } from '../../src/surveys/visible-questions.ts';
import { answersTo, RUNS, survey } from './generated.ts';

const document: SurveyDocument = {
  languages: ['en'],
  title: { en: 'Delivery' },
  expiresAfterDays: 14,
  questions: [
    {
      key: 'overall',
      kind: 'rating',
      measure: 'csat',
      scale: { min: 1, max: 5, higherIsBetter: true, shownAs: 'emoji' },
      text: { en: 'How satisfied are you?' },
      required: true,
    },
    { key: 'why', kind: 'open', text: { en: 'What went wrong?' }, when: [{ question: 'overall', atMost: 3 }] },
    {
      key: 'contact',
      kind: 'single',
      text: { en: 'May we call you?' },
      options: ['yes', 'no'].map((key) => ({ key, text: { en: key } })),
      when: [{ question: 'why' }],
      required: true,
    },
    {
      key: 'liked',
      kind: 'multiple',
      text: { en: 'What did you like?' },
      options: ['speed', 'price', 'courier'].map((key) => ({ key, text: { en: key } })),
    },
  ],
};

const told = (given: GivenAnswer[], finished = false) =>
  checkAnswers(document, given, { finished }).issues.map(
    ({ path, code, ...one }) => `${path.join('.')} ${code}: ${tellIn(one, 'en')} ${tellIn(one, 'zh')}`,
  );
const keysOf = (questions: readonly { readonly key: string }[]) => questions.map(({ key }) => key);

describe('the questions that are shown', () => {
  it.each([
    [[], ['overall', 'liked']],
    [[{ question: 'overall', score: 4 }], ['overall', 'liked']],
    [[{ question: 'overall', score: 3 }], ['overall', 'why', 'liked']],
    [
      [
        { question: 'overall', score: 3 },
        { question: 'why', text: 'late' },
      ],
      ['overall', 'why', 'contact', 'liked'],
    ],
    // an answer to a question that is not shown opens nothing
    [
      [
        { question: 'overall', score: 5 },
        { question: 'why', text: 'late' },
      ],
      ['overall', 'liked'],
    ],
  ])('after %j are %j', (answers, keys) => {
    expect(keysOf(visibleQuestions(document, answers))).toEqual(keys);
  });

  it.each<[Omit<AnswerCondition, 'question'>, number[]]>([
    [{ atLeast: 3 }, [3, 4, 5]],
    [{ atMost: 3 }, [1, 2, 3]],
    [{ atLeast: 2, atMost: 4 }, [2, 3, 4]],
    [{ in: [1, 5] }, [1, 5]],
    [{ atLeast: 2, in: [1, 5] }, [5]],
    [{}, [1, 2, 3, 4, 5]],
  ])('with the condition %j are shown after the scores %j, both ends included', (condition, scores) => {
    const [overall, why] = document.questions as [Question, Question];
    const questions = [overall, { ...why, when: [{ question: 'overall', ...condition }] }];
    const shownAfter = (score: number) =>
      visibleQuestions({ questions }, [{ question: 'overall', score }]).length === 2;
    expect([1, 2, 3, 4, 5].filter(shownAfter)).toEqual(scores);
  });

  it('follow from the answers to earlier questions alone, and each one from questions that are shown', () => {
    const surveyAndAnswers = survey.chain((one) => fc.tuple(fc.constant(one), answersTo(one), answersTo(one)));
    fc.assert(
      fc.property(surveyAndAnswers, fc.nat(), ([one, given, others], where) => {
        const { answers } = checkAnswers(one, given);
        const shown = visibleQuestions(one, answers);
        for (const { when = [] } of shown) for (const { question } of when) expect(keysOf(shown)).toContain(question);
        // whatever is answered from some question on: it and those before it are shown as they were
        const at = where % one.questions.length;
        const later = new Set(keysOf(one.questions.slice(at)));
        const changed = [
          ...answers.filter(({ question }) => !later.has(question)),
          ...checkAnswers(one, others).answers.filter(({ question }) => later.has(question)),
        ];
        const upTo = (keys: string[]) => keys.filter((key) => !later.has(key) || key === one.questions[at]?.key);
        expect(upTo(keysOf(visibleQuestions(one, changed)))).toEqual(upTo(keysOf(shown)));
      }),
      RUNS,
    );
  });
});

describe('answers', () => {
  it('are parsed: blanks are none, choices stand in the order of the survey, and each once', () => {
    const given = [
      { question: 'liked', choices: ['courier', 'speed', 'courier'] },
      { question: 'why', text: '  late again ' },
      { question: 'overall', score: 2, text: ' ', choices: [] },
      { question: 'contact', choices: null },
    ];
    expect(checkAnswers(document, given)).toEqual({
      issues: [],
      answers: [
        { question: 'overall', score: 2 },
        { question: 'why', text: 'late again' },
        { question: 'liked', choices: ['speed', 'courier'] },
      ],
      hidden: [],
      missing: ['contact'],
    });
  });

  it('to questions that are not shown are left out and named; a question that is not shown is not missing', () => {
    const check = checkAnswers(document, [
      { question: 'contact', choices: ['yes'] },
      { question: 'overall', score: 5 },
    ]);
    expect(check).toMatchObject({ answers: [{ question: 'overall', score: 5 }], hidden: ['contact'], missing: [] });
  });

  it('are taken together with those that were kept before: one that is given again takes its place, an empty one withdraws it', () => {
    const before = [{ question: 'overall', score: 1 }];
    const option = { before };
    expect(checkAnswers(document, [{ question: 'why', text: 'late' }], option).answers).toHaveLength(2);
    expect(checkAnswers(document, [{ question: 'overall', score: 5 }], option).answers).toEqual([
      { question: 'overall', score: 5 },
    ]);
    expect(checkAnswers(document, [{ question: 'overall', score: null }], option).missing).toEqual(['overall']);
  });

  it.each<[GivenAnswer[], string]>([
    [
      [{ question: 'overal', score: 1 }],
      'overal UNKNOWN_QUESTION: The survey has no question "overal"; did you mean "overall"? 此调查没有问题 "overal"；您是否想写 "overall"？',
    ],
    [
      [{ question: 'nps', score: 1 }],
      'nps UNKNOWN_QUESTION: The survey has no question "nps"; it has "overall", "why", "contact" and "liked". 此调查没有问题 "nps"；现有问题："overall"、"why"、"contact"和"liked"。',
    ],
    [
      [
        { question: 'overall', score: 1 },
        { question: 'overall', score: 2 },
      ],
      'overall ANSWERED_TWICE: The question "overall" is answered twice. Keep one of the answers. 问题 "overall" 被回答了两次。请只保留一个答案。',
    ],
    ...[0, 6, 4.5, Number.NaN, Number.POSITIVE_INFINITY].map((score): [GivenAnswer[], string] => [
      [{ question: 'overall', score }],
      `overall.score SCORE_NOT_ON_SCALE: ${score} is not on the scale. Choose a whole number from 1 to 5. ${score} 不在量表范围内。请选择 1 到 5 之间的整数。`,
    ]),
    [
      [{ question: 'overall', text: '5' }],
      'overall.text WRONG_KIND_OF_ANSWER: The question "overall" is a rating: it is answered with a score. 问题 "overall" 是评分题：请用分数回答。',
    ],
    [
      [{ question: 'liked', score: 5 }],
      'liked.score WRONG_KIND_OF_ANSWER: The question "liked" is a choice: it is answered with the keys of options. 问题 "liked" 是选择题：请用选项的键回答。',
    ],
    [
      [{ question: 'why', choices: ['late'] }],
      'why.choices WRONG_KIND_OF_ANSWER: The question "why" is an open one: it is answered with words. 问题 "why" 是开放题：请用文字回答。',
    ],
    [
      [{ question: 'liked', choices: ['sped'] }],
      'liked.choices UNKNOWN_OPTION: "sped" is not one of the options; did you mean "speed"? "sped" 不是可选项；您是否想写 "speed"？',
    ],
    [
      [{ question: 'contact', choices: ['maybe'] }],
      'contact.choices UNKNOWN_OPTION: "maybe" is not one of the options. Choose "yes" or "no". "maybe" 不是可选项。请选择 "yes"或"no"。',
    ],
    [
      [{ question: 'contact', choices: ['yes', 'no'] }],
      'contact.choices ONE_CHOICE: Choose one option only. 只能选择一个选项。',
    ],
    [
      [{ question: 'why', text: '长'.repeat(5001) }],
      'why.text TOO_LONG: This answer is too long: 5000 characters is the most. 此答案过长：最多 5000 个字符。',
    ],
    ...['a\0', '\ud83d'].map((text): [GivenAnswer[], string] => [
      [{ question: 'why', text }],
      'why.text BAD_CHARACTER: This text has characters in it that cannot be kept. Write it anew. 此文本含有无法保存的字符。请重新填写。',
    ]),
  ])('%j have one fault, told in both languages', (given, message) => {
    expect(told(given)).toEqual([message]);
  });

  it('are long as people count: five thousand faces are no more than five thousand letters', () => {
    expect(told([{ question: 'why', text: '😀'.repeat(5000) }])).toEqual([]);
  });

  it('are complete when all that is shown and required is answered; only those who are done are told what is missing', () => {
    expect(told([])).toEqual([]);
    expect(told([], true)).toEqual(['overall ANSWER_REQUIRED: Please answer this question. 请回答此问题。']);
    expect(told([{ question: 'overall', score: 9 }], true)).toHaveLength(1);
    expect(told([{ question: 'overall', score: 5 }], true)).toEqual([]);
  });

  it('are the same in any order, and stay as they are when they are checked again', () => {
    const cases = survey.chain((one) =>
      answersTo(one).chain((given) =>
        fc.tuple(fc.constant(one), fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
      ),
    );
    fc.assert(
      fc.property(cases, ([one, given, shuffled]) => {
        const check = checkAnswers(one, given);
        const other = checkAnswers(one, shuffled);
        expect(other.answers).toEqual(check.answers);
        expect(other.missing).toEqual(check.missing);
        expect(new Set(other.hidden)).toEqual(new Set(check.hidden));
        expect(checkAnswers(one, check.answers)).toEqual({ ...check, issues: [], hidden: [] });
        // piece by piece is as all at once
        const half = Math.floor(given.length / 2);
        const first = checkAnswers(one, given.slice(0, half));
        if (check.issues.length === 0 && first.hidden.length === 0)
          expect(checkAnswers(one, given.slice(half), { before: first.answers }).answers).toEqual(check.answers);
      }),
      RUNS,
    );
  });
});
