import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { MARK } from './streams/sink.ts';
import { type SocketParts, socketProtocol } from './streams/socket-protocol.ts';

/** Bytes of one message; what is larger goes over HTTP. */
const MOST_BYTES = 1_048_576;

/** Bytes that may wait for a client before nothing more is read from it: each answer would only add to them. */
const MOST_WAITING = 4 * MARK;

/**
 * GraphQL over WebSocket by the protocol graphql-transport-ws. Gives what takes over a connection that asks to become one;
 * `onError` is told of what nobody expected.
 */
export function createSockets(parts: SocketParts, onError: (error: unknown) => void) {
  const protocol = makeServer(socketProtocol(parts));
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MOST_BYTES,
    handleProtocols,
  });
  const open = (webSocket: WebSocket, socket: Socket, request: IncomingMessage): void => {
    const fail = (error: unknown): void => {
      if (isMisplaced(error)) webSocket.close(CloseCode.BadRequest, 'Invalid message received');
      else {
        onError(error);
        webSocket.close(CloseCode.InternalServerError, 'Something went wrong on our side.');
      }
    };
    const closed = protocol.opened(
      {
        protocol: webSocket.protocol,
        send: (data) => new Promise((resolve) => webSocket.send(data, () => resolve())),
        close: (code, reason) => webSocket.close(code, reason),
        onMessage: (take) => {
          webSocket.on('message', (data) => {
            take(String(data)).catch(fail);
            waitForReader(webSocket, socket);
          });
        },
      },
      { webSocket, socket, request },
    );
    webSocket.on('ping', () => waitForReader(webSocket, socket));
    webSocket.on('error', () => {}); // it closes by itself, and says why
    webSocket.once('close', (code, reason) => {
      closed(code, String(reason)).catch(onError);
    });
  };
  return (request: IncomingMessage, socket: Socket, head: Buffer): void =>
    server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket, request));
}

/** Reads nothing from a client that does not take what it is told, until it has. */
function waitForReader(webSocket: WebSocket, socket: Socket): void {
  if (webSocket.isPaused || socket.writableLength <= MOST_WAITING) return;
  webSocket.pause();
  socket.once('drain', () => webSocket.resume());
}

/** Whether a client sent what only servers send: the protocol's library throws it, and knows no code for it. */
const isMisplaced = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type');
