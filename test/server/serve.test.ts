import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, follow, type Running, start } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await start();
});
afterAll(() => running.close());

const get = (path: string, init?: RequestInit) =>
  fetch(`${running.server.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...bearer(running.key), ...init?.headers },
  });

describe('the server', () => {
  it('says that it is alive and ready, shows GraphiQL to people, and nothing at other paths', async () => {
    expect((await get('/health')).status).toBe(200);
    expect(await (await get('/ready')).json()).toEqual({ ready: true });
    expect((await get('/')).headers.get('location')).toBe('/graphql');
    expect(await (await get('/graphql', { headers: { accept: 'text/html' } })).text()).toContain('Retinue');
    expect((await get('/nope')).status).toBe(404);
  });

  it('refuses requests that a foreign page could send without asking', async () => {
    const response = await get('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{__typename}"}',
    });
    expect(response.status).toBe(415);
  });

  it('hides what is unexpected behind an id that is in the log', async () => {
    const { app } = running;
    const { head } = app.feed;
    app.feed.head = () => Promise.reject(new Error('a secret of the database'));
    const response = await get('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{feedCursor}"}',
    });
    app.feed.head = head;
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('secret');
    const { errorId, code } =
      (JSON.parse(text) as { errors: { extensions: Record<string, string> }[] }).errors[0]?.extensions ?? {};
    expect(code).toBe('INTERNAL_SERVER_ERROR');
    expect(running.lines.filter((line) => errorId !== undefined && line.includes(errorId))).toHaveLength(1);
  });

  it('gives every rejection without data a code and, for clients that ask for it, a status of 400 or more', async () => {
    const deep = `{ customers { nodes ${'{ activities { nodes { '.repeat(1)} id } } } } }`.replace(
      'nodes {  activities',
      'nodes { activities',
    );
    for (const query of ['{', '{ nope }', '{ job }', '{ changes(first: 1000) { nodes { id } } }', deep.slice(0, -3)]) {
      const response = await get('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query }),
      });
      const { errors } = (await response.json()) as { errors: { extensions?: { code?: string } }[] };
      expect([query, response.status >= 400, typeof errors[0]?.extensions?.code]).toEqual([query, true, 'string']);
    }
  });

  it('does jobs and sweeps by itself', async () => {
    await running.ask(`mutation { recordActivities(input: { activities: [{ customer: { externalId: "w" }, key: "1",
      activity: { purchase: { amount: { amountMinor: 1, currencyCode: "EUR" } } } }] }) { __typename } }`);
    const source = JSON.stringify({
      segments: [{ key: 'all', title: 'All', when: { all: [{ fact: 'ordersEver', operator: 'equal', value: 1 }] } }],
    });
    await running.ask(
      'mutation ($s: String!) { saveRuleSet(input: { key: "all", kind: "segments", title: "All", source: $s }) { __typename } }',
      { s: source },
    );
    await running.ask('mutation { publishRuleSet(input: { key: "all", number: 1 }) { __typename } }');
    await expect
      .poll(
        async () =>
          (await running.ask<{ changes: { nodes: object[] } }>('{ changes { nodes { type } } }')).changes.nodes,
        { timeout: 5000 },
      )
      .toEqual([{ type: 'SEGMENT_ENTERED' }]);
  });
});

describe('closing the server', () => {
  it('answers what was taken, ends streams, and takes nothing more', async () => {
    const own = await start();
    const events = follow(own, 'subscription { changes { position } }', {});
    const streamed = events.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { road } = own.app;
    const { settle } = road;
    road.settle = async (batch) => {
      await new Promise((resolve) => setTimeout(resolve, 800)); // long enough to be closed in the middle
      return settle.call(road, batch);
    };
    const answers = Array.from({ length: 20 }, (_, i) =>
      own.ask<{ recordActivities: { results: { status: string }[] } }>(
        `mutation { recordActivities(input: { activities: [{ customer: { externalId: "x" }, key: "${i}",
           activity: { purchase: { amount: { amountMinor: 1, currencyCode: "EUR" } } } }] }) {
           ... on RecordActivitiesSuccess { results { status } } } }`,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    const closing = own.server.close();
    expect(await streamed).toEqual({ done: true, value: 'broken' }); // without `complete`: clients come back
    for (const answer of await Promise.all(answers))
      expect(answer.recordActivities.results).toEqual([{ status: 'ACCEPTED' }]);
    await closing;
    await expect(fetch(`${own.server.url}/health`)).rejects.toThrow();
    const [row] = await own.app.database.query<{ count: number }>('', 'select count(*)::int as count from activity');
    expect(row?.count).toBe(20);
    await own.app.close();
  });

  it('leaves the work to others when its role is api, and callers when it is worker', async () => {
    const worker = await start({ role: 'worker' });
    expect((await fetch(`${worker.server.url}/graphql`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await fetch(`${worker.server.url}/ready`)).status).toBe(200);
    await worker.close();
  });
});
