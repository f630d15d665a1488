// The least that can send the page: node:http, and one statement in which PostgreSQL makes the JSON.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const [url = '', statement = ''] = process.argv.slice(2);
const text = readFileSync(statement, 'utf8');
const pool = new pg.Pool({ connectionString: url, max: 16 });
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    void pool.query({ name: 'page', text }).then(({ rows }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(rows[0].page);
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log(`ready ${(server.address() as AddressInfo).port}`));
