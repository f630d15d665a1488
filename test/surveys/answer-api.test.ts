import { describe, expect, it } from 'vitest';
import { keyFor, testApp } from '../support/app.ts';
import { everyKind, invite } from './respondents.ts';
import { publishSurvey } from './setting.ts';

const { app, run } = await testApp();
const survey = await publishSurvey(app.database, 'order', everyKind);
const respondent = { authorization: `Bearer ${await keyFor(app, { name: 'page', role: 'respondent' })}` };

const ANSWER = `mutation ($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
  __typename ... on AnswerSurveySuccess { complete leftOut } ... on SurveyClosedError { reason }
  ... on UserError { code } ... on ValidationError { issues { path code } } } }`;
const RECORD = `mutation ($input: RecordSurveyResponseInput!) { recordSurveyResponse(input: $input) {
  __typename ... on RecordSurveyResponseSuccess { leftOut customer { externalId metrics { lastNps } } }
  ... on UserError { code } ... on ValidationError { issues { path code } } } }`;
const RATE = `mutation ($input: RateExperienceInput!) { rateExperience(input: $input) {
  __typename ... on RateExperienceSuccess { customer { externalId } }
  ... on UserError { code } ... on ValidationError { issues { path code } } } }`;

const ask = async (document: string, input: object, headers = {}) => {
  const { data, errors } = await run<Record<string, object>>(document, { input }, headers);
  return errors?.[0]?.extensions?.code ?? Object.values(data)[0];
};
const answer = (token: string, answers: object[], more = {}) => ask(ANSWER, { token, answers, ...more }, respondent);
const answersOf = async (externalId: string) =>
  (
    await app.database.query<{ payload: object }>(
      '',
      `select payload from activity a join customer c on c.id = a.customer_id
        where c.external_id = $1 and kind = 'surveyAnswer' order by seq`,
      [externalId],
    )
  ).map(({ payload }) => payload);

const three = { question: 'recommend', score: 3 };
const nine = { question: 'recommend', score: 9 };
const web = { question: 'where', choices: ['web'] };

describe('a respondent with a token', () => {
  it('is asked what comes next, in a language, and sees nothing else', async () => {
    const { token } = await invite(app, survey, { language: 'zh' });
    const see = async (language?: string) =>
      (
        await run<{ surveyToAnswer: unknown }>(
          `query ($token: String!, $language: String) { surveyToAnswer(token: $token, language: $language) {
             survey language title closed answered moreMayFollow
             questions { key kind text required scale { min max shownAs low } options { key text } } } }`,
          { token, language },
          respondent,
        )
      ).data.surveyToAnswer;
    expect(await see()).toEqual({
      ...{
        survey: 'order',
        language: 'zh',
        title: '您对上次订单感觉如何？',
        closed: null,
        answered: [],
        moreMayFollow: true,
      },
      questions: [
        {
          ...{
            key: 'recommend',
            kind: 'RATING',
            text: '您有多大可能把我们推荐给朋友或同事？',
            required: true,
            options: [],
          },
          scale: { min: 0, max: 10, shownAs: 'NUMBERS', low: '完全不可能' },
        },
        {
          ...{ key: 'delivery', kind: 'RATING', text: '您对配送是否满意？', required: false, options: [] },
          scale: { min: 1, max: 5, shownAs: 'EMOJI', low: null },
        },
      ],
    });
    await answer(token, [three, web]);
    expect(await see('en')).toMatchObject({ language: 'en', closed: 'USED', questions: [], moreMayFollow: false });
  });

  it('answers in several goes, sends the same again, and is told when it is too late', async () => {
    const { token, customer } = await invite(app, survey);
    expect(await answer(token, [three], { complete: false })).toMatchObject({ complete: false, leftOut: [] });
    expect(await answer(token, [three, web, { question: 'why', text: 'late' }])).toMatchObject({ complete: true });
    expect(await answer(token, [three, web, { question: 'why', text: 'late' }])).toMatchObject({ complete: true });
    expect(await answersOf(customer)).toMatchObject([
      { question: 'recommend', score: 3, channel: 'email' },
      { question: 'why', text: 'late' },
      { question: 'where', choice: 'web' },
    ]);
    expect(await answer(token, [nine, web])).toMatchObject({
      __typename: 'ConflictError',
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await answer(token, [three, web, { question: 'packaging', score: 5 }])).toMatchObject({
      ...{ __typename: 'SurveyClosedError', reason: 'USED', code: 'SURVEY_CLOSED' },
    });
    expect(await answersOf(customer)).toHaveLength(3);
  });

  it('is told every fault at its place, and nothing of it is recorded', async () => {
    const { token, customer } = await invite(app, survey);
    const answers = [{ question: 'recommend', score: 11 }, { question: 'where', choices: ['moon'] }, { question: 'x' }];
    expect(await answer(token, answers)).toMatchObject({
      issues: [
        { path: ['answers', '0', 'score'], code: 'SCORE_NOT_ON_SCALE' },
        { path: ['answers', '1', 'choices'], code: 'UNKNOWN_OPTION' },
        { path: ['answers', '2'], code: 'UNKNOWN_QUESTION' },
      ],
    });
    expect(await answer(token, [nine])).toMatchObject({ issues: [{ path: ['answers'], code: 'ANSWER_REQUIRED' }] });
    expect(await answer(token, [], { complete: false })).toMatchObject({ issues: [{ code: 'NOTHING_ANSWERED' }] });
    // what the other answers do not lead to is left out, and told
    expect(await answer(token, [nine, web, { question: 'why', text: 'no' }])).toMatchObject({ leftOut: ['why'] });
    expect(await answersOf(customer)).toHaveLength(2);
  });

  it('can do nothing with the link of another, an expired one, or without a token', async () => {
    const { token } = await invite(app, survey, { expiresAt: Date.now() - 1000 });
    expect(await answer(token, [nine, web])).toMatchObject({ reason: 'EXPIRED' });
    expect(await answer(`${token.slice(0, -1)}x`, [nine, web])).toMatchObject({ code: 'NOT_FOUND' });
    const response = { customer: { externalId: 'eve' }, survey: 'order', key: 'r1', answers: [nine, web] };
    expect(await ask(RECORD, response, respondent)).toBe('FORBIDDEN');
    expect(await answersOf('eve')).toEqual([]);
  });
});

describe('a system that asked by itself', () => {
  it('records a whole response once, and sees what follows from it in the same answer', async () => {
    const input = {
      ...{ customer: { externalId: 'ada' }, survey: 'order', key: 'chat-7', source: 'chat' },
      ...{ answers: [three, web], about: { touchpoint: 'support', channel: 'chat', online: true } },
    };
    const first = await ask(RECORD, input);
    expect(first).toMatchObject({ leftOut: [], customer: { externalId: 'ada', metrics: { lastNps: 3 } } });
    expect(await ask(RECORD, input)).toEqual(first);
    expect(await ask(RECORD, { ...input, answers: [nine, web] })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await ask(RECORD, { ...input, survey: 'none' })).toMatchObject({ code: 'NOT_FOUND' });
    const wrong = { ...input, key: 'chat-8', customer: { id: 'x' }, about: { touchpoint: 'x'.repeat(100) } };
    expect(await ask(RECORD, { ...wrong, source: '' })).toMatchObject({
      issues: [
        { path: ['customer'], code: 'BAD_ID' },
        { path: ['source'], code: 'BAD_LENGTH' },
        { path: ['about', 'touchpoint'], code: 'INVALID_VALUE' },
      ],
    });
    const facts = { survey: 'order', response: 'chat-7', touchpoint: 'support', channel: 'chat', online: true };
    expect(await answersOf('ada')).toMatchObject([
      { ...facts, question: 'recommend', score: 3, goodness: 30 },
      { ...facts, question: 'where', choice: 'web' },
    ]);
  });

  it('records the emoji of an order or a ticket once, its comment with it', async () => {
    const input = {
      ...{ customer: { externalId: 'bob' }, survey: 'order', key: 'ticket-9', score: 5, comment: 'Quick!' },
      about: { touchpoint: 'support' },
    };
    expect(await ask(RATE, input)).toMatchObject({ customer: { externalId: 'bob' } });
    expect(await ask(RATE, input)).toMatchObject({ customer: { externalId: 'bob' } });
    expect(await ask(RATE, { ...input, score: 1 })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await ask(RATE, { ...input, key: 'ticket-10', score: 6 })).toMatchObject({
      issues: [{ path: ['score'], code: 'SCORE_NOT_ON_SCALE' }],
    });
    expect(await answersOf('bob')).toMatchObject([
      { question: 'delivery', score: 5, measure: 'csat', goodness: 100, response: 'ticket-9', touchpoint: 'support' },
      { question: 'why', text: 'Quick!', response: 'ticket-9' },
    ]);
  });

  it('is told when a survey has no such scale, or no place for a comment', async () => {
    const [recommend, delivery] = everyKind.questions;
    await publishSurvey(app.database, 'nps', { ...everyKind, questions: recommend ? [recommend] : [] });
    await publishSurvey(app.database, 'csat', { ...everyKind, questions: delivery ? [delivery] : [] });
    const input = { customer: { externalId: 'cyd' }, key: 'o1', score: 4 };
    expect(await ask(RATE, { ...input, survey: 'nps' })).toMatchObject({
      issues: [{ path: ['survey'], code: 'NO_SUCH_SCALE' }],
    });
    expect(await ask(RATE, { ...input, survey: 'csat', comment: 'x' })).toMatchObject({
      issues: [{ code: 'NO_OPEN_QUESTION' }],
    });
    expect(await answersOf('cyd')).toEqual([]);
  });
});
