import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
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

const running = await start();
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
  mkdirSync(folder, { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

const positionsOf = (lines: readonly string[]): number[] => [
  ...new Set(lines.map((line) => (JSON.parse(line) as { position: number }).position)),
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
  it.each(['pull', 'sse'])(
    '%s: has at most twenty-odd lines, and misses nothing when it is killed',
    { timeout: 60_000 },
    async (name) => {
      const code = clientOf(name);
      expect(code.split('\n').filter(Boolean).length).toBeLessThanOrEqual(24);
      const folder = newFolder();
      const begin = await running.app.feed.head();
      writeFileSync(path.join(folder, 'cursor'), await cursorAt(begin));
      const env = { RETINUE_URL: `${running.server.url}/graphql`, RETINUE_KEY: key };
      const lines: string[] = [];
      await append(30);
      await run(code, folder, env, lines, 20);
      await append(30);
      await run(code, folder, env, lines, 40);
      expect(positionsOf(lines)).toEqual(await allowed(begin));
    },
  );
});

async function cursorAt(position: number): Promise<string> {
  return encodeCursor({ epoch: await running.app.feed.epoch(), position });
}
