import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/** The code of a client as the README shows it. */
function clientOf(name: string): string {
  const [, code] = new RegExp(`<!-- client: ${name} -->\\n\`\`\`js\\n(.*?)\\n\`\`\``, 's').exec(readme) ?? [];
  if (code === undefined) throw new Error(`the README shows no client "${name}"`);
  return code;
}

const clock = { ahead: 0 };
const running = await start({
  webhooks: { allow: ['127.0.0.1/32'], random: () => 0.5, clock: () => Date.now() + clock.ahead },
});
afterAll(() => running.close());
const { database } = running.app;

const key = await keyFor(running.app, {
  name: 'acme',
  role: 'partner',
  segments: ['at-risk'],
  changeTypes: ['segment.entered'],
});

/** Appends changes of as many customers, every third of them in a segment that the partner may not see. */
async function append(count: number): Promise<void> {
  await database.query(
    '',
    `insert into change (customer_id, change_seq, type, key, cause)
     select gen_random_uuid(), 1, 'segment.entered', case when n % 3 = 0 then 'secret' else 'at-risk' end, '{"by": "time"}'
       from generate_series(1, $1::int) n`,
    [count],
  );
  await drainSequencer(database);
}

/** Runs a client in a folder of its own until it has printed so many changes in all its lives, then kills it. */
async function run(code: string, folder: string, env: Record<string, string>, lines: string[], until: number) {
  const file = path.join(folder, 'client.mjs');
  writeFileSync(file, code);
  const child: ChildProcess = spawn(process.execPath, [file], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (data) => errors.push(String(data)));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${lines.length} of ${until} changes\n${errors.join('')}`)),
      30_000,
    );
    let text = '';
    child.stdout?.on('data', (data) => {
      text += String(data);
      const parts = text.split('\n');
      text = parts.pop() ?? '';
      lines.push(...parts);
      if (positionsOf(lines).length < until) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', () => reject(new Error(`the client ended\n${errors.join('')}`)));
  }).finally(() => child.kill('SIGKILL'));
}

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'client-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** The positions of changes as clients print them, each once: as it is, or in the message that tells of it. */
const positionsOf = (lines: readonly string[]): number[] => [
  ...new Set(
    lines.map((line) => {
      const printed = JSON.parse(line) as { position?: number; data?: { position: number } };
      return printed.position ?? (printed.data?.position as number);
    }),
  ),
];

async function allowed(after: number): Promise<number[]> {
  const rows = await database.query<{ position: string }>(
    '',
    `select position from change where key = 'at-risk' and position > $1 order by position`,
    [after],
  );
  return rows.map(({ position }) => Number(position));
}

describe('the clients of the README', () => {
  it.each(['pull', 'sse', 'websocket', 'webhook'])('%s: has at most twenty-odd lines', (name) => {
    expect(clientOf(name).split('\n').filter(Boolean).length).toBeLessThanOrEqual(24);
  });

  it.each(['pull', 'sse', 'websocket'])('%s: misses nothing when it is killed', { timeout: 60_000 }, async (name) => {
    const folder = newFolder();
    const begin = await running.app.feed.head();
    const epoch = await running.app.feed.epoch();
    writeFileSync(path.join(folder, 'cursor'), encodeCursor({ epoch, position: begin }));
    const env = { RETINUE_URL: `${running.server.url}/graphql`, RETINUE_KEY: key };
    const lines: string[] = [];
    await append(30);
    await run(clientOf(name), folder, env, lines, 20);
    await append(30);
    await run(clientOf(name), folder, env, lines, 40);
    expect(positionsOf(lines)).toEqual(await allowed(begin));
  });

  it('webhook: misses nothing when it is killed', { timeout: 60_000 }, async () => {
    const begin = await running.app.feed.head();
    const port = await freePort();
    const input = { url: `http://127.0.0.1:${port}/` };
    const { createWebhookEndpoint: made } = await running.ask<{ createWebhookEndpoint: { secret: string } }>(
      `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
        ... on CreateWebhookEndpointSuccess { secret } } }`,
      { input },
      key,
    );
    const env = { RETINUE_SECRET: made.secret, PORT: String(port) };
    const lines: string[] = [];
    const [code, folder] = [clientOf('webhook'), newFolder()];
    // while nobody listens messages fail, and are due again after seconds: those pass faster here
    const hurry = setInterval(() => (clock.ahead += 1000), 50);
    onTestFinished(() => clearInterval(hurry));
    await append(30);
    await run(code, folder, env, lines, 20);
    await append(30);
    await run(code, folder, env, lines, 40);
    expect(positionsOf(lines).sort((a, b) => a - b)).toEqual(await allowed(begin));
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
