import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { AddressGuard } from '../../src/webhooks/guard-address.ts';
import { Abandoned, Poster, type PostSettings } from '../../src/webhooks/post.ts';

let server: Server;
let base: string;
let written = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/half') return void response.writeHead(200).write('the beginning');
    if (request.url === '/late') return void response.writeHead(500).write('sorry');
    if (request.url === '/drop') return void request.socket.destroy();
    if (request.url === '/endless') {
      response.writeHead(202);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) written += 16_384;
        response.once('drain', more);
      };
      return more();
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function poster(settings: PostSettings = { timeout: 150, connectTimeout: 100 }): Poster {
  const made = new Poster(new AddressGuard({ allow: ['127.0.0.0/8'] }), settings);
  onTestFinished(() => made.close());
  return made;
}

it('an answer that does not come in time is an error', async () => {
  expect(await poster().post(`${base}/hang`, {}, '{}')).toMatchObject({
    status: null,
    text: null,
    error: 'TIMEOUT: no answer within 0.15 seconds.',
  });
});

it('an answer whose body does not end counts by its status, with what came of it', async () => {
  expect(await poster().post(`${base}/half`, {}, '{}')).toMatchObject({
    status: 200,
    error: null,
    text: 'the beginning',
  });
  expect(await poster().post(`${base}/late`, {}, '{}')).toMatchObject({ status: 500, error: null, text: 'sorry' });
});

it('of an answer without end little is read', async () => {
  const answer = await poster({ timeout: 10_000 }).post(`${base}/endless`, {}, '{}');
  expect(answer).toMatchObject({ status: 202, error: null, text: 'x'.repeat(1024) });
  expect(written).toBeLessThan(20_000_000); // what the sockets on both sides hold
});

it('a connection that breaks, is refused or never stands is an error', async () => {
  expect((await poster().post(`${base}/drop`, {}, '{}')).error).toBe(
    'UND_ERR_SOCKET: the other side closed the connection.',
  );
  expect((await poster().post('http://127.0.0.1:1/', {}, '{}')).error).toBe('ECONNREFUSED: nothing listens there.');
  const mute = createSocketServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void mute.close());
  await new Promise((resolve) => mute.once('listening', resolve));
  const { error } = await poster().post(`https://127.0.0.1:${(mute.address() as AddressInfo).port}/`, {}, '{}');
  expect(error).toMatch(/^(CONNECT_TIMEOUT: no connection within 0.1|TIMEOUT: no answer within 0.15) seconds\.$/);
});

it('what is on its way when the process ends is given up, unless it is known what became of it', async () => {
  const sender = poster({ timeout: 10_000 });
  const [hanging, half] = [sender.post(`${base}/hang`, {}, '{}'), sender.post(`${base}/half`, {}, '{}')];
  const both = Promise.allSettled([hanging, half]);
  await new Promise((resolve) => setTimeout(resolve, 100)); // both have arrived by then; if not, both are given up
  sender.abandon();
  const [first, second] = await both;
  expect(first).toMatchObject({ status: 'rejected', reason: expect.any(Abandoned) });
  expect(second.status === 'fulfilled' ? second.value.status : second.reason).toEqual(
    second.status === 'fulfilled' ? 200 : expect.any(Abandoned),
  );
});
