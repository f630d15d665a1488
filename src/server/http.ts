import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../config.ts';
import type { Log } from '../log.ts';

/** Answers one request; `rest` is what follows its prefix in the path. */
export type Answer = (request: IncomingMessage, response: ServerResponse, rest: string) => unknown;

/** Who answers which paths: an exact path, or a prefix that ends in `/`. The first that fits answers. */
export type Routes = readonly (readonly [path: string, answer: Answer])[];

export interface Listening {
  readonly port: number;
  /** Takes no more connections; `finished` resolves when every answer is given. */
  stopAccepting(): { finished: Promise<void> };
  /** Cuts what is still open. */
  cut(): void;
}

/** Takes over a connection that asks to become a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Longer than any answer takes to begin, and than any stream is silent. */
const STANDSTILL = 90_000;

export interface ListenOptions {
  readonly routes: Routes;
  readonly upgrade?: Upgrade | undefined;
  /** How long nothing may be sent or taken on a connection on which something is going on, in milliseconds. */
  readonly standstill?: number;
}

/**
 * Listens, and hands each request to the route of its path, each upgrade to the one that takes them. What a route throws is
 * answered with 500 and logged.
 */
export async function listen(
  { routes, upgrade, standstill = STANDSTILL }: ListenOptions,
  host: string,
  port: number,
  log: Log,
): Promise<Listening> {
  let closing = false;
  const server = createServer((request, response) => {
    if (closing) response.setHeader('connection', 'close');
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const found = routes.find(([prefix]) =>
      prefix.endsWith('/') && prefix !== '/' ? path.startsWith(prefix) : path === prefix,
    );
    if (!isOurName(host, request.headers.host))
      return answerText(response, 421, 'This server does not go by that name.');
    if (!found) return answerText(response, 404, 'There is nothing here; the API is at /graphql.');
    const fail = (error: unknown): void => {
      log.error('a request failed unexpectedly', { error });
      if (response.headersSent) response.destroy();
      else answerText(response, 500, 'Something went wrong on our side.');
    };
    try {
      Promise.resolve(found[1](request, response, path.slice(found[0].length))).catch(fail);
    } catch (error) {
      fail(error);
    }
  });
  if (upgrade)
    server.on('upgrade', (request, stream, head) => {
      const socket = stream as Socket;
      socket.on('error', () => {});
      const refused = closing ? 503 : whyNot(request, host);
      if (refused === undefined) upgrade(request, socket, head);
      else socket.end(`HTTP/1.1 ${refused} ${STATUS_CODES[refused]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    });
  // an upload may take long; what a client must send quickly is only its headers
  server.requestTimeout = 0;
  server.headersTimeout = 20_000;
  // who takes no more of an answer, or sends no more of a file, keeps it in our memory no longer
  server.timeout = standstill;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => {
      closing = true;
      return { finished: drain(server) };
    },
    cut: () => server.closeAllConnections(),
  };
}

/**
 * On a loopback address only its own names are answered: a page of another site could otherwise reach us by a name of its
 * own that leads to this machine.
 */
function isOurName(host: string, asked: string | undefined): boolean {
  if (!isLoopback(host)) return true;
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(asked ?? '');
}

/** Why a connection does not become a WebSocket, as a status. */
function whyNot({ url, headers }: IncomingMessage, host: string): number | undefined {
  if (!isOurName(host, headers.host)) return 421;
  if ((url ?? '/').split('?', 1)[0] !== '/graphql') return 404;
  // browsers say which site a page is of; ours are of the name by which they reached us, as proxies pass it on
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const ours = [headers.host, headers['x-forwarded-host']];
  return URL.canParse(origin) && ours.includes(new URL(origin).host) ? undefined : 403;
}

/** How long a connection that is open may still bring a request that is on its way. */
const GRACE = 250;

async function drain(server: Server): Promise<void> {
  let closed = false;
  // the close of the HTTP server would cut connections whose request has arrived and was not read yet
  const end = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve())).then(() => {
    closed = true;
  });
  await Promise.race([end, sleep(GRACE)]);
  while (!closed) {
    server.closeIdleConnections(); // those that were answered since
    await Promise.race([end, sleep(25)]);
  }
}

/** Browsers take an answer for nothing but what it says it is. */
const CAREFUL = { 'x-content-type-options': 'nosniff' };

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...CAREFUL }).end(`${text}\n`);
}

export function answerJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...CAREFUL })
    .end(`${JSON.stringify(body)}\n`);
}
