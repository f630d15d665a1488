import { beforeAll, expect, it } from 'vitest';
import { keyFor, type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { type Event, happen } from '../../support/story.ts';
import { publishSurvey, surveyOf } from '../../support/surveys.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let system: TestApp;

const said = (who: string, days: number, response: string, payload: Record<string, unknown>): Event => ({
  who,
  kind: 'surveyAnswer',
  at: NOW - days * DAY,
  payload: { survey: 'visit', response, ...payload },
});

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  await publishSurvey(system.app.database, 'visit', surveyOf());
  const wide = surveyOf('satisfied').questions.map((question) => ({
    ...question,
    scale: { min: 1, max: 10, higherIsBetter: true, shownAs: 'stars' as const },
  }));
  await publishSurvey(system.app.database, 'wide', { ...surveyOf('satisfied'), questions: wide });
  await happen(system.app, [
    said('ada', 200, 'a', { question: 'recommend', score: 9 }),
    said('ada', 200, 'a', { question: 'why', text: 'Great service' }),
    said('ada', 100, 'b', { question: 'satisfied', score: 4, touchpoint: 'delivery', store: 'Bonn' }),
    said('ada', 20, 'c', { question: 'recommend', score: 3 }),
    said('ada', 20, 'c', { question: 'why', text: 'The queue was terrible' }),
    said('ada', 20, 'c', { question: 'bought', choice: 'hats' }),
    said('ada', 20, 'c', { question: 'effort', score: 2 }),
    said('ada', 10, 'd', { survey: 'wide', question: 'satisfied', score: 1, touchpoint: 'delivery' }),
    said('ada', 5, 'e', { question: 'satisfied', score: 5, touchpoint: 'support' }),
    { who: 'ada', kind: 'surveyInvited', at: NOW - 30 * DAY, payload: { survey: 'visit', invitation: 'i' } },
    { who: 'ben', kind: 'purchase', at: NOW - DAY, payload: { amount: 1, currency: 'EUR' } },
  ]);
});

const FIELDS = `satisfaction {
  nps { last mean band at trend } csat trend responses invitations responseRate lastAnswerAt daysSinceLastAnswer
  csatByTouchpoint { touchpoint answers last mean at } ces { version last mean } comments { positive negative suggestions }
}`;
const RESPONSES = `surveyResponses(first: 2) { edges { cursor } pageInfo { hasNextPage endCursor } nodes {
  survey title version respondedAt invited touchpoint store
  answers { question measure score choices text sentiment }
} }`;
const customer = async (who: string, fields: string) =>
  (
    await system.data<{ customer: Record<string, unknown> }>(
      `query ($who: String!) { customer(by: { externalId: $who }) { ${fields} } }`,
      { who },
    )
  ).customer;

const day = (days: number): string => new Date(NOW - days * DAY).toISOString();

it('says in one place what a customer answered: scales of satisfaction as shares, versions of effort apart', async () => {
  expect(await customer('ada', FIELDS)).toEqual({
    satisfaction: {
      nps: { last: 3, mean: 6, band: 'DETRACTOR', at: day(20), trend: -3 },
      csat: (75 + 0 + 100) / 3,
      trend: 50 - 175 / 3,
      responses: 5,
      invitations: 1,
      responseRate: 0,
      lastAnswerAt: day(5),
      daysSinceLastAnswer: 5,
      csatByTouchpoint: [
        { touchpoint: 'support', answers: 1, last: 100, mean: 100, at: day(5) },
        { touchpoint: 'delivery', answers: 2, last: 0, mean: 37.5, at: day(10) },
      ],
      ces: [{ version: 'CES1', last: 2, mean: 2 }],
      comments: { positive: 1, negative: 1, suggestions: 0 },
    },
  });
});

it('of somebody who never answered everything is unknown, and nothing is 0 but what is counted', async () => {
  expect(await customer('ben', `${FIELDS} surveyResponses { nodes { survey } }`)).toEqual({
    satisfaction: {
      nps: { last: null, mean: null, band: null, at: null, trend: null },
      csat: null,
      trend: null,
      responses: 0,
      invitations: 0,
      responseRate: null,
      lastAnswerAt: null,
      daysSinceLastAnswer: null,
      csatByTouchpoint: [],
      ces: [],
      comments: { positive: 0, negative: 0, suggestions: 0 },
    },
    surveyResponses: { nodes: [] },
  });
});

it('gives responses with their answers, newest first, page by page', async () => {
  const seen: { survey: string; answers: { question: string }[] }[] = [];
  let after: string | null = null;
  do {
    const document = RESPONSES.replace('first: 2', `first: 2${after ? `, after: "${after}"` : ''}`);
    const { surveyResponses: page } = (await customer('ada', document)) as {
      surveyResponses: { nodes: typeof seen; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    seen.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen.map(({ survey, answers }) => [survey, answers.map(({ question }) => question).sort()])).toEqual([
    ['visit', ['satisfied']],
    ['wide', ['satisfied']],
    ['visit', ['bought', 'effort', 'recommend', 'why']],
    ['visit', ['satisfied']],
    ['visit', ['recommend', 'why']],
  ]);
  expect(seen[2]).toMatchObject({ version: 1, respondedAt: day(20), invited: false, touchpoint: null });
  expect(seen[2]?.answers).toEqual([
    { question: 'bought', measure: null, score: null, choices: ['hats'], text: null, sentiment: null },
    { question: 'effort', measure: 'CES1', score: 2, choices: null, text: null, sentiment: null },
    { question: 'recommend', measure: 'NPS', score: 3, choices: null, text: null, sentiment: null },
    {
      question: 'why',
      measure: null,
      score: null,
      choices: null,
      text: 'The queue was terrible',
      sentiment: 'NEGATIVE',
    },
  ]);
});

it('words are for those who may read personal data', async () => {
  const authorization = `Bearer ${await keyFor(system.app, { name: 'analyst', role: 'analyst' })}`;
  const document = `{ customer(by: { externalId: "ada" }) { ${RESPONSES} } }`;
  const { errors } = await system.run(document, {}, { authorization });
  expect(errors?.[0]?.extensions).toMatchObject({
    fields: [{ coordinate: 'SurveyResponseAnswer.text', anyOf: ['personal:read'] }],
  });
  const without = await system.run(document.replace(' text ', ' '), {}, { authorization });
  expect(without.errors).toBeUndefined();
});

it('costs as many statements for a page of customers as for one', async () => {
  await happen(
    system.app,
    Array.from({ length: 60 }, (_, i) => said(`p${i}`, 1, 'r', { question: 'why', text: 'Good' })),
  );
  const count = async (first: number): Promise<number> => {
    const document = `query ($first: Int) { customers(first: $first) { nodes { ${FIELDS} ${RESPONSES} } } }`;
    await system.data(document, { first });
    const recorder = recordStatements();
    await system.data(document, { first });
    return recorder.stop().length;
  };
  // customers, touchpoints, responses, answers, words
  expect(await count(3)).toBe(5);
  expect(await count(60)).toBe(5);
});
