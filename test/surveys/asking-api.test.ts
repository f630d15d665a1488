import { beforeAll, describe, expect, it } from 'vitest';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { planAllAsks } from '../../src/surveys/plan-asks.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';
import { document, NOON, OPEN, publishSurvey, purchase, usePolicy } from './setting.ts';

let at: TestApp;
beforeAll(async () => {
  at = await testApp({ clock: () => NOON, publicUrl: 'https://ask.example.com' });
  const { database, road } = at.app;
  await usePolicy(database, { ...OPEN, limits: [{ purpose: 'survey', most: 1, days: 7 }] });
  await publishSurvey(database, 'support', document());
  await road.settle({ activities: ['ada', 'bob', 'cy'].map((name) => purchase(name, '1', NOON)), now: NOON });
});

const ASK = `mutation ($input: AskCustomerInput!) { askCustomer(input: $input) {
  __typename
  ... on AskCustomerSuccess { ask { survey state reason tries nextAt invitation { channel language version link expiresAt } } }
  ... on UserError { code path } } }`;
const ask = (input: object) =>
  at.data<{ askCustomer: { ask: Record<string, unknown>; code?: string } }>(ASK, { input });

describe('askCustomer', () => {
  it('answers with the invitation and its link, and the same request again with the same', async () => {
    const input = { customer: { externalId: 'ada' }, survey: 'support', key: 'ticket-1', touchpoint: 'support' };
    const { askCustomer } = await ask(input);
    expect(askCustomer.ask).toMatchObject({
      state: 'INVITED',
      reason: null,
      tries: 1,
      invitation: {
        channel: 'email',
        language: 'en',
        version: 1,
        link: expect.stringMatching('^https://ask.example.com/s/'),
      },
    });
    expect((await ask(input)).askCustomer).toEqual(askCustomer);
  });

  it('answers with the reason and the next time when the policy does not allow it now', async () => {
    const { askCustomer } = await ask({ customer: { externalId: 'ada' }, survey: 'support', key: 'ticket-2' });
    const nextAt = new Date(NOON + 7 * 86_400_000).toISOString();
    expect(askCustomer.ask).toMatchObject({ state: 'REFUSED', reason: 'LIMIT_REACHED', nextAt, invitation: null });
  });

  it('knows no survey and no customer that is not there', async () => {
    const unknown = { customer: { externalId: 'nobody' }, survey: 'support', key: '1' };
    expect((await ask(unknown)).askCustomer).toMatchObject({ code: 'NOT_FOUND', path: ['customer'] });
    const none = { customer: { externalId: 'ada' }, survey: 'none', key: '1' };
    expect((await ask(none)).askCustomer).toMatchObject({ code: 'NOT_FOUND', path: ['survey'] });
  });
});

describe('customers', () => {
  const LIST = `{ customers(first: 10) { nodes {
    externalId
    contacts { nodes { purpose subject channel state } }
    contactRefusals { nodes { reason nextAt detail } }
    contactPreferences { purpose consent channel }
    surveyAsks(first: 2) { nodes { key: survey state reason invitation { channel } } pageInfo { hasNextPage } }
  } } }`;

  it('show contacts, refusals, wishes and asks, in as many statements for many as for one', async () => {
    await at.data(
      `mutation ($input: SetContactPreferenceInput!) { setContactPreference(input: $input) { __typename } }`,
      { input: { customer: { externalId: 'bob' }, purpose: 'SURVEY', consent: true, channel: 'SMS' } },
    );
    await at.data(LIST);
    const statements = recordStatements();
    const { customers } = await at.data<{ customers: { nodes: Record<string, unknown>[] } }>(LIST);
    const many = statements.stop();
    const again = recordStatements();
    await at.data(LIST.replace('first: 10', 'first: 1'));
    expect(again.stop().length).toBe(many.length);
    const ada = customers.nodes.find(({ externalId }) => externalId === 'ada');
    expect(ada).toMatchObject({
      contacts: { nodes: [{ purpose: 'SURVEY', subject: 'support', channel: 'email', state: 'SENT' }] },
      contactRefusals: { nodes: [{ reason: 'LIMIT_REACHED', detail: { purpose: 'survey', most: 1, days: 7 } }] },
      surveyAsks: { nodes: expect.arrayContaining([expect.objectContaining({ state: 'INVITED' })]) },
    });
    expect(customers.nodes.find(({ externalId }) => externalId === 'bob')).toMatchObject({
      contactPreferences: [{ purpose: 'SURVEY', consent: true, channel: 'SMS' }],
      contacts: { nodes: [] },
    });
  });

  it('page through asks by cursor, and lose none of those of one instant', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await ask({ customer: { externalId: 'cy' }, survey: 'support', key });
    const PAGE = `query ($after: String) { customer(by: { externalId: "cy" }) {
      surveyAsks(first: 3, after: $after) { edges { cursor node { state } } pageInfo { hasNextPage endCursor } } } }`;
    interface Page {
      customer: { surveyAsks: { edges: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    }
    const first = (await at.data<Page>(PAGE)).customer.surveyAsks;
    expect([first.edges.length, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const second = (await at.data<Page>(PAGE, { after: first.pageInfo.endCursor })).customer.surveyAsks;
    expect([second.edges.length, second.pageInfo.hasNextPage]).toEqual([1, false]);
  });
});

describe('contactPolicy', () => {
  const SET = `mutation ($input: SetContactPolicyInput!) { setContactPolicy(input: $input) {
    __typename
    ... on SetContactPolicySuccess { policy { version limits { purpose most days } quietHours { from } author } }
    ... on UserError { code }
    ... on ValidationError { issues { path code } } } }`;
  const input = {
    expectedVersion: 1,
    limits: [{ most: 9, days: 30 }],
    waits: [],
    quietHours: { from: '22:00', to: '08:00' },
    consent: ['SURVEY', 'OFFER', 'FOLLOW_UP'].map((purpose) => ({ purpose, rule: 'OPT_OUT' })),
    channels: ['EMAIL'],
    priorities: [],
  };
  const set = (changes: object) => at.data<{ setContactPolicy: object }>(SET, { input: { ...input, ...changes } });

  it('is replaced as a whole by who has seen what holds, and what waits is decided about by it', async () => {
    expect((await set({})).setContactPolicy).toMatchObject({
      policy: { version: 2, limits: [{ purpose: null, most: 9, days: 30 }], quietHours: { from: '22:00' } },
    });
    expect((await set({})).setContactPolicy).toMatchObject({ code: 'VERSION_CONFLICT' });
    await planAllAsks(at.app.road, NOON);
    const { customer } = await at.data<{ customer: { surveyAsks: { nodes: { state: string }[] } } }>(
      `{ customer(by: { externalId: "ada" }) { surveyAsks { nodes { state } } } }`,
    );
    expect(customer.surveyAsks.nodes.map(({ state }) => state)).toEqual(['INVITED', 'INVITED']);
  });

  it('is refused with every fault at once', async () => {
    const faulty = {
      limits: [{ most: 0, days: 400 }],
      quietHours: { from: '25:00', to: '9' },
      consent: [],
      channels: [],
    };
    expect((await set({ expectedVersion: 2, ...faulty })).setContactPolicy).toMatchObject({
      issues: expect.arrayContaining(
        ['limits.0.most', 'limits.0.days', 'quietHours.from', 'quietHours.to', 'channels', 'consent'].map((path) =>
          expect.objectContaining({ path: path.split('.') }),
        ),
      ),
    });
  });
});

describe('planWave', () => {
  it('begins a round whose counts tell what became of everybody', async () => {
    await publishSurvey(at.app.database, 'yearly', document(), 'relationship');
    const PLAN = `mutation ($input: PlanWaveInput!) { planWave(input: $input) {
      ... on PlanWaveSuccess { wave { key job { kind status } plannedAt } } ... on UserError { code } } }`;
    const begun = await at.data<{ planWave: object }>(PLAN, { input: { survey: 'yearly', wave: '2026-06' } });
    expect(begun.planWave).toEqual({
      wave: { key: '2026-06', job: { kind: 'plan-wave', status: 'QUEUED' }, plannedAt: null },
    });
    expect(await at.data(PLAN, { input: { survey: 'yearly', wave: '2026-06' } })).toEqual({
      planWave: { code: 'WAVE_EXISTS' },
    });
    while (await runNextJob(at.app.database, at.app.jobs));
    const WAVES = `{ surveyWaves(survey: "yearly") { nodes { population planned plannedAt
      counts { waiting invited completed refused { reason count } passed { reason count } } } } }`;
    const read = async () => (await at.data<{ surveyWaves: { nodes: object[] } }>(WAVES)).surveyWaves.nodes;
    expect(await read()).toMatchObject([{ population: 3, planned: 3, counts: { waiting: 3, invited: 0 } }]);
    await planAllAsks(at.app.road, NOON);
    expect(await read()).toMatchObject([{ counts: { waiting: 0, invited: 3, completed: 0, refused: [], passed: [] } }]);
  });
});
