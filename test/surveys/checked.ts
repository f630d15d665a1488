/** A sound survey to make faulty, and how its faults are told. */
import { coreActivities } from '../../src/activities/kinds.ts';
import { tellIn } from '../../src/language/told.ts';
import type { SurveyDocument, SurveyKind } from '../../src/surveys/document.ts';
import { checkSurvey, type SurveySources } from '../../src/surveys/form/check-survey.ts';
import { catalogue } from '../wording/setting.ts';

export const sources: SurveySources = { kinds: new Map(coreActivities.map((kind) => [kind.key, kind])), catalogue };

export const sound: SurveyDocument = {
  languages: ['en', 'zh'],
  title: { en: 'Delivery', zh: '配送' },
  questions: [
    {
      key: 'overall',
      kind: 'rating',
      measure: 'csat',
      scale: {
        min: 1,
        max: 5,
        higherIsBetter: true,
        shownAs: 'numbers',
        low: { en: 'Very dissatisfied', zh: '非常不满意' },
        high: { en: 'Very satisfied', zh: '非常满意' },
      },
      text: { en: 'How satisfied are you with the delivery?', zh: '您对配送有多满意？' },
    },
    {
      key: 'what',
      kind: 'multiple',
      text: { en: 'What was it about?', zh: '与什么有关？' },
      options: [
        { key: 'speed', text: { en: 'Speed', zh: '速度' } },
        { key: 'courier', text: { en: 'Courier', zh: '快递员' } },
      ],
    },
    { key: 'why', kind: 'open', text: { en: 'Why?', zh: '为什么？' }, when: [{ question: 'overall', atMost: 3 }] },
  ],
  expiresAfterDays: 14,
};

/** Everything said of a document, in English, with its place and code; `!` before what refuses it. */
export const told = (document: unknown, kind: SurveyKind = 'csat'): string[] =>
  checkSurvey(document, kind, sources).problems.map(
    ({ severity, pointer, code, message }) => `${severity === 'error' ? '!' : ''}${pointer} ${code}: ${message}`,
  );

export const toldInChinese = (document: unknown, kind: SurveyKind = 'csat'): string[] =>
  checkSurvey(document, kind, sources).problems.map((problem) => tellIn(problem, 'zh'));

/** The sound survey with something else at a place; without it, when nothing is given. */
export function but(pointer: string, value?: unknown): SurveyDocument {
  const draft = structuredClone(sound);
  const names = pointer.split('/').slice(1);
  const last = names.pop() as string;
  let holder = draft as unknown as Record<string, unknown>;
  for (const name of names) holder = holder[name] as Record<string, unknown>;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return draft;
}
