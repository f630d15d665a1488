import { expect, it } from 'vitest';
import { checkAnswers } from '../../src/surveys/check-answers.ts';
import { seriesKey, seriesOf } from '../../src/surveys/series.ts';
import { templates } from '../../src/surveys/templates/templates.ts';
import { told } from './checked.ts';

it.each(templates.map((template) => [template.key, template] as const))(
  '%s passes the check and the lint, in English and Chinese',
  (key, { kind, document }) => {
    expect(told(document, kind)).toEqual([]);
    expect(key).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(document.languages).toEqual(['en', 'zh']);
    for (const question of document.questions) expect(question.text.zh).toMatch(/\p{Script=Han}/u);
  },
);

it('there is one for each occasion that people name, and the two scores of effort are of two series', () => {
  const occasions = templates.map(({ key, kind, purpose, document }) => [
    key,
    kind,
    purpose,
    document.ask?.triggers[0]?.on,
  ]);
  expect(occasions).toEqual([
    ['nps-relationship', 'nps', 'relationship', 'schedule'],
    ['csat-purchase', 'csat', 'transactional', 'activity'],
    ['ces1-service', 'ces', 'transactional', 'touchpoint'],
    ['ces2-service', 'ces', 'transactional', 'touchpoint'],
    ['completed-rating', 'csat', 'transactional', 'touchpoint'],
    ['complaint-closed', 'csat', 'transactional', 'activity'],
    ['exit', 'custom', 'transactional', 'activity'],
  ]);
  const series = templates.flatMap(({ document }) =>
    document.questions.slice(0, 1).flatMap((one) => seriesOf(one) ?? []),
  );
  expect(series.map(seriesKey)).toEqual([
    'nps 0..10 up',
    'csat 1..5 up',
    'ces1 1..5 down',
    'ces2 1..7 up',
    'csat 1..5 up',
    'csat 1..5 up',
  ]);
});

it('an order or ticket is asked about by its score: 5 for a review, 4 what could be better, 3 or less why', () => {
  const { document } = templates.find(({ key }) => key === 'completed-rating') as (typeof templates)[number];
  const next = (score: number) =>
    checkAnswers(document, [
      { question: 'rating', score },
      { question: 'review', choices: ['yes'] },
      { question: 'better', text: 'Speed' },
      { question: 'unhappy', text: 'Late' },
    ]).answers[1]?.question;
  expect([1, 2, 3, 4, 5].map(next)).toEqual(['unhappy', 'unhappy', 'unhappy', 'better', 'review']);
});
