import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSurvey } from '../../src/surveys/form/check-survey.ts';
import { but, sound, sources, told, toldInChinese } from './checked.ts';
import { RUNS, survey } from './generated.ts';

describe('a survey', () => {
  it('passes when it is sound, as text and as JSON that was read, with all that it can have', () => {
    const whole = {
      ...sound,
      introduction: { en: 'Two questions.', zh: '两个问题。' },
      quotas: [
        { most: 1000 },
        { question: 'overall', most: 500 },
        { question: 'overall', answer: 1, most: 50 },
        { question: 'what', answer: 'speed', most: 9 },
      ],
      ask: {
        triggers: [
          {
            on: 'activity',
            kinds: ['purchase', 'refund'],
            where: [{ field: 'amount', operator: 'atLeast', value: 5000 }],
            afterHours: 24,
            touchpoint: 'order',
          },
          { on: 'schedule', everyDays: 90, spreadDays: 30, firstAt: '2026-11-01' },
          { on: 'touchpoint', touchpoint: 'delivery' },
        ],
        when: {
          all: [
            { fact: 'segment.at-risk', operator: 'equal', value: true },
            { fact: 'ordersEver', operator: 'greaterThan', value: 2 },
          ],
        },
        sample: 0.25,
        priority: 10,
        channels: ['email', 'sms'],
      },
    };
    expect(told(whole)).toEqual([]);
    expect(checkSurvey(JSON.stringify(whole), 'csat', sources)).toEqual({ document: whole, problems: [] });
  });

  it('is refused as a whole where it has no form, with line and column in a text', () => {
    expect(told('{"languages": ["en"],}')).toEqual(['! NOT_JSON: Remove the comma before "}".']);
    expect(told({})).toEqual([
      '! MISSING_PROPERTY: "languages", "title", "questions" and "expiresAfterDays" are missing here.',
    ]);
    expect(told('x'.repeat(70_000))).toEqual([
      '! DOCUMENT_TOO_LARGE: This document has 69 kB; 64 kB is the most. Split it into several.',
    ]);
    const { problems } = checkSurvey(JSON.stringify(but('/questions/0/kind'), null, 2), 'csat', sources);
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([[11, 5, 'MISSING_PROPERTY']]);
  });

  it.each<[string, unknown, string]>([
    ['no question', but('/questions', []), '!/questions TOO_FEW: This list needs at least 1 entry.'],
    [
      'too many questions',
      but(
        '/questions',
        Array.from({ length: 21 }, (_, i) => ({ ...sound.questions[2], key: `q${i}` })),
      ),
      '!/questions TOO_MANY: This list is too long: 20 entries is the most.',
    ],
    [
      'a mistyped name',
      but('/questions/0/requird', true),
      '!/questions/0/requird UNKNOWN_PROPERTY: "requird" has no meaning here. Did you mean "required"?',
    ],
    [
      'a mistyped kind',
      but('/questions/2/kind', 'opn'),
      '!/questions/2/kind VALUE_NOT_ALLOWED: "opn" is not possible here; did you mean "open"?',
    ],
    [
      'a blank text',
      but('/questions/2/text/en', '  '),
      '!/questions/2/text/en WRONG_FORM: This text is blank. Fill it in.',
    ],
    [
      'a text that is too long',
      but('/title/en', 'x'.repeat(201)),
      '!/title/en TOO_LONG: This text is too long: 200 characters is the most.',
    ],
    [
      'a language that is none',
      but('/languages/1', 'chinese'),
      '!/languages/1 WRONG_FORM: "chinese" does not have the form needed here. An example: "en".',
    ],
    [
      'a text without a language',
      but('/questions/0/text/zh'),
      '!/questions/0/text LANGUAGE_MISSING: The text in "zh" is missing.',
    ],
    [
      'a language too many',
      but('/title/de', 'Lieferung'),
      '!/title/de UNKNOWN_LANGUAGE: "de" is not among the languages of the survey. Add it to "languages", or remove this text.',
    ],
    [
      'a language of another region',
      but('/title', { en: 'Delivery', 'zh-CN': '配送' }),
      '!/title/zh-CN UNKNOWN_LANGUAGE: "zh-CN" is not among the languages of the survey; did you mean "zh"?',
    ],
    [
      'a character that cannot be kept',
      but('/title/en', 'a\0'),
      '!/title/en BAD_CHARACTER: This text has the character U+0000 or half a character in it. Write it anew.',
    ],
    ['a rating without a scale', but('/questions/0/scale'), '!/questions/0 MISSING_PROPERTY: "scale" is missing here.'],
    [
      'a rating with options',
      but('/questions/0/options', sound.questions[1]?.options),
      '!/questions/0/options NOT_ALLOWED: Only a single or multiple choice has options. Remove them, or make the question a choice.',
    ],
    [
      'an open question with a measure',
      but('/questions/2/measure', 'nps'),
      '!/questions/2/measure NOT_ALLOWED: Only a rating has this. Remove it, or make the question a rating.',
    ],
    [
      'a choice of one',
      but('/questions/1/options', sound.questions[1]?.options?.slice(1)),
      '!/questions/1/options TOO_FEW: This list needs at least 2 entries.',
    ],
    [
      'a key twice',
      but('/questions/2/key', 'overall'),
      '!/questions/2/key KEY_TAKEN: The key "overall" is taken already. Give this one a key of its own.',
    ],
    [
      'an option twice',
      but('/questions/1/options/1/key', 'speed'),
      '!/questions/1/options/1/key KEY_TAKEN: The key "speed" is taken already. Give this one a key of its own.',
    ],
    [
      'an invitation that never ends',
      but('/expiresAfterDays', 366),
      '!/expiresAfterDays TOO_LARGE: 366 is too large: 365 is the most.',
    ],
  ])('with %s is refused with one message', (_what, document, message) => {
    expect(told(document)).toEqual([message]);
  });

  it('measures what its kind says', () => {
    expect(told(sound, 'nps')).toEqual([
      '!/questions MEASURE_MISSING: A survey of kind "nps" has at least one rating that measures "nps".',
    ]);
    expect(told(sound, 'ces')).toEqual([
      '!/questions MEASURE_MISSING: A survey of kind "ces" has at least one rating that measures "ces1" or "ces2".',
    ]);
    expect(told(sound, 'custom')).toEqual([]);
  });

  it('is told in Chinese what is wrong with it, too', () => {
    expect(toldInChinese(but('/questions/0/text/zh'))).toEqual(['缺少 "zh" 的文本。']);
    expect(toldInChinese(but('/questions/2/text/en', ' '))).toEqual(['此文本为空白。请填写。']);
    expect(toldInChinese(but('/questions/0/scale/max', 9))).toEqual([
      '满意度的量表为 1 到 5 或 1 到 10，越高越好。如需其他量表，请使用 "custom"。',
    ]);
  });

  it('that is made up soundly is refused for nothing but questions that no answers lead to', () => {
    fc.assert(
      fc.property(survey, (document) => {
        expect(told(document, 'custom').filter((one) => one.startsWith('!') && !one.includes('NEVER_SHOWN'))).toEqual(
          [],
        );
      }),
      RUNS,
    );
  });

  it('of any shape is checked without falling over', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void told(value)),
      RUNS,
    );
    const places = ['questions', 'ask', 'quotas', 'title', 'languages'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.jsonValue(),
        (place, value) => void told({ ...sound, [place]: value }),
      ),
      RUNS,
    );
  });
});
