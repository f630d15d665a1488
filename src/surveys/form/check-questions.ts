import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { listed, quote } from '../../rules/wording.ts';
import type { Question, RatingMeasure, SurveyDocument, SurveyKind } from '../document.ts';
import { checkScale } from './check-scale.ts';

/** What a survey of a kind must measure. */
const NEEDS: Readonly<Record<SurveyKind, readonly RatingMeasure[]>> = {
  nps: ['nps'],
  csat: ['csat'],
  ces: ['ces1', 'ces2'],
  custom: [],
};

/** The questions of a survey of a kind, each by itself. */
export function checkQuestions({ questions }: SurveyDocument, kind: SurveyKind): Problem[] {
  const needed = NEEDS[kind];
  const isMeasured = needed.length === 0 || questions.some(({ measure }) => measure && needed.includes(measure));
  const about = { kind, measures: listed(needed, 'or') };
  const keys = questions.map(({ key }) => key);
  return [
    ...(isMeasured ? [] : [refusal('/questions', 'MEASURE_MISSING', phrase('survey.measureMissing', about))]),
    ...repeated(keys, (i) => `/questions/${i}/key`),
    ...questions.flatMap((question, i) => questionFaults(question, `/questions/${i}`)),
  ];
}

const questionFaults = ({ options = [], measure, scale }: Question, pointer: string): Problem[] => [
  ...repeated(
    options.map(({ key }) => key),
    (j) => `${pointer}/options/${j}/key`,
  ),
  ...(measure && scale ? checkScale(measure, scale, `${pointer}/scale`) : []),
];

const repeated = (keys: readonly string[], pointerOf: (index: number) => string): Problem[] =>
  keys.flatMap((key, i) =>
    keys.indexOf(key) === i ? [] : [refusal(pointerOf(i), 'KEY_TAKEN', phrase('survey.keyTaken', { key: quote(key) }))],
  );
