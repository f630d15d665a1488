import { beforeAll, expect, it } from 'vitest';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { keyFor, testApp } from '../support/app.ts';
import { atLeast, buyers, NOW, segments, tiers } from './population.ts';
import { publishDrafts } from './preview.ts';

const { app, data, run } = await testApp({ clock: () => NOW });
const { road, database } = app;

const START = `mutation ($input: PreviewRuleSetInput!) { previewRuleSet(input: $input) {
  ... on PreviewRuleSetSuccess { preview { id job { id status } hash } }
  ... on ValidationError { issues { path code } }
  ... on NotFoundError { code path } } }`;
const SHOW = `query ($id: ID!, $first: Int, $after: String, $where: PreviewMoverFilter) { preview(id: $id) {
  job { status progress } at customers moved hash csvUrl
  ruleSets { key isDraft rules { name holds } outcomes { key before after enter leave } moves { type key from to count } }
  webhooks { messages endpoint { url } }
  movers(first: $first, after: $after, where: $where) { totalCount pageInfo { hasNextPage endCursor }
    nodes { customer { externalId } ruleSetKey type key from to facts { name value } } } } }`;

interface Started {
  previewRuleSet: {
    preview?: { id: string; job: { id: string; status: string }; hash: string | null };
    issues?: { path: string[]; code: string }[];
    code?: string;
    path?: string[];
  };
}
const start = async (input: object) => (await data<Started>(START, { input })).previewRuleSet;
const draft = (orders: number) => {
  const { ruleSetKey: key, source } = segments('lifecycle', { keen: atLeast('ordersEver', orders) });
  return { key, source };
};

const doJobs = async (): Promise<void> => {
  while (await runNextJob(database, app.jobs));
};

beforeAll(async () => {
  await publishDrafts(road, [
    segments('lifecycle', { keen: atLeast('ordersEver', 3) }),
    tiers('loyalty', { gold: { fact: 'segment.keen', operator: 'equal', value: true } }),
  ]);
  await buyers(road, 6);
});

it('a document is previewed, and shown with counts, movers by page and filter, and the messages that would be sent', async () => {
  const hook = '{ url: "https://example.com/hook", types: [TIER_CHANGED] }';
  const made = await data(`mutation { createWebhookEndpoint(input: ${hook}) { __typename } }`);
  expect(made).toEqual({ createWebhookEndpoint: { __typename: 'CreateWebhookEndpointSuccess' } });
  const { preview } = await start({ drafts: [draft(5)] });
  expect(preview).toMatchObject({ job: { status: 'QUEUED' }, hash: null });
  await doJobs();
  const id = preview?.id ?? '';
  type Shown = {
    preview: Record<string, unknown> & { movers: Record<string, unknown> & { pageInfo: { endCursor: string } } };
  };
  const first = (await data<Shown>(SHOW, { id, first: 3 })).preview;
  expect(first).toMatchObject({
    job: { status: 'SUCCEEDED', progress: 1 },
    at: new Date(NOW).toISOString(),
    customers: 6,
    moved: 2,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    ruleSets: [
      {
        key: 'lifecycle',
        isDraft: true,
        rules: [{ name: 'keen', holds: 2 }],
        outcomes: [{ key: 'keen', before: 4, after: 2, enter: 0, leave: 2 }],
        moves: [{ type: 'SEGMENT_LEFT', key: 'keen', from: 'keen', to: null, count: 2 }],
      },
      {
        key: 'loyalty',
        isDraft: false,
        moves: [{ type: 'TIER_CHANGED', key: 'gold', from: 'gold', to: null, count: 2 }],
      },
    ],
    webhooks: [{ messages: 2, endpoint: { url: 'https://example.com/hook' } }],
    movers: { totalCount: 4, pageInfo: { hasNextPage: true } },
  });
  const rest = (await data<Shown>(SHOW, { id, first: 3, after: first.movers.pageInfo.endCursor })).preview.movers;
  const nodes = [first, { movers: rest }].flatMap(
    ({ movers }) => movers.nodes as { customer: { externalId: string } }[],
  );
  expect(nodes.map(({ customer }) => customer.externalId).sort()).toEqual(['c3', 'c3', 'c4', 'c4']);
  const tiersOnly = (await data<Shown>(SHOW, { id, where: { ruleSet: 'loyalty', from: 'gold' } })).preview.movers;
  expect(tiersOnly).toMatchObject({ totalCount: 2 });
  expect((tiersOnly.nodes as object[])[0]).toMatchObject({
    ruleSetKey: 'loyalty',
    type: 'TIER_CHANGED',
    facts: [{ name: 'segment.keen', value: false }],
  });
  expect((await data<Shown>(SHOW, { id, where: { outcome: 'nothing' } })).preview.movers).toMatchObject({
    totalCount: 0,
  });
  const node = await data<{ node: object }>('query ($id: ID!) { node(id: $id) { ... on Preview { moved } } }', { id });
  expect(node).toEqual({ node: { moved: 2 } });
});

it('everything that keeps documents from being previewed is told before any job begins', async () => {
  const issuesOf = async (input: object) =>
    (await start(input)).issues?.map(({ path, code }) => `${path.join('/')} ${code}`);
  expect(await issuesOf({})).toEqual(['drafts REQUIRED']);
  expect(await issuesOf({ drafts: [{ key: 'lifecycle' }] })).toEqual(['drafts/0 CONTRADICTION']);
  expect(await issuesOf({ drafts: [draft(1), draft(2)] })).toEqual(['drafts/1/key TWICE']);
  expect(await issuesOf({ drafts: [{ ...draft(1), key: 'new' }] })).toEqual(['drafts/0/kind UNKNOWN_KIND']);
  expect(await issuesOf({ drafts: [{ key: 'lifecycle', source: '{' }] })).toEqual([
    expect.stringMatching('drafts/0/source'),
  ]);
  const unknown = segments('lifecycle', { keen: atLeast('ordersEvre', 1) }).source;
  expect(await issuesOf({ drafts: [{ key: 'lifecycle', source: unknown }] })).toEqual([
    'drafts/0/segments/0/when/all/0/fact UNKNOWN_FACT',
  ]);
  const without = segments('lifecycle', { other: atLeast('ordersEver', 1) }).source;
  expect(await issuesOf({ drafts: [{ key: 'lifecycle', source: without }] })).toEqual(['drafts BREAKS_OTHER']);
  expect(await issuesOf({ drafts: [draft(1)], restrictTo: { segment: 'nobody' } })).toEqual([
    'drafts/0 UNKNOWN_SEGMENT',
  ]);
  expect(await issuesOf({ drafts: [draft(1)], restrictTo: { percent: 101 } })).toEqual([
    'restrictTo/percent OUT_OF_RANGE',
  ]);
  expect(await start({ drafts: [{ key: 'lifecycle', number: 9 }] })).toMatchObject({
    code: 'NOT_FOUND',
    path: ['drafts', '0', 'number'],
  });
  expect(await database.query('', `select 1 from job where kind = 'preview' and status = 'queued'`)).toEqual([]);
});

it('a version, a metric and a restriction go together, and a preview is cancelled as any job', async () => {
  const metric = {
    key: 'recentOrders',
    title: 'Recent',
    description: 'Recent orders.',
    measure: { from: ['purchase'], aggregate: 'COUNT', windowDays: 4 },
  };
  const source = segments('recent', { recent: atLeast('recentOrders', 3) }).source;
  const input = {
    drafts: [{ key: 'recent', kind: 'segments', source }],
    metrics: [metric],
    restrictTo: { segment: 'keen' },
  };
  const { preview } = await start(input);
  await doJobs();
  expect(
    await data(
      `query ($id: ID!) { preview(id: $id) { moved metrics { key before { known } after { known greatest } } } }`,
      { id: preview?.id },
    ),
  ).toEqual({
    preview: { moved: 4, metrics: [{ key: 'recentOrders', before: null, after: { known: 6, greatest: 4 } }] },
  });
  const other = (await start({ drafts: [{ key: 'lifecycle', number: 1 }] })).preview;
  await data('mutation ($id: ID!) { cancelJob(input: { id: $id }) { ... on CancelJobSuccess { job { status } } } }', {
    id: other?.job.id,
  });
  expect(await data(`query ($id: ID!) { preview(id: $id) { job { status } hash moved } }`, { id: other?.id })).toEqual({
    preview: { job: { status: 'CANCELLED' }, hash: null, moved: null },
  });
});

it('who may see rules and nobody by name sees how many move, and not who', async () => {
  const { preview } = await start({ drafts: [draft(5)] });
  await doJobs();
  const key = await keyFor(app, { name: 'counts only', role: 'respondent', scopes: ['rules:read'] });
  const ask = (fields: string) =>
    run(`query ($id: ID!) { preview(id: $id) { ${fields} } }`, { id: preview?.id }, { authorization: `Bearer ${key}` });
  expect(await ask('customers moved ruleSets { key }')).toMatchObject({ data: { preview: { moved: 2 } } });
  for (const fields of ['csvUrl', 'movers { nodes { key } }'])
    expect((await ask(fields)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});
