import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const RUN = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line on an embedded database of its own, in a folder that is gone after the tests of the file. */
export interface CommandLine {
  readonly folder: string;
  /** Starts `retinue …`. */
  start(args: readonly string[], env?: Record<string, string>): ChildProcess;
  /** Runs `retinue …` to its end. */
  run(args: readonly string[], given?: { input?: string; env?: Record<string, string> }): Promise<Ended>;
}

export function commandLine(): CommandLine {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'retinue-'));
  fs.chmodSync(folder, 0o755);
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const start: CommandLine['start'] = (args, more = {}) => {
    const { DATABASE_URL: _, ...inherited } = process.env;
    const env = { ...inherited, DATA_DIR: path.join(folder, 'data'), ...more };
    return spawn(process.execPath, [RUN, ...args], { env });
  };
  return {
    folder,
    start,
    run(args, { input, env } = {}) {
      const child = start(args, env);
      let [out, err] = ['', ''];
      child.stdout?.on('data', (chunk) => (out += chunk));
      child.stderr?.on('data', (chunk) => (err += chunk));
      child.stdin?.end(input ?? '');
      return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
    },
  };
}
