import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const RUN = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url));
let folder: string;
/** Of the administrator, once the first server has shown it. */
let key = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'serve-'));
  fs.chmodSync(folder, 0o755);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Served {
  child: ChildProcess;
  url: string;
  /** The first key that was printed, if any was. */
  key: string | undefined;
  out(): string;
  ended: Promise<number | null>;
}

/** Starts `retinue serve` and waits until it says that it is ready. */
async function serve({ data = 'data', args = [] as string[] } = {}): Promise<Served> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, DATA_DIR: path.join(folder, data) };
  const child = spawn(process.execPath, [RUN, 'serve', '--port', '0', ...args], { env });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await expect.poll(() => out, { timeout: 60_000 }).toMatch(/ready at http/);
  const key = /rtn_\w+/.exec(out)?.[0];
  return { child, url: /http:\/\/[\d.:]+/.exec(out)?.[0] ?? '', key, out: () => out, ended };
}

const ask = async <T>(url: string, key: string, query: string): Promise<T> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: T }).data;
};
const RECORD = `mutation { recordActivities(input: { activities: [{ customer: { externalId: "a" }, key: "k",
  activity: { purchase: { amount: { amountMinor: 1, currencyCode: "EUR" } } } }] }) {
  ... on RecordActivitiesSuccess { results { status } } } }`;

interface Recorded {
  recordActivities: { results: { status: string }[] };
}

// each starts a real server, which takes its time on a busy machine
describe('retinue serve', { timeout: 180_000 }, () => {
  it('starts on a bare machine, ends cleanly at a signal, and keeps what it confirmed when it is killed', async () => {
    const first = await serve();
    key = first.key ?? '';
    expect((await ask<Recorded>(first.url, key, RECORD)).recordActivities.results).toEqual([{ status: 'ACCEPTED' }]);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await serve();
    expect(second.key).toBeUndefined(); // the key was shown once
    expect((await ask<Recorded>(second.url, key, RECORD)).recordActivities.results).toEqual([{ status: 'DUPLICATE' }]);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(fs.existsSync(path.join(folder, 'data/pg/postmaster.pid'))).toBe(false);
  });

  it('ends at once at a second signal', async () => {
    const { child, url, ended } = await serve();
    const { createUpload } = await ask<{ createUpload: { upload: { url: string } } }>(
      url,
      key,
      'mutation { createUpload(input: { name: "x.csv" }) { ... on CreateUploadSuccess { upload { url } } } }',
    );
    // a connection that never finishes its request keeps the server waiting
    const never = fetch(`${url}${createUpload.upload.url}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}` },
      body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) }),
      duplex: 'half',
    } as RequestInit).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 1100)); // within a second it is the same keypress
    child.kill('SIGTERM');
    const patience = new Promise((resolve) => setTimeout(resolve, 10_000, 'it waits for the request'));
    expect(await Promise.race([ended.then(() => 'ended'), patience])).toBe('ended');
    await never;
  });

  it('invents customers for a demo, publishes examples, and tells what changes', async () => {
    // of its own: the PostgreSQL of the server above may still be ending
    const { child, url, out, ended } = await serve({ data: 'demo', args: ['--demo', '60', '--seed', '7'] });
    await expect.poll(out, { timeout: 60_000 }).toMatch(/accept: text\/event-stream.*\n.*\n.*-d/);
    const demoKey = /key of this demo.*\s+(rtn_\w+)/.exec(out())?.[1] ?? '';
    const page = await (await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain(demoKey);
    expect(out()).toMatch(/60 customers with [\d,]+ activities/);
    const links = [...out().matchAll(/graphql\?query=(\S+)/g)].map(([, query]) => decodeURIComponent(query ?? ''));
    expect(links).toHaveLength(3);
    const customers = await ask<{ customers: { nodes: { externalId: string }[] } }>(url, demoKey, links[0] ?? '');
    expect(customers.customers.nodes[0]?.externalId).toMatch(/^demo-0000/);
    const changes = await ask<{ changes: { edges: object[] } }>(url, demoKey, links[1] ?? '');
    expect(changes.changes.edges).toHaveLength(5);
    const [command] = /^curl [\s\S]*?\}'$/m.exec(out()) ?? [];
    const pasted = await promisify(execFile)('/bin/sh', ['-c', `${command} --silent`]);
    expect(JSON.parse(pasted.stdout)).toMatchObject({ data: { customers: { nodes: { length: 5 } } } });
    await expect.poll(out, { timeout: 60_000 }).toMatch(/\d\d:\d\d:\d\d {2}demo-\d+ {2}(segment|tier)\./);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});
