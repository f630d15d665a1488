import { randomUUID } from 'node:crypto';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import type { Role } from '../../src/config.ts';
import type { StreamLimits } from '../../src/graphql/streams/connections.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { createLog } from '../../src/log.ts';
import { type Serving, serve } from '../../src/server/serve.ts';
import { keyFor } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';

/** A server that listens, as `retinue serve` starts it, on a database of its own. */
export interface Running {
  readonly app: App;
  readonly server: Serving;
  readonly lines: string[];
  /** The text of a key that may do everything. */
  readonly key: string;
  /** Sends a document with that key, or with another one, and gives the answer's data. */
  ask<Data>(query: string, variables?: object, as?: string): Promise<Data>;
  close(): Promise<void>;
}

interface StartOptions extends Partial<AppOptions> {
  readonly role?: Role;
  readonly graphiql?: boolean;
  readonly port?: number;
  readonly streamLimits?: Partial<StreamLimits>;
}

export async function start(options: StartOptions = {}): Promise<Running> {
  const { role = 'all', graphiql = true, port = 0, streamLimits, ...rest } = options;
  const url = rest.url ?? (await testDatabase());
  const app = await createApp({ currency: 'EUR', timeZone: 'UTC', plugins: await loadPlugins(), ...rest, url });
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const key = await keyFor(app, { name: `test ${randomUUID()}`, role: 'admin' });
  const server = await serve(app, { host: '127.0.0.1', port, role, graphiql, streamLimits, log });
  return {
    app,
    server,
    lines,
    key,
    async ask<Data>(query: string, variables: object = {}, as = key) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(as) },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
      if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
      return data;
    },
    async close() {
      await server.close();
      await app.close();
    },
  };
}

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Follows a subscription over server-sent events, as curl would; ends when the server completes it or on abort. */
export async function* follow<Data>(
  { server, key }: Pick<Running, 'server' | 'key'>,
  query: string,
  variables: object,
  signal?: AbortSignal,
): AsyncGenerator<Data, 'complete' | 'broken'> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer(key) },
    body: JSON.stringify({ query, variables }),
    ...(signal ? { signal } : {}),
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) throw new Error(await response.text());
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        if (event.startsWith('event: complete')) return 'complete';
        const data = /^event: next\n(?:id: .*\n)?data: (.*)$/s.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data) as Data;
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return 'broken';
}
