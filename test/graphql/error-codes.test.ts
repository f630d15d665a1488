import { expect, it } from 'vitest';
import { testApp } from '../support/app.ts';

const { post } = await testApp();

it.each([
  ['a syntax error', { query: '{' }],
  ['an unknown field', { query: '{ nope }' }],
  [
    'a variable that does not fit',
    { query: 'query($n: Int) { customers(first: $n) { totalCount } }', variables: { n: 'x' } },
  ],
  ['an id that is none', { query: '{ node(id: "nope") { id } }' }],
  ['too large a page', { query: '{ customers(first: 101) { totalCount } }' }],
  [
    'too costly a query',
    { query: '{ customers(first: 100) { nodes { segments { segment { members(first: 100) { nodes { id } } } } } } }' },
  ],
])('%s is answered with a code, and with 400 or more when nothing was executed', async (_what, body) => {
  const response = await post(body, { accept: 'application/graphql-response+json' });
  const answer = (await response.json()) as { data?: unknown; errors?: { extensions?: { code?: string } }[] };
  const { errors } = answer;
  expect(errors?.length).toBeGreaterThan(0);
  for (const error of errors ?? []) expect(error.extensions?.code).toMatch(/^[A-Z_]+$/);
  if (!('data' in answer)) expect(response.status).toBeGreaterThanOrEqual(400);
});
