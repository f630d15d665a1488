import { createServer, type ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { memoryAtRest } from './memory-at-rest.ts';
import type { ServerReady } from './messages.ts';

/** The least that a server of server-sent events does: each event is written to those whose group it is for. */
const groups = new Map<number, ServerResponse[]>();
let next = 0;
let groupCount = 1;

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(':\n\n');
  const group = next++ % groupCount;
  const members = groups.get(group);
  if (members) members.push(response);
  else groups.set(group, [response]);
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as { port: number }).port } satisfies ServerReady),
);

/** Event n is for group n modulo the number of groups. */
async function send(event: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const group = groups.get(n % groupCount) ?? [];
    const full = group.filter((response) => !response.write(event));
    if (full.length > 0)
      await Promise.all(full.map((response) => new Promise((resolve) => response.once('drain', resolve))));
    else if (n % 100 === 99) await turn();
  }
}

process.on('message', (message: 'memory' | { groups: number } | { event: string; count: number }) => {
  if (message === 'memory') void memoryAtRest().then((memory) => process.send?.(memory));
  else if ('groups' in message) {
    groups.clear();
    [next, groupCount] = [0, message.groups];
    process.send?.('ready');
  } else void send(message.event, message.count).then(() => process.send?.('sent'));
});
process.on('disconnect', () => process.exit());
