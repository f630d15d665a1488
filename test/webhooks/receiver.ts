import { afterAll } from 'vitest';
import { type Arrived, isTaken, type Reply, receive } from '../support/receive.ts';

/** A message as it arrived. */
export interface Received extends Omit<Arrived, 'path'> {
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
  const server = await receive(async ({ id, headers, raw }) => {
    const message = { id, headers, raw, body: JSON.parse(raw) };
    const decided = await reply(message, received.length);
    received.push({ ...message, taken: isTaken(decided) });
    return decided;
  });
  afterAll(() => server.close());
  return {
    url: `${server.url}/hooks`,
    received,
    firsts: () => [...new Set(received.filter(({ taken }) => taken).map(({ id }) => id))],
  };
}

/** Positions of the changes that arrived, in the order of arrival. */
export const positions = (received: readonly Received[]): number[] =>
  received.map(({ body }) => body.data.position as number);
