import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '../../../src/access/audit.ts';
import { publishSurvey } from '../../../src/surveys/publish-survey.ts';
import { saveSurvey } from '../../../src/surveys/save-survey.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { but, sound } from '../../surveys/checked.ts';

let app: TestApp;
let surveyId: string;

beforeAll(async () => {
  app = await testApp();
  const { road } = app.app;
  const source = { ...sound, quotas: [{ question: 'overall', answer: 1, most: 2 }] };
  const wish = { key: 'b', kind: 'csat', purpose: 'transactional', source } as const;
  ({ surveyId } = await saveSurvey(road, system('tests'), wish));
  await publishSurvey(road, system('tests'), { key: 'b', number: 1 });
});

describe('a preview of a survey', () => {
  const PREVIEW = `query ($input: PreviewSurveyInput!) { previewSurvey(input: $input) { problems { severity code } questions { key text }
     issues { path code message } missing quotas { question answer most count full } newSeries { question } } }`;
  const preview = async (source: unknown, more: object = {}) =>
    (
      await app.data<{ previewSurvey: object }>(PREVIEW, {
        input: { kind: 'CSAT', source: JSON.stringify(source), ...more },
      })
    ).previewSurvey;

  it('shows the questions that answers lead to, what is wrong with these, and what is missing', async () => {
    const answers = [
      { question: 'overall', score: 2 },
      { question: 'what', choices: ['sped'] },
    ];
    expect(await preview(but('/questions/2/required', true), { answers, language: 'zh' })).toEqual({
      problems: [],
      questions: [
        { key: 'overall', text: '您对配送有多满意？' },
        { key: 'what', text: '与什么有关？' },
        { key: 'why', text: '为什么？' },
      ],
      issues: [
        {
          path: ['what', 'choices'],
          code: 'UNKNOWN_OPTION',
          message: '"sped" is not one of the options; did you mean "speed"?',
        },
      ],
      missing: ['why'],
      quotas: [],
      newSeries: [],
    });
    expect(await preview(sound, { answers: [{ question: 'overall', score: 5 }] })).toMatchObject({
      questions: [{ key: 'overall' }, { key: 'what' }],
    });
    expect(await preview({})).toMatchObject({
      problems: [{ severity: 'ERROR', code: 'MISSING_PROPERTY' }],
      questions: [],
    });
  });

  it('counts the answers so far towards quotas, each respondent once for each response, and names new series', async () => {
    const answer = (respondent: string, response: string, score: number) =>
      app.app.database.query(
        '',
        `insert into survey_answer (respondent, response, question, survey_id, version, score, choices, answered_at)
         values ($1, $2, 'overall', $3, 1, $4, null, now()), ($1, $2, 'what', $3, 1, null, '{speed}', now())`,
        [respondent, response, surveyId, score],
      );
    const person = randomUUID();
    await answer(person, randomUUID(), 1);
    await answer(person, randomUUID(), 1);
    await answer(randomUUID(), randomUUID(), 5);
    const quotas = [
      { question: 'overall', answer: 1, most: 2 },
      { question: 'what', answer: 'speed', most: 4 },
      { question: 'what', most: 3 },
      { most: 9 },
    ];
    const counted = {
      newSeries: [],
      quotas: [
        { question: 'overall', answer: '1', most: 2, count: 2, full: true },
        { question: 'what', answer: 'speed', most: 4, count: 3, full: false },
        { question: 'what', answer: null, most: 3, count: 3, full: true },
        { question: null, answer: null, most: 9, count: 3, full: false },
      ],
    };
    expect(await preview({ ...sound, quotas }, { key: 'b' })).toMatchObject(counted);
    expect(await preview({ ...sound, quotas })).toMatchObject({ quotas: quotas.map(() => ({ count: 0 })) });
    const read = await app.data<{ survey: object }>('{ survey(by: { key: "b" }) { quotas { answer count full } } }');
    expect(read.survey).toEqual({ quotas: [{ answer: '1', count: 2, full: true }] });
    const scale = { ...sound.questions[0]?.scale, max: 10, satisfiedFrom: 9 };
    expect(await preview(but('/questions/0/scale', scale), { key: 'b' })).toMatchObject({
      newSeries: [{ question: 'overall' }],
    });
  });
});
