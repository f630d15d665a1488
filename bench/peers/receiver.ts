// Receives webhooks in a process of its own. The path says how well: /ok, /slow, /failing, /flaky, /redirecting, /gone,
// /hanging. Of /ok it notes how old messages are; "ages" asks for that, and begins anew.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let ages: number[] = [];
let count = 0;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const status = { '/failing': 500, '/redirecting': 302, '/gone': 410 }[request.url ?? ''] ?? 204;
    if (request.url === '/hanging') return;
    if (request.url === '/slow') return void setTimeout(() => response.writeHead(status).end(), 200);
    if (request.url === '/flaky') {
      count += 1;
      if (count % 20 === 0) return;
      if (count % 33 === 0) return void request.socket.destroy();
      return void response.writeHead(count % 10 === 1 ? 500 : status).end();
    }
    if (request.url === '/ok') {
      const at = /"timestamp":"([^"]+)"/.exec(body)?.[1];
      if (at) ages.push(Date.now() - Date.parse(at));
    }
    response.writeHead(status).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
  process.send?.({ ages });
  ages = [];
});
