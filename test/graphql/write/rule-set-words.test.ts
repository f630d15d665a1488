import { beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { segmentOf, test } from './record.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ currency: 'GBP', timeZone: 'Europe/London' });
  for (const value of [100_000, 150_000]) {
    const source = segmentOf('big', test('spendEver', 'greaterThanInclusive', value));
    await app.data(SAVE, { input: { key: 'spenders', kind: 'segments', title: 'Spenders', source } });
  }
});

const SAVE = `mutation ($input: SaveRuleSetInput!) {
  saveRuleSet(input: $input) { ... on UserError { message } ... on ValidationError { issues { message } } }
}`;

const WORDS = `query ($language: Language, $first: Int) {
  ruleSet(key: "spenders") {
    versions(first: $first) { nodes {
      inWords(language: $language) { name pointer outcome sentence lines { depth text } }
      changesFrom(number: 1, language: $language) { inWords places { pointer before after } }
    } }
  }
}`;

it('A version is told in words, and what is different in it from another one', async () => {
  const { data } = await app.run<{ ruleSet: { versions: { nodes: object[] } } }>(WORDS, { first: 1 });
  expect(data.ruleSet.versions.nodes).toEqual([
    {
      inWords: [
        {
          name: 'big',
          pointer: '/segments/0/when',
          outcome: 'big',
          sentence: 'When spend ever is at least £1,500 → big',
          lines: [
            { depth: 0, text: 'big, when this holds:' },
            { depth: 1, text: 'spend ever is at least £1,500' },
          ],
        },
      ],
      changesFrom: {
        inWords: ['“big” asked that spend ever is at least £1,000; now that spend ever is at least £1,500.'],
        places: [{ pointer: '/segments/0/when/all/0/value', before: 100_000, after: 150_000 }],
      },
    },
  ]);
});

it('The language is the one asked for, or that of the request', async () => {
  const ask =
    'query ($source: String!, $language: Language) { ruleSetInWords(kind: "segments", source: $source, language: $language) { sentence } }';
  const source = segmentOf('big', test('spendEver', 'greaterThanInclusive', 100_000));
  const asked = await app.run(ask, { source, language: 'ZH' });
  const chinese = { 'accept-language': 'zh-CN,zh;q=0.9' };
  const requested = await app.run(ask, { source }, chinese);
  expect(asked.data).toEqual({ ruleSetInWords: [{ sentence: '当累计消费至少为£1,000 → big' }] });
  expect(requested.data).toEqual(asked.data);
  expect((await app.run(ask, { source, language: 'EN' }, chinese)).data).toEqual({
    ruleSetInWords: [{ sentence: 'When spend ever is at least £1,000 → big' }],
  });
  expect((await app.run(ask, { source: '{' })).data).toEqual({ ruleSetInWords: null });
});

it('What is wrong is told in the language of the request', async () => {
  const source = segmentOf('big', test('spendEvr', 'greaterThanInclusive', 1));
  const input = { key: 'other', kind: 'segments', title: 'Other', source };
  const message = '没有字段 "spendEvr"；您是否想写 "spendEver"？';
  const { data } = await app.run<{ saveRuleSet: object }>(SAVE, { input }, { 'accept-language': 'zh' });
  const placed = `${message}（第 9 行，第 21 列）`;
  expect(data.saveRuleSet).toEqual({ message: placed, issues: [{ message: placed }] });
  const check = await app.run(
    'query ($source: String!) { checkRuleSet(kind: "segments", source: $source) { message } }',
    { source },
    { 'accept-language': 'zh' },
  );
  expect(check.data).toEqual({ checkRuleSet: [{ message }] });
});

it('Kinds, their schemas and metrics are told in the language of the request', async () => {
  const { data } = await app.run<{
    ruleSetKinds: { title: string; schema: { title: string } }[];
    metricDefinitions: { title: string }[];
  }>('{ ruleSetKinds { title schema } metricDefinitions { title } }', {}, { 'accept-language': 'zh' });
  expect(data.ruleSetKinds.map(({ title, schema }) => [title, schema.title])).toEqual([
    ['客户分群', '客户分群'],
    ['反馈闭环', '反馈闭环'],
    ['会员等级', '会员等级'],
    ['积分计划', '积分计划'],
    ['个性化优惠', '个性化优惠'],
    ['客户保持', '客户保持'],
  ]);
  expect(data.metricDefinitions[0]?.title).toBe('近 30 天订单数');
});

it('The number of statements does not depend on the number of versions', async () => {
  const count = async (first: number) => {
    const statements = recordStatements();
    await app.run(WORDS, { first });
    return statements.stop().length;
  };
  await count(2);
  expect(await count(2)).toBe(await count(1));
});

it('Examples at the edges of a document are offered, and a document whose examples fail is not kept', async () => {
  const source = segmentOf('big', test('spendEver', 'greaterThanInclusive', 100_000));
  const ask = 'query ($source: String!) { boundaryExamples(kind: "segments", source: $source) }';
  const { data } = await app.run<{ boundaryExamples: { name: string; given: object; expect: string[] }[] }>(ask, {
    source,
  });
  expect(data.boundaryExamples).toEqual([
    { name: 'Spend ever: just below 100000', given: { spendEver: 99_999 }, expect: [] },
    { name: 'Spend ever: exactly 100000', given: { spendEver: 100_000 }, expect: ['big'] },
    { name: 'Spend ever: just above 100000', given: { spendEver: 100_001 }, expect: ['big'] },
  ]);
  const document = JSON.parse(source) as object;
  const saved = async (examples: object[]) => {
    const input = { key: 'tried', kind: 'segments', title: 'Tried', source: JSON.stringify({ ...document, examples }) };
    return (await app.data<{ saveRuleSet: { message?: string } }>(SAVE, { input })).saveRuleSet.message;
  };
  expect(await saved(data.boundaryExamples)).toBeUndefined();
  expect(await saved([{ ...data.boundaryExamples[0], expect: ['big'] }])).toContain(
    'expects "big", and nothing came: "big" fails by “Spend ever is at least 100000” with 99999.',
  );
});
