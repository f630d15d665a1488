import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/contract/viewer.ts';
import { keyFor, type TestApp, testApp } from '../support/app.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';
import { findText } from './find-text.ts';

let app: TestApp;
const keys = new Map<string, string>();
const as = async <Data>(role: Role, document: string, variables: Record<string, unknown> = {}) =>
  app.run<Data>(document, variables, { authorization: `Bearer ${keys.get(role)}` });

const DECLARE = `mutation ($input: DeclareAttributeInput!) { declareAttribute(input: $input) {
  ... on DeclareAttributeSuccess { attribute { key personal } } ... on UserError { code message }
} }`;
const UPSERT = `mutation ($customers: [CustomerInput!]!) { upsertCustomers(input: { customers: $customers }) {
  ... on UpsertCustomersSuccess { results { status customer { version } issues { code } } }
} }`;
const READ = `{ customer(by: { externalId: "ada" }) { attributes { key } personalAttributes { key title type string date } } }`;

interface Read {
  customer: { attributes: { key: string }[]; personalAttributes: object[] };
}

const upsert = async (attributes: object[], role: Role = 'frontend') =>
  (
    await as<{ upsertCustomers: { results: { status: string; customer: { version: number } }[] } }>(role, UPSERT, {
      customers: [{ externalId: 'ada', attributes }],
    })
  ).data.upsertCustomers.results[0];

beforeAll(async () => {
  app = await testApp();
  for (const role of ['admin', 'marketer', 'analyst', 'frontend', 'partner'] as const)
    keys.set(role, await keyFor(app.app, { name: role, role }));
  await publishSurvey(app.app.database, 'nps', surveyOf('why'));
  for (const [key, type, personal] of [
    ['country', 'STRING', false],
    ['email', 'STRING', true],
    ['birthDate', 'DATE', true],
  ])
    await app.data(DECLARE, { input: { key, title: `The ${key}`, type, personal } });
});

describe('personal attributes', () => {
  it('are written like others by whoever may write, and read by whoever may read personal data', async () => {
    const first = await upsert([
      { key: 'country', value: { string: 'GB' } },
      { key: 'email', value: { string: 'ada@lovelace.example' } },
      { key: 'birthDate', value: { date: '1815-12-10' } },
    ]);
    expect(first?.status).toBe('SAVED');
    const { customer } = await app.data<Read>(READ);
    expect(customer.attributes).toEqual([{ key: 'country' }]);
    expect(customer.personalAttributes).toEqual([
      { key: 'birthDate', title: 'The birthDate', type: 'DATE', string: null, date: '1815-12-10' },
      { key: 'email', title: 'The email', type: 'STRING', string: 'ada@lovelace.example', date: null },
    ]);
    // a change of nothing changes nothing, one of something raises the version, and null removes
    const same = await upsert([{ key: 'email', value: { string: 'ada@lovelace.example' } }]);
    expect(same?.customer.version).toBe(first?.customer.version);
    const other = await upsert([{ key: 'email', value: { string: 'ada@king.example' } }]);
    expect(other?.customer.version).toBe((first?.customer.version ?? 0) + 1);
    await upsert([{ key: 'birthDate', value: null }]);
    expect((await app.data<Read>(READ)).customer.personalAttributes).toEqual([
      { key: 'email', title: 'The email', type: 'STRING', string: 'ada@king.example', date: null },
    ]);
  });

  it('are refused to every role that may not read personal data, and absent from what it may', async () => {
    for (const role of ['marketer', 'analyst', 'frontend'] as const) {
      const { errors } = await as<Read>(role, READ);
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'FORBIDDEN',
        fields: [{ coordinate: 'Customer.personalAttributes', anyOf: ['personal:read'] }],
      });
      const { data } = await as<Read>(role, '{ customer(by: { externalId: "ada" }) { attributes { key string } } }');
      expect(data.customer.attributes).toEqual([{ key: 'country', string: 'GB' }]);
    }
    // that there are such attributes is no secret
    const { data } = await as('analyst', '{ attributes { key personal } }');
    expect(data).toMatchObject({ attributes: expect.arrayContaining([{ key: 'email', personal: true }]) });
  });

  it('lie in a table of their own, and nowhere else', async () => {
    expect(await findText(app.app.database, 'ada@king.example')).toEqual(['personal_data.attributes']);
  });

  it('are no facts: a rule that names one is refused and told why', async () => {
    const when = { all: [{ fact: 'attribute.email', operator: 'known', value: true }] };
    const source = JSON.stringify({ segments: [{ key: 'reachable', title: 'Reachable', when }] });
    const { saveRuleSet } = await app.data<{ saveRuleSet: { issues: { code: string; message: string }[] } }>(
      `mutation ($source: String!) { saveRuleSet(input: { key: "r", kind: "segments", title: "R", source: $source }) {
        ... on ValidationError { issues { code message } } } }`,
      { source },
    );
    expect(saveRuleSet.issues[0]).toEqual({
      code: 'PERSONAL_FACT',
      message: expect.stringContaining('"attribute.email" is personal, so no rule may look at it'),
    });
    const { catalogue, sources } = await app.app.road.engine();
    expect([...catalogue.facts.keys()].filter((name) => name.startsWith('attribute.'))).toEqual(['attribute.country']);
    expect(sources.map(({ fact }) => fact.name)).not.toContain('attribute.email');
  });

  it('cannot be searched for', async () => {
    const { errors } = await app.run(
      '{ customers(where: { attributes: [{ key: "email", string: { startsWith: "ada" } }] }) { totalCount } }',
    );
    expect(errors?.[0]?.extensions?.code).toBe('UNKNOWN_ATTRIBUTE');
  });

  it('stay personal, and others never become so', async () => {
    for (const [key, personal] of [
      ['email', false],
      ['country', true],
    ]) {
      const input = { key, title: 'T', type: 'STRING', personal };
      const { declareAttribute } = await app.data<{ declareAttribute: { code: string } }>(DECLARE, { input });
      expect(declareAttribute.code).toBe('PERSONAL_FIXED');
    }
  });
});

describe('what a person wrote', () => {
  it('is seen by whoever may read personal data, and kept from metrics', async () => {
    await app.data(
      `mutation { recordActivities(input: { activities: [
        { customer: { externalId: "ada" }, key: "s1", activity: { surveyAnswer: { survey: "nps", question: "why", text: "My knee hurts." } } }
      ] }) { __typename } }`,
    );
    const document = `{ customer(by: { externalId: "ada" }) { activities(first: 1) { nodes {
      kind ... on SurveyAnswerActivity { survey text }
    } } } }`;
    expect(await app.data(document)).toEqual({
      customer: { activities: { nodes: [{ kind: 'surveyAnswer', survey: 'nps', text: 'My knee hurts.' }] } },
    });
    const { errors } = await as('analyst', document);
    expect(errors?.[0]?.extensions).toMatchObject({
      fields: [{ coordinate: 'SurveyAnswerActivity.text', anyOf: ['personal:read'] }],
    });
    expect((await as('analyst', document.replace('survey text', 'survey'))).errors).toBeUndefined();

    const { defineMetric } = await app.data<{ defineMetric: { issues: { code: string; path: string[] }[] } }>(
      `mutation { defineMetric(input: { key: "hurts", title: "H", description: "D", measure: {
        from: ["surveyAnswer"], aggregate: COUNT, where: [{ field: "text", operator: EQUAL, value: { text: "My knee hurts." } }]
      } }) { ... on ValidationError { issues { code path } } } }`,
    );
    expect(defineMetric.issues).toEqual([{ code: 'PERSONAL_FIELD', path: ['measure', 'where', '0', 'field'] }]);
  });
});
