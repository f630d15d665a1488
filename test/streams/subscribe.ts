import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';
import { bearer, type Running } from '../server/running.ts';

export const TRANSPORTS = ['sse', 'websocket'] as const;
export type Transport = (typeof TRANSPORTS)[number];

interface Problem {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly resumeAfter?: string };
}

interface Answer {
  readonly data?: { readonly changes: Record<string, unknown> } | null;
  readonly errors?: readonly Problem[];
}

export interface Document {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

/** How a stream ended. */
interface Ending {
  /** What the server said was wrong. */
  readonly errors: readonly Problem[];
  /** It said that nothing more comes, so that clients do not come back by themselves. */
  readonly completed: boolean;
  /** Status of the response, or close code of the socket; 0: the socket is still open. */
  readonly code: number;
}

/** A subscription that is read by hand: what comes is kept as it came. */
export interface Stream {
  readonly answers: readonly Answer[];
  readonly ended: Promise<Ending>;
  readonly isOpen: () => boolean;
  /** Reads nothing any more. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface Asking {
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** Subscribes over one of the transports; resolves when the server has taken it or refused it. */
export const subscribe = (over: Transport, to: Running, document: Document, as: Asking = {}): Promise<Stream> =>
  over === 'sse' ? overEvents(to, document, as) : overSocket(to, document, as);

async function overEvents(to: Running, document: Document, { key = to.key, headers = {} }: Asking): Promise<Stream> {
  const sent = request(`${to.server.url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer(key), ...headers },
  });
  sent.end(JSON.stringify(document));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const answers: Answer[] = [];
  let completed = false;
  let text = '';
  response.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (response.statusCode !== 200) return;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith('event: complete')) completed = true;
      const data = /^event: next\n(?:id: .*\n)?data: (.*)$/s.exec(event)?.[1];
      if (data !== undefined) answers.push(JSON.parse(data) as Answer);
    }
  });
  let open = true;
  const ended = new Promise<Ending>((resolve) => {
    response.on('error', () => {}); // it was cut
    response.once('close', () => {
      open = false;
      const code = response.statusCode ?? 0;
      const last = code === 200 ? answers.at(-1) : (JSON.parse(text) as Answer);
      resolve({ errors: last?.errors ?? [], completed, code });
    });
  });
  return {
    answers,
    ended,
    isOpen: () => open,
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => response.destroy(),
  };
}

async function overSocket(to: Running, document: Document, { key = to.key }: Asking): Promise<Stream> {
  const socket = new WebSocket(`${to.server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const say = (message: object): void => socket.send(JSON.stringify(message));
  const answers: Answer[] = [];
  let errors: readonly Problem[] = [];
  let open = true;
  const { promise: taken, resolve: begin } = Promise.withResolvers<void>();
  const ended = new Promise<Ending>((resolve) => {
    const end = (completed: boolean, code: number): void => {
      open = false;
      begin();
      resolve({ errors, completed, code });
    };
    socket.on('open', () => say({ type: 'connection_init', payload: bearer(key) }));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data)) as { type: string; payload: never };
      if (type === 'connection_ack') {
        say({ id: 'it', type: 'subscribe', payload: document });
        say({ type: 'ping' });
      } else if (type === 'pong') begin();
      else if (type === 'next') answers.push(payload);
      else if (type === 'error') errors = payload;
      if (type === 'complete' || type === 'error') end(true, 0);
    });
    socket.on('close', (code) => end(false, code));
    socket.on('error', () => {});
  });
  await taken;
  return {
    answers,
    ended,
    isOpen: () => open,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.terminate(),
  };
}

/** The places of the changes that came. */
export const positionsOf = ({ answers }: Stream): number[] =>
  answers.flatMap(({ data }) => (data ? [data.changes.position as number] : []));
