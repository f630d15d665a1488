import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A message as it arrived. */
export interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly raw: string;
  readonly body: {
    type: string;
    timestamp: string;
    replay?: boolean;
    tooLarge?: boolean;
    data: Record<string, unknown>;
  };
  /** Whether the sender was told that it was taken. */
  readonly taken: boolean;
}

/** What a receiver does with a message: answers with a status, or never, or closes the connection after it took it. */
export type Reply =
  | number
  | 'hang'
  | 'drop'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string };

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** The ids of messages, in the order in which they first arrived and were processed. */
  firsts(): string[];
}

/** A real HTTP server on loopback that notes what it gets; it is closed after the tests of the file. */
export async function receiver(
  reply: (message: Omit<Received, 'taken'>, count: number) => Reply | Promise<Reply> = () => 204,
): Promise<Receiver> {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let raw = '';
    for await (const chunk of request.setEncoding('utf8')) raw += chunk;
    const headers = request.headers as Record<string, string>;
    const message = { id: headers['webhook-id'] ?? '', headers, raw, body: JSON.parse(raw) };
    const decided = await reply(message, received.length);
    const status = typeof decided === 'object' ? decided.status : decided;
    const processed = status === 'drop' || (typeof status === 'number' && status < 300);
    received.push({ ...message, taken: processed });
    if (status === 'hang') return;
    if (status === 'drop') return void request.socket.destroy();
    const { headers: more = {}, text = '' } = typeof decided === 'object' ? decided : {};
    response.writeHead(status as number, more).end(text);
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    firsts: () => [...new Set(received.filter(({ taken }) => taken).map(({ id }) => id))],
  };
}

/** Positions of the changes that arrived, in the order of arrival. */
export const positions = (received: readonly Received[]): number[] =>
  received.map(({ body }) => body.data.position as number);
