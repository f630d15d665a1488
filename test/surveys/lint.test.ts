import { describe, expect, it } from 'vitest';
import { but, sound, told, toldInChinese } from './checked.ts';

const codes = (document: unknown) => told(document, 'custom').map((one) => one.split(':')[0]);
const asking = (language: string, words: string) =>
  codes(but(`/questions/0/text/${language}`, words)).map((one) => one?.split(' ')[1]);

describe('the lint', () => {
  it('says nothing of a sound survey, and refuses nothing', () => {
    expect(told(sound)).toEqual([]);
    expect(told(but('/questions/0/text/en', "Don't you love it?"))).toEqual([
      '/questions/0/text/en LEADING_QUESTION: This puts an answer into the mouths of respondents ("Don\'t you"). Ask without praise or expectation.',
    ]);
  });

  it.each<[string, unknown, string]>([
    [
      'eleven questions',
      {
        ...sound,
        questions: [
          ...sound.questions,
          ...Array.from({ length: 8 }, (_, i) => ({ ...sound.questions[1], key: `q${i}` })),
        ],
      },
      '/questions TOO_MANY_QUESTIONS',
    ],
    ['no open question', but('/questions', sound.questions.slice(0, 2)), '/questions NO_OPEN_QUESTION'],
    [
      'a long question',
      but('/questions/0/text/en', 'How satisfied are you? '.padEnd(161, 'x')),
      '/questions/0/text/en LONG_TEXT',
    ],
    ['a long question in Chinese', but('/questions/0/text/zh', '您'.repeat(61)), '/questions/0/text/zh LONG_TEXT'],
    ['a long introduction', but('/introduction', { en: 'x'.repeat(501), zh: '引言' }), '/introduction/en LONG_TEXT'],
    [
      'a text that was not translated',
      but('/questions/0/text/zh', sound.questions[0]?.text.en),
      '/questions/0/text/zh NOT_TRANSLATED',
    ],
    ['no labels', but('/questions/0/scale/low'), '/questions/0/scale NO_END_LABELS'],
    [
      'labels the wrong way round',
      but('/questions/0/scale', {
        ...sound.questions[0]?.scale,
        low: { en: 'Very satisfied', zh: '非常满意' },
        high: { en: 'Very dissatisfied', zh: '非常' },
      }),
      '/questions/0/scale/high/en LABELS_REVERSED',
    ],
    [
      'two good ends',
      but('/questions/0/scale/low', { en: 'Good', zh: '非常不满意' }),
      '/questions/0/scale/high/en UNBALANCED_LABELS',
    ],
    [
      'more good options than bad ones',
      but('/questions/1', {
        ...sound.questions[1],
        kind: 'single',
        options: ['Excellent', 'Very good', 'Good', 'Fair', 'Bad'].map((en, i) => ({
          key: `o${i}`,
          text: { en, zh: `第${i}项` },
        })),
      }),
      '/questions/1/options UNBALANCED_LABELS',
    ],
    [
      'scales in two directions',
      but('/questions/1', {
        ...sound.questions[0],
        key: 'effort',
        measure: 'ces1',
        scale: {
          ...sound.questions[0]?.scale,
          higherIsBetter: false,
          low: { en: 'Low effort', zh: '毫不费力' },
          high: { en: 'High effort', zh: '非常费力' },
        },
      }),
      '/questions/1/scale/higherIsBetter MIXED_DIRECTIONS',
    ],
  ])('warns of %s', (_what, document, expected) => {
    expect(codes(document)).toEqual([expected]);
  });

  it.each([
    'How satisfied are you with the price and the quality?',
    'Was it fast as well as cheap?',
    'How was it? Would you come back?',
  ])('finds that %j asks two things at once', (words) => {
    expect(asking('en', words)).toEqual(['DOUBLE_QUESTION']);
  });

  it.each(['您对价格和质量有多满意？', '您对产品以及服务满意吗？', '产品、服务如何？', '您满意吗？会再来吗？'])(
    'finds that %j asks two things at once, in Chinese',
    (words) => {
      expect(asking('zh', words)).toEqual(['DOUBLE_QUESTION']);
    },
  );

  it.each([
    'How great was our service?',
    'How satisfied are you with our excellent service?',
    'Wouldn’t you agree that it was easy?',
    "Didn't you find it easy?",
    'How much did you love it?',
    'It was easy, right?',
    'You will surely come back, will you?',
  ])('finds that %j leads to an answer', (words) => {
    expect(asking('en', words)).toEqual(['LEADING_QUESTION']);
  });

  it.each([
    '您非常满意吗？',
    '我们的服务有多棒？',
    '您难道不喜欢吗？',
    '您对我们优质的服务满意吗？',
    '您当然会再来吧？',
    '配送很快，对吧？',
  ])('finds that %j leads to an answer, in Chinese', (words) => {
    expect(asking('zh', words)).toEqual(['LEADING_QUESTION']);
  });

  it.each([
    ['en', 'How likely are you to recommend us to friends and family?'],
    ['en', 'How satisfied are you with the brand?'],
    ['en', 'How easy was it to solve your problem with our company today?'],
    ['en', 'To what extent do you agree: the company made it easy for me to handle my issue?'],
    ['zh', '您愿意向朋友或家人推荐我们吗？'],
    ['zh', '您对客服回复的及时程度有多满意？'],
    ['zh', '今天与我们公司一起解决您的问题有多容易？'],
    ['en', 'Was the size right?'],
    ['zh', '您愿意参与我们的活动吗？'],
    ['zh', '有很多好的选择吗？'],
  ])('says nothing of a plain question in %s: %s', (language, words) => {
    expect(asking(language, words)).toEqual([]);
  });

  it('lets words be asked for two things, and says nothing of languages it does not know', () => {
    expect(codes(but('/questions/2/text/en', 'What was good, and what was bad?'))).toEqual([]);
    const german = {
      ...sound,
      languages: ['de'],
      title: { de: 'Lieferung' },
      questions: [{ key: 'why', kind: 'open', text: { de: 'Warum and wie?' } }],
    };
    expect(codes(german)).toEqual([]);
  });

  it('speaks Chinese as well', () => {
    expect(toldInChinese(but('/questions/0/text/zh', '您对价格和质量有多满意？'))).toEqual([
      '此问题同时问了两件事（"和"），无法判断回答的是哪一件。请分成两个问题。',
    ]);
    expect(toldInChinese(but('/questions/0/scale/low'))).toEqual([
      '无法知道此量表哪一端为好。请说明最低分和最高分的含义（"low"、"high"）。',
    ]);
  });
});
