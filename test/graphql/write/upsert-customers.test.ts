import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../support/app.ts';

let app: TestApp;

interface Upserted {
  upsertCustomers: {
    results: {
      status: string;
      customer: { externalId: string; locale: string | null } | null;
      issues: { code: string; path: string[]; message: string }[];
    }[];
  };
}

const upsert = async (...customers: object[]) =>
  (
    await app.data<Upserted>(
      `mutation ($customers: [CustomerInput!]!) {
         upsertCustomers(input: { customers: $customers }) {
           ... on UpsertCustomersSuccess { results { status customer { externalId locale } issues { code path message } } }
         }
       }`,
      { customers },
    )
  ).upsertCustomers.results;

const declare = async (input: object) =>
  (
    await app.data<{ declareAttribute: { __typename: string; code?: string; issues?: { code: string }[] } }>(
      `mutation ($input: DeclareAttributeInput!) {
         declareAttribute(input: $input) {
           __typename ... on UserError { code } ... on ValidationError { issues { code } }
         }
       }`,
      { input },
    )
  ).declareAttribute;

const stored = async (externalId: string) =>
  (
    await app.app.database.query<{ attributes: object; locale: string | null; time_zone: string | null }>(
      '',
      'select attributes, locale, time_zone from customer where external_id = $1',
      [externalId],
    )
  )[0];

beforeAll(async () => {
  app = await testApp();
  await declare({ key: 'country', title: 'Country', type: 'STRING' });
  await declare({ key: 'children', title: 'Children', type: 'NUMBER' });
  await declare({ key: 'newsletter', title: 'Newsletter', type: 'BOOLEAN' });
  await declare({ key: 'birthDate', title: 'Birth', type: 'DATE' });
  await declare({ key: 'size', title: 'Size', type: 'ENUM', options: ['small', 'large'] });
});

describe('upserting customers', () => {
  it('sets profiles and typed attributes, leaves out what is not given, and removes what is null', async () => {
    const results = await upsert({
      externalId: 'a',
      locale: 'zh-hans-cn',
      timeZone: 'Asia/Shanghai',
      joinedAt: '2020-02-03T04:05:06Z',
      attributes: [
        { key: 'country', value: { string: '中国' } },
        { key: 'children', value: { number: 2 } },
        { key: 'newsletter', value: { boolean: false } },
        { key: 'birthDate', value: { date: '1990-05-01' } },
        { key: 'size', value: { string: 'large' } },
      ],
    });
    expect(results).toEqual([{ status: 'SAVED', customer: { externalId: 'a', locale: 'zh-Hans-CN' }, issues: [] }]);
    expect(await stored('a')).toEqual({
      locale: 'zh-Hans-CN',
      time_zone: 'Asia/Shanghai',
      attributes: { birthDate: '1990-05-01', children: 2, country: '中国', newsletter: false, size: 'large' },
    });
    await upsert({ externalId: 'a', locale: null, attributes: [{ key: 'children', value: null }] });
    expect(await stored('a')).toEqual({
      locale: null,
      time_zone: 'Asia/Shanghai',
      attributes: { birthDate: '1990-05-01', country: '中国', newsletter: false, size: 'large' },
    });
  });

  it('rejects one customer with every fault at once, and saves the others', async () => {
    const results = await upsert(
      {
        externalId: 'bad',
        locale: 'no locale',
        timeZone: 'Mars/Base',
        attributes: [
          { key: 'contry', value: { string: 'x' } },
          { key: 'children', value: { string: 'two' } },
          { key: 'size', value: { string: 'larg' } },
        ],
      },
      { externalId: 'good' },
    );
    expect(results.map(({ status }) => status)).toEqual(['REJECTED', 'SAVED']);
    expect(results[0]?.issues.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['BAD_LOCALE', 'customers.0.locale'],
      ['BAD_TIME_ZONE', 'customers.0.timeZone'],
      ['UNKNOWN_ATTRIBUTE', 'customers.0.attributes.0.key'],
      ['WRONG_TYPE', 'customers.0.attributes.1.value.string'],
      ['NOT_AN_OPTION', 'customers.0.attributes.2.value.string'],
    ]);
    expect(results[0]?.issues[2]?.message).toContain('Did you mean "country"?');
    expect(results[0]?.issues[4]?.message).toContain('Did you mean "large"?');
    expect(await stored('bad')).toBeUndefined();
  });
});

describe('declaring attributes', () => {
  it('keeps the type, and lets options only grow', async () => {
    expect(
      await declare({ key: 'size', title: 'Size', type: 'ENUM', options: ['small', 'large', 'huge'] }),
    ).toMatchObject({
      __typename: 'DeclareAttributeSuccess',
    });
    expect(await declare({ key: 'size', title: 'Size', type: 'ENUM', options: ['small'] })).toMatchObject({
      code: 'OPTIONS_GROW',
    });
    expect(await declare({ key: 'size', title: 'Size', type: 'STRING' })).toMatchObject({ code: 'TYPE_FIXED' });
    expect(await declare({ key: 'Bad key', title: '', type: 'STRING', options: ['x'] })).toMatchObject({
      issues: [{ code: 'BAD_KEY' }, { code: 'BAD_LENGTH' }, { code: 'NOT_NEEDED' }],
    });
    const { attributes } = await app.data<{ attributes: { key: string; type: string; options: string[] }[] }>(
      '{ attributes { key type options } }',
    );
    expect(attributes.find(({ key }) => key === 'size')).toEqual({
      key: 'size',
      type: 'ENUM',
      options: ['small', 'large', 'huge'],
    });
  });

  it('makes the attribute a fact at once, for every process', async () => {
    const generation = async () =>
      (await app.app.database.query<{ g: number }>('', 'select attributes_generation as g from engine'))[0]?.g ?? 0;
    const before = await generation();
    await declare({ key: 'fresh', title: 'Fresh', type: 'BOOLEAN' });
    expect(await generation()).toBe(before + 1);
    await declare({ key: 'fresh', title: 'Fresh', type: 'BOOLEAN' });
    expect(await generation()).toBe(before + 1);
    expect((await app.app.road.engine()).catalogue.facts.has('attribute.fresh')).toBe(true);
  });
});
