import { beforeAll, describe, expect, it } from 'vitest';
import { runNextJob } from '../../../src/jobs/run-jobs.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { purchase, record, segmentOf, test } from './record.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await record(
    app,
    Array.from({ length: 12 }, (_, i) => purchase(`c${i % 6}`, `k${i}`)),
  );
  await runNextJob(app.app.database, app.app.jobs);
});

interface Problem {
  pointer: string;
  line: number;
  column: number;
  severity: string;
  code: string;
  message: string;
}

const SAVE = `mutation ($input: SaveRuleSetInput!) {
  saveRuleSet(input: $input) {
    __typename
    ... on SaveRuleSetSuccess { ruleSet { key latestNumber } version { number status source document comment } warnings { code } }
    ... on UserError { code message }
    ... on ValidationError { issues { code path message } }
  }
}`;
interface Saved {
  saveRuleSet: {
    __typename: string;
    code?: string;
    version?: { number: number; status: string; source: string; document: unknown; comment: string };
    issues?: { code: string; path: string[]; message: string }[];
  };
}
const save = async (input: object) =>
  (await app.data<Saved>(SAVE, { input: { kind: 'segments', title: 'Title', ...input } })).saveRuleSet;

const publish = async (key: string, number: number) =>
  (
    await app.data<{
      publishRuleSet: {
        __typename: string;
        code?: string;
        issues?: { code: string; message: string }[];
        job?: { id: string; kind: string };
      };
    }>(
      `mutation ($input: PublishRuleSetInput!) {
         publishRuleSet(input: $input) {
           __typename
           ... on PublishRuleSetSuccess { ruleSet { published { number } } job { id kind } }
           ... on UserError { code }
           ... on ValidationError { issues { code message } }
         }
       }`,
      { input: { key, number } },
    )
  ).publishRuleSet;

const check = async (source: string, kind = 'segments') =>
  (
    await app.data<{ checkRuleSet: Problem[] }>(
      'query ($kind: String!, $source: String!) { checkRuleSet(kind: $kind, source: $source) { pointer line column severity code message } }',
      { kind, source },
    )
  ).checkRuleSet;

describe('rule sets', () => {
  it('are saved as drafts, published, and judge every customer in a job', async () => {
    const source = segmentOf('buyers', test('ordersEver', 'greaterThanInclusive', 2));
    const { version } = await save({ key: 'base', source, comment: 'first', baseVersion: 0 });
    expect(version).toEqual({ number: 1, status: 'DRAFT', source, document: JSON.parse(source), comment: 'first' });
    const published = await publish('base', 1);
    expect(published).toMatchObject({
      __typename: 'PublishRuleSetSuccess',
      job: { kind: 'backfill' },
      ruleSet: { published: { number: 1 } },
    });
    await runNextJob(app.app.database, app.app.jobs);
    const [row] = await app.app.database.query<{ count: number }>('', 'select count(*)::int as count from outcome');
    expect(row?.count).toBe(6);
    expect(await publish('base', 1)).toMatchObject({ issues: [{ code: 'ALREADY_PUBLISHED' }] });
    expect(await publish('base', 9)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are checked while they are written, with the place and what was probably meant', async () => {
    expect(await check(segmentOf('ok', test('ordersEver', 'equal', 1)))).toEqual([]);
    const source = segmentOf('bad', test('ordersLast91Days', 'equal', 1), test('ordersEver', 'contains', 'x'));
    const problems = await check(source);
    expect(problems.map(({ severity, pointer }) => [severity, pointer])).toEqual([
      ['ERROR', '/segments/0/when/all/0/fact'],
      ['ERROR', '/segments/0/when/all/1/operator'],
    ]);
    expect(problems[0]?.message).toContain('ordersLast90Days');
    expect(source.split('\n')[(problems[0]?.line ?? 0) - 1]?.slice((problems[0]?.column ?? 0) - 1)).toMatch(
      /^"ordersLast91Days"/,
    );
    expect((await check('{"segments": [}'))[0]).toMatchObject({ code: 'NOT_JSON', line: 1, column: 15 });
    const { errors } = await app.run('{ checkRuleSet(kind: "nope", source: "{}") { code } }');
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });

  it('are refused with the same faults when they are saved', async () => {
    const { issues } = await save({ key: 'bad', source: segmentOf('bad', test('ordersLast91Days', 'equal', 1)) });
    expect(issues?.[0]?.path).toEqual(['source', 'segments', '0', 'when', 'all', '0', 'fact']);
    expect(issues?.[0]?.message).toMatch(/ordersLast90Days.*line \d+, column \d+/);
    expect((await save({ key: 'Bad Key', kind: 'nope', source: '{}' })).issues?.map(({ code }) => code)).toEqual([
      'UNKNOWN_KIND',
      'BAD_KEY',
    ]);
    const { ruleSet } = await app.data<{ ruleSet: unknown }>('{ ruleSet(key: "bad") { key } }');
    expect(ruleSet).toBeNull();
  });

  it('are not overwritten by somebody who has not seen the newest version', async () => {
    const source = segmentOf('seen', test('ordersEver', 'equal', 1));
    await save({ key: 'seen', source });
    expect(await save({ key: 'seen', source, baseVersion: 0 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await save({ key: 'seen', source, baseVersion: 1 })).toMatchObject({ version: { number: 2 } });
    expect(
      await save({
        key: 'seen',
        kind: 'loyalty-tiers',
        source:
          '{"tiers":[{"key":"a","title":"A","rank":1,"when":{"all":[{"fact":"ordersEver","operator":"equal","value":1}]}}]}',
      }),
    ).toMatchObject({ code: 'KIND_FIXED' });
  });

  it('are refused when they would read each other in a circle', async () => {
    await save({ key: 'chicken', source: segmentOf('chicken', test('ordersEver', 'equal', 1)) });
    await publish('chicken', 1);
    await save({ key: 'egg', source: segmentOf('egg', test('segment.chicken', 'equal', true)) });
    expect((await publish('egg', 1)).__typename).toBe('PublishRuleSetSuccess');
    await save({ key: 'chicken', source: segmentOf('chicken', test('segment.egg', 'equal', true)) });
    const { issues } = await publish('chicken', 2);
    expect(issues?.[0]).toMatchObject({ code: 'CYCLE', message: expect.stringContaining('chicken') });
  });

  it('are listed with their versions in pages, by a number of statements that does not grow', async () => {
    const list = (first: number) =>
      app.data<{
        ruleSets: {
          edges: { node: { key: string; versions: { nodes: { number: number }[] } } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(
        `query ($first: Int) { ruleSets(first: $first) {
           edges { node { key published { number } versions(first: 5) { nodes { number } } } } pageInfo { hasNextPage endCursor } } }`,
        { first },
      );
    const { ruleSets } = await list(10);
    expect(ruleSets.edges.map(({ node }) => node.key)).toEqual(['base', 'chicken', 'egg', 'seen']);
    expect(ruleSets.edges[1]?.node.versions.nodes.map(({ number }) => number)).toEqual([2, 1]);
    const count = async (first: number) => {
      const statements = recordStatements();
      await list(first);
      return statements.stop().length;
    };
    expect(await count(4)).toBe(await count(1));
    const { ruleSets: rest } = await app.data<{ ruleSets: { nodes: { key: string }[] } }>(
      'query ($after: String) { ruleSets(after: $after, kind: "segments") { nodes { key } } }',
      { after: (await list(2)).ruleSets.pageInfo.endCursor },
    );
    expect(rest.nodes.map(({ key }) => key)).toEqual(['egg', 'seen']);
  });

  it('come in kinds with a JSON Schema that knows the facts', async () => {
    const { ruleSetKinds } = await app.data<{ ruleSetKinds: { key: string; schema: object; example: object }[] }>(
      '{ ruleSetKinds { key schema example } }',
    );
    expect(ruleSetKinds.map(({ key }) => key)).toEqual(expect.arrayContaining(['segments', 'loyalty-tiers']));
    expect(JSON.stringify(ruleSetKinds[0]?.schema)).toContain('ordersLast90Days');
    for (const { key, example } of ruleSetKinds) expect(await check(JSON.stringify(example), key)).toEqual([]);
  });
});
