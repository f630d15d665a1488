import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it arrived. */
export interface Arrived {
  readonly path: string;
  /** The same over all attempts. */
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly raw: string;
}

/**
 * What a receiver does with a message: answers with a status, perhaps after a while (`after`, in ms), or never, or closes
 * the connection after it took it.
 */
export type Reply =
  | number
  | 'hang'
  | 'drop'
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly text?: string;
      readonly after?: number;
    };

/** Whether the receiver has dealt with the message, whatever the sender is told. */
export const isTaken = (reply: Reply): boolean => {
  const status = typeof reply === 'object' ? reply.status : reply;
  return status === 'drop' || (typeof status === 'number' && status < 300);
};

/** An HTTP server on loopback that does with each message what is decided. */
export interface ReceivingServer {
  readonly url: string;
  close(): void;
}

/** Opens a receiver of webhooks on a free port. */
export async function receive(decide: (message: Arrived) => Reply | Promise<Reply>): Promise<ReceivingServer> {
  const server = createServer((request, response) => {
    let raw = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      raw += text;
    });
    request.on('end', async () => {
      const headers = request.headers as Record<string, string>;
      const message = { path: request.url ?? '', id: headers['webhook-id'] ?? '', headers, raw };
      answer(await decide(message), request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'drop') return void request.socket.destroy();
  const { status, headers, text, after = 0 } = typeof reply === 'object' ? reply : { status: reply };
  const write = (): void => void response.writeHead(status, headers).end(text);
  if (after === 0) write();
  else setTimeout(write, after);
}
