import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientInput } from '../../src/access/clients.ts';
import { roles } from '../../src/access/roles.ts';
import { makeViewer } from '../../src/access/viewer.ts';
import { type Scope, scopes } from '../../src/contract/scope.ts';
import { refusal } from '../../src/graphql/authorize.ts';
import { printFiles } from '../../src/graphql/print.ts';
import { bearer, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { type Operation, operationsOf } from './operations.ts';
import { type Population, populate } from './populate.ts';
import { allows, readPage, readScopePage } from './scope-page.ts';

const page = readScopePage();
let running: Running;
let population: Population;
beforeAll(async () => {
  running = await start({ role: 'api', webhooks: { allow: ['127.0.0.1/32'] } });
  population = await populate(running);
});
afterAll(() => running.close());

const VIEWERS: Readonly<Record<string, Omit<ClientInput, 'name'>>> = {
  admin: { role: 'admin' },
  marketer: { role: 'marketer' },
  analyst: { role: 'analyst' },
  frontend: { role: 'frontend' },
  'a partner with no grants': { role: 'partner' },
  'a partner with one segment and one type of change': {
    role: 'partner',
    segments: ['buyer'],
    changeTypes: ['segment.entered'],
  },
  respondent: { role: 'respondent' },
};

interface Verdict {
  readonly status: number;
  readonly code: string | undefined;
  readonly refused: readonly string[];
  readonly text: string;
}

/** Sends an operation over HTTP, as a stream when it is a subscription, and gives what became of it. */
async function send(
  operation: Pick<Operation, 'kind' | 'query'>,
  key: string | undefined,
  variables = {},
): Promise<Verdict> {
  const leave = new AbortController();
  const response = await fetch(`${running.server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: operation.kind === 'subscription' ? 'text/event-stream' : 'application/graphql-response+json',
      ...(key !== undefined && bearer(key)),
    },
    body: JSON.stringify({ query: operation.query, variables }),
    signal: leave.signal,
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    leave.abort();
    return { status: response.status, code: undefined, refused: [], text: '' };
  }
  const text = await response.text();
  const { errors = [] } = JSON.parse(text) as {
    errors?: { extensions?: { code?: string; fields?: { coordinate: string }[] } }[];
  };
  const { code, fields = [] } = errors[0]?.extensions ?? {};
  return { status: response.status, code, refused: fields.map(({ coordinate }) => coordinate), text };
}

/** What the page says somebody with these scopes may not, of all that an operation asks rights for. */
const missing = ({ coordinates }: Operation, granted: ReadonlySet<Scope>): string[] =>
  coordinates.filter((coordinate) =>
    // an argument has a line of its own only when it asks more than its field
    coordinate.includes('(') && !page.fields.has(coordinate) ? false : !allows(page.fields.get(coordinate), granted),
  );

async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const take = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, take));
}

describe('schema/access.md', () => {
  it('is what the schema says', async () => {
    expect((await printFiles()).get('access.md')).toBe(readPage());
  });

  it('has a line for every field, with roles that have the scopes it names', () => {
    const types = Object.values(running.app.schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    const fields = types.flatMap((type) =>
      'getFields' in type && !('isOneOf' in type)
        ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`)
        : [],
    );
    expect(fields.length).toBeGreaterThan(500);
    expect([...page.fields.keys()].filter((name) => !name.includes('(')).sort()).toEqual(fields.sort());
    for (const [role, { scopes: granted }] of Object.entries(roles)) expect(page.roles.get(role)).toEqual(granted);
  });
});

describe('every field and argument', () => {
  for (const [who, rights] of Object.entries(VIEWERS)) {
    it(`is allowed or refused to ${who} as schema/access.md says`, { timeout: 120_000 }, async () => {
      const { app } = running;
      const key = await keyFor(app, { name: `matrix: ${who}`, ...rights });
      const granted = new Set(page.roles.get(rights.role));
      const operations = operationsOf(app.schema, population.samples, (coordinate) =>
        allows(page.fields.get(coordinate), granted),
      );
      expect(operations.length).toBeGreaterThan(page.fields.size);
      const wrong: string[] = [];
      let allowed = 0;
      await forEach(operations, async (operation) => {
        const expected = missing(operation, granted);
        const { status, code, refused, text } = await send(operation, key);
        const asExpected =
          expected.length > 0 ? code === 'FORBIDDEN' && status === 403 : code !== 'FORBIDDEN' && status < 500;
        const told = [...new Set(refused)].sort().join() === [...new Set(expected)].sort().join();
        if (expected.length === 0) allowed += 1;
        // who may, and leaves out what a mutation needs, is told that and nothing else
        const effect = operation.kind === 'mutation' && expected.length === 0 && status !== 400;
        if (!asExpected || !told || effect || code === 'INTERNAL_SERVER_ERROR')
          wrong.push(
            `${operation.query}\n  expected ${expected.join() || 'allowed'}; got ${status} ${text.slice(0, 300)}`,
          );
      });
      expect(wrong).toEqual([]);
      expect(allowed).toBeGreaterThan(rights.role === 'respondent' ? 5 : 50);
    });
  }

  it('is refused to whoever does not say who they are', { timeout: 120_000 }, async () => {
    const operations = operationsOf(running.app.schema, population.samples, () => true);
    const wrong: string[] = [];
    await forEach(operations, async (operation) => {
      const { status, code } = await send(operation, undefined);
      if (status !== 401 || code !== 'UNAUTHENTICATED') wrong.push(`${operation.query}: ${status} ${code}`);
    });
    expect(wrong).toEqual([]);
  });

  it('is allowed or refused to each single scope as schema/access.md says', () => {
    const { schema } = running.app;
    const wrong: string[] = [];
    for (const scope of Object.keys(scopes) as Scope[]) {
      const viewer = makeViewer({
        by: 'key',
        id: scope,
        clientId: null,
        name: scope,
        role: 'respondent',
        scopes: [scope],
      });
      const operations = operationsOf(schema, population.samples, (coordinate) =>
        allows(page.fields.get(coordinate), viewer.scopes),
      );
      for (const operation of operations) {
        const error = refusal({ schema, document: parse(operation.query), contextValue: { viewer } });
        const refused = (error?.extensions.fields ?? []) as { coordinate: string }[];
        const told = new Set(refused.map(({ coordinate }) => coordinate));
        if ([...told].sort().join() !== [...new Set(missing(operation, viewer.scopes))].sort().join())
          wrong.push(`${scope}: ${operation.query}: ${[...told].join()}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('every node', () => {
  const ONE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
  const SEVERAL = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
  const nobody = (type: string): string =>
    Buffer.from(`${type}:${type === 'Segment' ? '999999' : '00000000-0000-4000-8000-000000000000'}`).toString('base64');

  it('has an id to try', () => {
    expect(Object.keys(population.ids).sort()).toEqual([...page.nodes.keys()].sort());
  });

  for (const [who, rights] of Object.entries(VIEWERS)) {
    it(`is found by ${who} as schema/access.md says, and is to others as if there were none`, async () => {
      const key = await keyFor(running.app, { name: `nodes: ${who}`, ...rights });
      const granted = new Set(page.roles.get(rights.role));
      const ids = Object.entries(population.ids);
      const found: string[] = [];
      for (const [type, id] of ids) {
        const there = await send({ kind: 'query', query: ONE }, key, { id });
        const none = await send({ kind: 'query', query: ONE }, key, { id: nobody(type) });
        if (there.text.includes(`"__typename":"${type}"`)) found.push(type);
        else expect([type, there.status, there.text]).toEqual([type, none.status, none.text]);
      }
      const may = [...page.nodes].filter(([, right]) => allows(right, granted)).map(([type]) => type);
      // of lists that are bounded besides: a segment that was not granted, an endpoint of another client
      const bounded = rights.role === 'partner' ? ['Segment', 'WebhookEndpoint'] : [];
      expect(found.sort()).toEqual(may.filter((type) => !bounded.includes(type)).sort());
      const { text } = await send({ kind: 'query', query: SEVERAL }, key, { ids: ids.map(([, id]) => id) });
      const { data } = JSON.parse(text) as { data: { nodes: ({ __typename: string } | null)[] } };
      expect(data.nodes.flatMap((node) => node?.__typename ?? []).sort()).toEqual(found.sort());
    });
  }
});
