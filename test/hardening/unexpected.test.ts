import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { bearer, type Running, start } from '../server/running.ts';
import { answered } from './asked.ts';

let running: Running;
beforeAll(async () => {
  running = await start({ role: 'api' });
});
afterAll(() => running.close());

const SECRET = 'a secret of the database';
const named = (name: string): Error => Object.assign(new Error(SECRET), { name });

/** What programs throw. */
const THROWN: [what: string, thrown: unknown][] = [
  ['an error', new Error(SECRET)],
  ['an error with a cause', new Error('outer', { cause: new Error(SECRET) })],
  ['an error with errors', new AggregateError([new Error(SECRET), SECRET], SECRET)],
  ['an error that names itself an end', named('AbortError')],
  ['an end by a signal', new DOMException(SECRET, 'AbortError')],
  ['an end by a clock', new DOMException(SECRET, 'TimeoutError')],
  ['text', SECRET],
  ['nothing', undefined],
  ['null', null],
  ['a number', 42],
  ['a symbol', Symbol(SECRET)],
  ['an object', { message: SECRET, errors: SECRET }],
  ['an object with errors', { message: SECRET, errors: [SECRET] }],
  ['an object that cannot be changed', Object.freeze({ extensions: Object.freeze({ code: 'MINE' }) })],
  ['an object without a prototype', Object.assign(Object.create(null), { message: SECRET })],
  ['a function', () => SECRET],
];

async function during<T>(thrown: unknown, work: () => Promise<T>): Promise<T> {
  const { feed } = running.app;
  const { head, epoch } = feed;
  feed.head = () => Promise.reject(thrown);
  feed.epoch = () => Promise.reject(thrown);
  try {
    return await work();
  } finally {
    Object.assign(feed, { head, epoch });
  }
}

interface Shown {
  readonly message: string;
  readonly extensions: { readonly code?: string; readonly errorId?: string };
}

/** It has an id, that is in one line of the log, and nothing else of what was thrown is told. */
function expectMasked(errors: readonly Shown[]): void {
  expect(errors.length).toBeGreaterThan(0);
  for (const { message, extensions } of errors) {
    expect(extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(extensions.errorId).toMatch(/^[\da-f-]{36}$/);
    expect(message).toContain(extensions.errorId);
    expect(JSON.stringify({ message, extensions })).not.toMatch(/secret|MINE|unexpected|stack/);
    expect(running.lines.filter((line) => line.includes(extensions.errorId as string))).toHaveLength(1);
  }
}

const post = (query: string, accept: string) =>
  fetch(`${running.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...bearer(running.key) },
    body: JSON.stringify({ query }),
  });

describe('what nobody expected', () => {
  it.each(THROWN)('is shown as an id that is in the log: %s, over HTTP', async (_what, thrown) => {
    for (const query of ['{ feedCursor }', '{ feedCursor @include(if: true) }']) {
      const { status, errors } = await during(thrown, async () => answered(await post(query, 'application/json')));
      expect(status).toBe(500);
      expectMasked(errors);
    }
  });

  it.each(THROWN)('is shown as an id that is in the log: %s, in a stream of events', async (_what, thrown) => {
    const text = await during(thrown, async () =>
      (await post('subscription { changes { cursor } }', 'text/event-stream')).text(),
    );
    const { errors } = JSON.parse(/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}') as { errors: Shown[] };
    expectMasked(errors);
  });

  it.each(THROWN)('is shown as an id that is in the log: %s, over a socket', async (_what, thrown) => {
    const client = createClient({
      url: `${running.server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: bearer(running.key),
      retryAttempts: 0,
    });
    const ask = (query: string) =>
      new Promise<readonly Shown[]>((resolve) => {
        client.subscribe(
          { query },
          {
            next: (answer) => resolve((answer.errors ?? []) as never),
            error: (errors) => resolve(errors as never),
            complete: () => resolve([]),
          },
        );
      });
    await during(thrown, async () => {
      expectMasked(await ask('{ feedCursor }'));
      expectMasked(await ask('subscription { changes { cursor } }'));
    });
    await client.dispose();
  });
});
