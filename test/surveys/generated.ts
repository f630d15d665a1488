/** Makes up surveys that are sound, with conditions between questions, and what respondents give as answers. */
import fc from 'fast-check';
import type { AnswerCondition, Question, Scale, SurveyDocument } from '../../src/surveys/document.ts';
import type { GivenAnswer } from '../../src/surveys/parse-answer.ts';

export const RUNS = { numRuns: 300 };

const SCALES: readonly (readonly [Question['measure'], Omit<Scale, 'shownAs'>])[] = [
  ['nps', { min: 0, max: 10, higherIsBetter: true }],
  ['csat', { min: 1, max: 5, higherIsBetter: true }],
  ['csat', { min: 1, max: 10, higherIsBetter: true, satisfiedFrom: 9 }],
  ['ces1', { min: 1, max: 5, higherIsBetter: false }],
  ['ces2', { min: 1, max: 7, higherIsBetter: true }],
  ['custom', { min: -2, max: 2, higherIsBetter: false }],
];
const OPTIONS = ['a', 'b', 'c', 'd'];

/** A condition on an earlier question, that can hold. */
function conditionOn({ key, kind, scale }: Question): fc.Arbitrary<AnswerCondition> {
  const any = fc.constant({ question: key });
  if (kind === 'open') return any;
  if (kind !== 'rating' || !scale)
    return fc.oneof(
      any,
      fc.subarray(OPTIONS, { minLength: 1 }).map((keys) => ({ question: key, in: keys })),
    );
  const score = fc.integer({ min: scale.min, max: scale.max });
  return fc.oneof(
    any,
    score.map((atLeast) => ({ question: key, atLeast })),
    score.map((atMost) => ({ question: key, atMost })),
    fc.uniqueArray(score, { minLength: 1 }).map((scores) => ({ question: key, in: scores })),
  );
}

const bare: fc.Arbitrary<Omit<Question, 'key' | 'text'>> = fc.oneof(
  fc.constantFrom(...SCALES).map(([measure, scale]) => ({
    kind: 'rating' as const,
    ...(measure && { measure }),
    scale: { ...scale, shownAs: 'numbers' as const },
  })),
  fc.constantFrom('single' as const, 'multiple' as const).map((kind) => ({
    kind,
    options: OPTIONS.map((key) => ({ key, text: { en: `Option ${key}`, zh: `选项${key}` } })),
  })),
  fc.constant({ kind: 'open' as const }),
);

/** A survey in which each question may depend on one earlier question, which has no conditions of another kind. */
export const survey: fc.Arbitrary<SurveyDocument> = fc
  .array(fc.tuple(bare, fc.boolean(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 8 })
  .chain((drafts) => {
    const questions = drafts.map(([question, required], i) => ({
      key: `q${i}`,
      text: { en: `Question ${i}`, zh: `问题${i}` },
      ...question,
      ...(required && { required }),
    }));
    const whens = drafts.map(([, , which, conditional], i) =>
      conditional && i > 0 ? conditionOn(questions[which % i] as Question).map((one) => [one]) : fc.constant(undefined),
    );
    return fc.tuple(...whens).map((conditions) => ({
      languages: ['en', 'zh'],
      title: { en: 'A survey', zh: '调查' },
      questions: questions.map((question, i) => ({ ...question, ...(conditions[i] && { when: conditions[i] }) })),
      expiresAfterDays: 14,
    }));
  });

/** An answer to a question, mostly a right one. */
export function answerTo({ key, kind, scale }: Question): fc.Arbitrary<GivenAnswer> {
  const right =
    kind === 'rating' && scale
      ? fc.integer({ min: scale.min, max: scale.max }).map((score) => ({ question: key, score }))
      : kind === 'open'
        ? fc.constantFrom('', 'good', ' bad ').map((text) => ({ question: key, text }))
        : fc
            .subarray(OPTIONS, kind === 'single' ? { minLength: 1, maxLength: 1 } : {})
            .map((choices) => ({ question: key, choices }));
  const wrong = fc.constantFrom({ score: 1.5 }, { score: 99 }, { choices: ['z'] }, { text: 'x\0' });
  return fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 1, arbitrary: wrong.map((one) => ({ question: key, ...one })) },
  );
}

/** Answers to some questions of a survey, in any order. */
export const answersTo = ({ questions }: SurveyDocument): fc.Arbitrary<GivenAnswer[]> =>
  fc.shuffledSubarray([...questions]).chain((chosen) => fc.tuple(...chosen.map(answerTo)));
