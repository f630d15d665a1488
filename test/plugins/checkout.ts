import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['bin', 'src', 'plugins', 'migrations', 'schema', 'test', 'package.json', 'tsconfig.json', 'biome.json'];

/** What a command printed; it fails when the command does. */
export type Shell = (command: string) => Promise<string>;

/** A copy of this project to work in, with the packages that are installed; it is gone after the tests of the file. */
export function scratchCheckout(): { readonly folder: string; write(file: string, text: string): void; run: Shell } {
  const folder = mkdtempSync(path.join(tmpdir(), 'checkout-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of [...PARTS, 'vitest.config.ts', 'codegen.ts'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    write(file, text) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    },
    run: (command) => shell(command, folder),
  };
}

/** Runs a line as somebody would type it, in a folder, with nothing of this test run in the environment. */
export function shell(command: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const bin = path.join(root, 'node_modules/.bin');
  return new Promise((resolve, reject) => {
    const given = { PATH: `${bin}:${PATH}`, HOME, npm_config_offline: 'true', NO_COLOR: '1', ...env };
    execFile('sh', ['-c', command], { cwd, env: given, maxBuffer: 1e8 }, (error, out, err) =>
      error ? reject(new Error(`${command}\n${out}\n${err}`)) : resolve(`${out}${err}`),
    );
  });
}
