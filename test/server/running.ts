import { type App, type AppOptions, createApp } from '../../src/app.ts';
import type { Role } from '../../src/config.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { createLog } from '../../src/log.ts';
import { type Serving, serve } from '../../src/server/serve.ts';
import { testDatabase } from '../support/database.ts';

/** A server that listens, as `retinue serve` starts it, on a database of its own. */
export interface Running {
  readonly app: App;
  readonly server: Serving;
  readonly lines: string[];
  /** Sends a document and gives the answer's data. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  close(): Promise<void>;
}

export async function start(options: Partial<AppOptions> & { role?: Role } = {}): Promise<Running> {
  const { role = 'all', ...rest } = options;
  const url = rest.url ?? (await testDatabase());
  const app = await createApp({ currency: 'EUR', timeZone: 'UTC', plugins: await loadPlugins(), ...rest, url });
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const server = await serve(app, { host: '127.0.0.1', port: 0, role, graphiql: true, log });
  return {
    app,
    server,
    lines,
    async ask<Data>(query: string, variables: object = {}) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
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

/** Follows a subscription over server-sent events, as curl would; ends when the server completes it or on abort. */
export async function* follow<Data>(
  url: string,
  query: string,
  variables: object,
  signal?: AbortSignal,
): AsyncGenerator<Data, 'complete' | 'broken'> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
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
        const data = /^event: next\ndata: (.*)$/s.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data) as Data;
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return 'broken';
}
