import { subscribe as listen, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const CHANNEL = 'net.server.socket';

/** The server's ends of the connections that are made in this process from now on, until the test ends. */
export function serverSockets(): readonly Socket[] {
  const sockets: Socket[] = [];
  const note = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
  listen(CHANNEL, note);
  onTestFinished(() => void unsubscribe(CHANNEL, note));
  return sockets;
}
