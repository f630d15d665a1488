import { connect, type Socket } from 'node:net';
import type { Counted, Subscribe } from './messages.ts';

/** One of so many subscribers looks into its events; the others only count them. */
const LOOKS = 50;
const EVENT = Buffer.from('event: next');
const TIME = Buffer.from('"occurredAt":"');

let events = 0;
let bytes = 0;
let lastAt = 0;
let latencies: number[] = [];
const sockets: Socket[] = [];

process.on('message', (message: Subscribe | 'reset' | 'count' | 'close') => {
  if (message === 'reset') {
    [events, bytes, lastAt, latencies] = [0, 0, 0, []];
    process.send?.('reset');
  } else if (message === 'count') process.send?.({ events, bytes, latencies, lastAt } satisfies Counted);
  else if (message === 'close') {
    for (const socket of sockets.splice(0)) socket.destroy();
    process.send?.('closed');
  } else void subscribe(message).then(() => process.send?.('subscribed'));
});

async function subscribe({ port, count, authorization, bodies }: Subscribe): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const some = Array.from({ length: Math.min(100, count - from) }, (_, i) => from + i);
    await Promise.all(some.map((n) => open(port, authorization, bodies[n % bodies.length] as string, n % LOOKS === 0)));
  }
}

/** Resolves when the stream has begun. */
function open(port: number, authorization: string, body: string, looks: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n` +
          `accept: text/event-stream\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      ),
    );
    sockets.push(socket);
    socket.once('error', reject);
    socket.once('data', (head) => {
      if (!head.includes(' 200 ')) reject(new Error(String(head)));
      resolve();
    });
    let end = Buffer.alloc(0);
    socket.on('data', (data) => {
      // an event whose mark was cut in two
      if (Buffer.concat([end, data.subarray(0, EVENT.length - 1)]).includes(EVENT)) events += 1;
      end = Buffer.from(data.subarray(-(EVENT.length - 1)));
      take(data, looks);
    });
  });
}

function take(data: Buffer, looks: boolean): void {
  bytes += data.length;
  const before = events;
  for (let at = data.indexOf(EVENT); at >= 0; at = data.indexOf(EVENT, at + EVENT.length)) events += 1;
  if (events === before) return;
  lastAt = performance.timeOrigin + performance.now();
  if (!looks) return;
  for (let at = data.indexOf(TIME); at >= 0; at = data.indexOf(TIME, at + TIME.length)) {
    const begin = at + TIME.length;
    latencies.push(lastAt - Date.parse(data.toString('latin1', begin, begin + 24)));
  }
}
