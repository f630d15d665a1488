import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyFor, type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { but, sound } from '../../surveys/checked.ts';

let app: TestApp;

beforeAll(async () => {
  app = await testApp();
  for (const key of ['a', 'b', 'c', 'd']) {
    await save(key, { ...sound, quotas: [{ question: 'overall', answer: 1, most: 2 }] });
    await publish(key, 1);
    await save(key, but('/title/en', 'Next'));
  }
});

const SAVE = `mutation ($input: SaveSurveyInput!) { saveSurvey(input: $input) { __typename
  ... on SaveSurveySuccess { survey { key version title } version { number status author comment document } warnings { code message } }
  ... on UserError { code message path } ... on ValidationError { issues { path code message } } } }`;
const save = async (key: string, source: unknown, more: object = {}, headers?: Record<string, string>) => {
  const input = {
    key,
    kind: 'CSAT',
    purpose: 'TRANSACTIONAL',
    source: typeof source === 'string' ? source : JSON.stringify(source),
    ...more,
  };
  const { data, errors } = await app.run<{ saveSurvey: object }>(SAVE, { input }, headers);
  expect(errors).toBeUndefined();
  return data.saveSurvey;
};
const PUBLISH = `mutation ($input: PublishSurveyInput!) { publishSurvey(input: $input) { __typename
  ... on PublishSurveySuccess { survey { key published { number } } version { status publishedAt }
    newSeries { question before { key } after { key } } warnings { code } }
  ... on UserError { code message path } } }`;
const publish = async (key: string, number: number, more: object = {}) =>
  (await app.data<{ publishSurvey: object }>(PUBLISH, { input: { key, number, ...more } })).publishSurvey;

describe('surveys', () => {
  it('are saved as drafts, with warnings in the language of the request, and published', async () => {
    const leading = but('/questions/0/text/zh', '您非常满意吗？');
    expect(await save('new', leading, { comment: 'First' }, { 'accept-language': 'zh' })).toMatchObject({
      __typename: 'SaveSurveySuccess',
      survey: { key: 'new', version: 1, title: 'Delivery' },
      version: { number: 1, status: 'DRAFT', comment: 'First', document: leading },
      warnings: [
        { code: 'LEADING_QUESTION', message: '此问题诱导受访者作答（"非常满意吗"）。请不带赞美或预期地提问。' },
      ],
    });
    expect(await publish('new', 1, { expectedVersion: 1 })).toMatchObject({
      survey: { key: 'new', published: { number: 1 } },
      version: { status: 'PUBLISHED' },
      newSeries: [],
      warnings: [{ code: 'LEADING_QUESTION' }],
    });
    const scale = { ...sound.questions[0]?.scale, max: 10, satisfiedFrom: 9 };
    await save('new', but('/questions/0/scale', scale));
    expect(await publish('new', 2)).toMatchObject({
      newSeries: [{ question: 'overall', before: { key: 'csat 1..5 up' }, after: { key: 'csat 1..10 up' } }],
    });
  });

  it('with faults are not kept: every fault has its path, its place and a sentence', async () => {
    const faulty = JSON.stringify({ ...but('/questions/0/text/zh'), expiresAfterDays: 0 }, null, 1);
    expect(await save('faulty', faulty)).toEqual({
      __typename: 'ValidationError',
      code: 'INVALID_INPUT',
      message: expect.any(String),
      path: ['source', 'expiresAfterDays'],
      issues: [
        {
          path: ['source', 'expiresAfterDays'],
          code: 'TOO_SMALL',
          message: '0 is too small: 1 is the least. (line 72, column 22)',
        },
      ],
    });
    const { survey } = await app.data<{ survey: unknown }>('{ survey(by: { key: "faulty" }) { key } }');
    expect(survey).toBeNull();
  });

  it('are edited by one after the other: a conflict is told, and so is what is not there', async () => {
    expect(await save('a', sound, { expectedVersion: 1 })).toMatchObject({
      __typename: 'ConflictError',
      code: 'VERSION_CONFLICT',
    });
    expect(await publish('nobody', 1)).toMatchObject({ __typename: 'NotFoundError', path: ['key'] });
    const edit = async (name: 'closeSurvey' | 'discardSurveyDraft', key: string) => {
      const success = `${name.charAt(0).toUpperCase()}${name.slice(1)}Success`;
      const data = await app.data<Record<string, object>>(
        `mutation ($key: String!) { ${name}(input: { key: $key }) {
           ... on ${success} { survey { published { number } draft { number } } } ... on UserError { code } } }`,
        { key },
      );
      return data[name];
    };
    expect(await edit('discardSurveyDraft', 'd')).toMatchObject({ survey: { published: { number: 1 }, draft: null } });
    expect(await edit('discardSurveyDraft', 'd')).toMatchObject({ code: 'WRONG_STATUS' });
    expect(await edit('closeSurvey', 'd')).toMatchObject({ survey: { published: null, draft: null } });
    expect(await edit('closeSurvey', 'd')).toMatchObject({ code: 'WRONG_STATUS' });
  });

  it('are found by key and by id, and read with their questions in the language that is asked for', async () => {
    const SURVEY = `fragment All on Survey { id key kind purpose published { id questions(language: $language) {
        key kind text language required measure series { key measure higherIsBetter } scale { min max shownAs low high } options { key text } } } }`;
    const { survey } = await app.data<{ survey: { id: string; published: { id: string } } }>(
      `query ($language: String) { survey(by: { key: "a" }) { ...All } } ${SURVEY}`,
      { language: 'zh-TW' },
    );
    expect(survey).toMatchObject({
      ...{ key: 'a', kind: 'CSAT', purpose: 'TRANSACTIONAL' },
      published: {
        questions: [
          {
            key: 'overall',
            kind: 'RATING',
            text: '您对配送有多满意？',
            language: 'zh',
            measure: 'CSAT',
            series: { key: 'csat 1..5 up' },
            scale: { shownAs: 'NUMBERS', low: '非常不满意' },
            options: [],
          },
          {
            key: 'what',
            kind: 'MULTIPLE',
            measure: null,
            series: null,
            scale: null,
            options: [{ key: 'speed', text: '速度' }, { key: 'courier' }],
          },
          { key: 'why', kind: 'OPEN' },
        ],
      },
    });
    const again = await app.data<Record<'one' | 'node' | 'version' | 'none', object>>(
      `query ($id: ID!, $version: ID!, $none: ID!, $language: String) { one: survey(by: { id: $id }) { ...All } node(id: $id) { ...All }
         version: node(id: $version) { ... on SurveyVersion { number survey { key } } } none: survey(by: { id: $none }) { key } } ${SURVEY}`,
      { id: survey.id, version: survey.published.id, none: survey.published.id, language: 'zh-TW' },
    );
    expect(again).toEqual({ one: survey, node: survey, version: { number: 1, survey: { key: 'a' } }, none: null });
  });

  it('are listed in pages by their keys, with their versions, by a number of statements that does not grow', async () => {
    const list = (first: number) =>
      app.data<{
        surveys: {
          nodes: { key: string; versions: { nodes: { number: number }[] } }[];
          pageInfo: { endCursor: string };
        };
      }>(
        `query ($first: Int) { surveys(first: $first, kind: CSAT) { nodes { key published { number questions { text } survey { key } } draft { number }
           quotas { question answer most count full } versions(first: 5) { nodes { number status survey { key } } } } pageInfo { endCursor } } }`,
        { first },
      );
    const count = async (first: number) => {
      await list(first);
      const recorder = recordStatements();
      await list(first);
      return recorder.stop().length;
    };
    expect(await count(1)).toBe(await count(4));
    const { surveys } = await list(2);
    expect(surveys.nodes.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(surveys.nodes[1]?.versions.nodes.map(({ number }) => number)).toEqual([2, 1]);
    const { surveys: rest } = await app.data<{ surveys: { nodes: { key: string }[] } }>(
      'query ($after: String) { surveys(after: $after, first: 1, purpose: TRANSACTIONAL) { nodes { key } } }',
      { after: surveys.pageInfo.endCursor },
    );
    expect(rest.nodes).toEqual([{ key: 'c' }]);
    const { survey } = await app.data<{ survey: { versions: object } }>(
      `{ survey(by: { key: "a" }) { versions(last: 1) { nodes { number } pageInfo { hasPreviousPage } } } }`,
    );
    expect(survey.versions).toEqual({ nodes: [{ number: 1 }], pageInfo: { hasPreviousPage: true } });
    const page = (after: string | null) =>
      app.data<{
        survey: { versions: { nodes: { number: number }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
      }>(
        `query ($after: String) { survey(by: { key: "a" }) { versions(first: 1, after: $after) {
           nodes { number } pageInfo { endCursor hasNextPage } } } }`,
        { after },
      );
    const { versions: newest } = (await page(null)).survey;
    const { versions: older } = (await page(newest.pageInfo.endCursor)).survey;
    expect([newest, older]).toMatchObject([
      { nodes: [{ number: 2 }], pageInfo: { hasNextPage: true } },
      { nodes: [{ number: 1 }], pageInfo: { hasNextPage: false } },
    ]);
  });

  it('come as templates, with a schema for editors, and are checked without being kept', async () => {
    const {
      surveyTemplates: [first, ...more],
      surveySchema,
      checkSurvey,
    } = await app.data<{
      surveyTemplates: { key: string; kind: string; title: string; document: object }[];
      surveySchema: { title: string; $defs: { condition: object } };
      checkSurvey: object[];
    }>(
      `query ($source: String!) { surveyTemplates { key kind purpose title description document } surveySchema(language: ZH)
         checkSurvey(kind: NPS, source: $source) { pointer severity code line } }`,
      { source: JSON.stringify(sound) },
    );
    expect(first).toMatchObject({ key: 'nps-relationship', kind: 'NPS', title: 'Relationship (NPS)' });
    expect(more).toHaveLength(6);
    expect(surveySchema).toMatchObject({ title: '调查', $defs: { condition: {} } });
    expect(checkSurvey).toEqual([{ pointer: '/questions', severity: 'ERROR', code: 'MEASURE_MISSING', line: 1 }]);
  });

  it('are edited by those who may, and read by those who may', async () => {
    const as = async (role: 'analyst' | 'respondent') => ({
      authorization: `Bearer ${await keyFor(app.app, { name: randomUUID(), role })}`,
    });
    const analyst = await as('analyst');
    expect((await app.run<object>('{ surveys { nodes { key } } }', {}, analyst)).errors).toBeUndefined();
    expect(
      (await app.run<object>(PUBLISH, { input: { key: 'a', number: 1 } }, analyst)).errors?.[0]?.extensions?.code,
    ).toBe('FORBIDDEN');
    expect(
      (await app.run<object>('{ surveys { nodes { key } } }', {}, await as('respondent'))).errors?.[0]?.extensions
        ?.code,
    ).toBe('FORBIDDEN');
  });
});
