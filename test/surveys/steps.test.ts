import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question, SurveyDocument } from '../../src/surveys/document.ts';
import { nextStep } from '../../src/surveys/next-step.ts';
import { readForm, readMarks } from '../../src/surveys/page/read-form.ts';
import { chooseLanguage, languagesLiked } from '../../src/surveys/page/tongue.ts';
import { type ParsedAnswer, visibleQuestions } from '../../src/surveys/visible-questions.ts';
import { everyKind } from './respondents.ts';

const keys = (answers: readonly ParsedAnswer[], after?: string): string => {
  const { questions, more } = nextStep(everyKind, answers, after);
  return [...questions.map(({ key }) => key), ...(more ? ['…'] : [])].join(' ');
};
const recommend = (score: number): ParsedAnswer => ({ question: 'recommend', score });

describe('steps', () => {
  it('ask what hangs on nothing that is still open, in the order of the survey', () => {
    expect(keys([])).toBe('recommend delivery …');
    expect(keys([recommend(3)], 'delivery')).toBe('why packaging where liked');
    expect(keys([recommend(9)], 'delivery')).toBe('packaging where liked');
  });

  it('ask again what was left open when somebody comes back, but what need not be answered not twice in one go', () => {
    expect(keys([recommend(9)])).toBe('delivery packaging where liked');
    expect(keys([recommend(9), { question: 'where', choices: ['web'] }], 'liked')).toBe('');
    expect(keys([recommend(9)], 'liked')).toBe('where');
    expect(keys([], 'liked')).toBe('recommend …');
  });

  it('come to an end, and ask on the way exactly what is shown to somebody with these answers', () => {
    const scale = { min: 0, max: 3, higherIsBetter: true, shownAs: 'numbers' } as const;
    const document = fc.integer({ min: 1, max: 7 }).chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, i) =>
          fc.record({
            required: fc.boolean(),
            when: fc.array(fc.record({ of: fc.nat(Math.max(0, i - 1)), atLeast: fc.nat(3) }), {
              maxLength: i === 0 ? 0 : 2,
            }),
          }),
        ),
      ),
    );
    const property = fc.property(
      document,
      fc.array(fc.option(fc.nat(3)), { minLength: 7, maxLength: 7 }),
      (made, given) => {
        const questions = made.map(
          ({ required, when }, i): Question => ({
            ...{ key: `q${i}`, kind: 'rating', text: {}, required, scale },
            when: when.map(({ of, atLeast }) => ({ question: `q${of}`, atLeast })),
          }),
        );
        const survey: SurveyDocument = { languages: [], title: {}, expiresAfterDays: 1, questions };
        const answers: ParsedAnswer[] = [];
        const asked: string[] = [];
        for (let step = nextStep(survey, []); step.questions.length > 0; ) {
          for (const { key, required } of step.questions) {
            asked.push(key);
            const score = given[Number(key.slice(1))] ?? (required ? 0 : undefined);
            if (score !== undefined) answers.push({ question: key, score });
          }
          step = nextStep(survey, answers, step.questions.at(-1)?.key);
        }
        expect(asked).toEqual(visibleQuestions(survey, answers).map(({ key }) => key));
      },
    );
    fc.assert(property);
  });
});

it('a form is read as answers; what is not of the survey is nothing', () => {
  const body =
    'shown=recommend,why,liked,other&a.recommend=3&a.why=one%0D%0Atwo&a.liked=price&a.liked=people&a.other=1&a.where=web';
  const { shown, answers, trapped } = readForm(everyKind, body);
  expect(shown.map(({ key }) => key)).toEqual(['recommend', 'why', 'liked']);
  expect(answers).toEqual([
    { question: 'recommend', score: 3 },
    { question: 'why', text: 'one\ntwo' },
    { question: 'liked', choices: ['price', 'people'] },
  ]);
  expect(trapped).toBe(false);
  expect(readForm(everyKind, 'homepage=x').trapped).toBe(true);
  expect(readForm(everyKind, 'shown=recommend&a.recommend=9.5').answers).toEqual([
    { question: 'recommend', score: Number.NaN },
  ]);
  expect(readForm(everyKind, 'shown=delivery&a.delivery=').answers).toEqual([]);
});

it('an address marks only what the survey has, before it what the invitation marks', () => {
  const marks = (query: string, prefill: Record<string, unknown> | null = null) =>
    Object.fromEntries(readMarks(everyKind, prefill, new URLSearchParams(query)));
  expect(marks('q=recommend&score=9')).toEqual({ recommend: ['9'] });
  expect(marks('q=liked&choice=price&choice=range&choice=x')).toEqual({ liked: ['price', 'range'] });
  expect(marks('q=where&choice=web&choice=store')).toEqual({ where: ['web'] });
  for (const query of ['q=recommend&score=11', 'q=recommend&score=1e1', 'q=why&score=text', 'q=no&score=1', 'score=1'])
    expect(marks(query), query).toEqual({});
  expect(marks('q=recommend&score=9', { recommend: 2, where: 'web' })).toEqual({ recommend: ['9'], where: ['web'] });
});

it('the language is that of the address, the invitation, the browser, the survey, whichever the survey speaks first', () => {
  const choose = (...wishes: (string | null)[]) => chooseLanguage(['en', 'pt-BR', 'zh'], ...wishes);
  expect(choose(null)).toBe('en');
  expect(choose('zh-CN', 'en')).toBe('zh');
  expect(choose('fr', 'PT')).toBe('pt-BR');
  expect(choose('<', ...languagesLiked('fr;q=0.9, zh-TW;q=0.8, en;q=0.1'))).toBe('zh');
  expect(languagesLiked('de;q=0, en;q=0.5, zh')).toEqual(['zh', 'en']);
});
