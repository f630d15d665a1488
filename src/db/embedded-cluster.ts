import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canExecute, giveTo, type Identity, ownDirectory, shortHash } from './embedded-account.ts';

/** The superuser of an embedded cluster; nobody but us reaches its socket. */
export const USER = 'postgres';

/** The data directory, made sure to be where the database account can enter. */
export function placeData(wanted: string, id: Identity, shared: string, log?: (line: string) => void): string {
  const dataDir = path.resolve(wanted);
  const parent = path.dirname(dataDir);
  fs.mkdirSync(parent, { recursive: true });
  if (id.uid === undefined || canExecute(id, parent)) return dataDir;
  const other = path.join(shared, `retinue-data-${shortHash(dataDir)}`);
  log?.(`${parent} is closed to the database account; using ${other}/db`);
  ownDirectory(other, 0o755);
  return path.join(other, 'db');
}

/** initdb beside the target, then rename: a kill during initdb leaves nothing half made. */
export function initialise(bin: string, dataDir: string, id: Identity, sync: boolean): void {
  const draft = `${dataDir}.init-${randomBytes(4).toString('hex')}`;
  fs.mkdirSync(draft, { mode: 0o700 });
  giveTo(id, draft);
  const version = spawnSync(path.join(bin, 'postgres'), ['--version'], { ...id, cwd: '/' }).stdout.toString();
  const locale =
    Number(/\d+/.exec(version)?.[0]) >= 17
      ? ['--locale-provider=builtin', '--locale=C.UTF-8', '--lc-messages=C', '--lc-ctype=C.UTF-8', '--lc-collate=C']
      : ['--locale=C'];
  const args = [`--pgdata=${draft}`, `--username=${USER}`, '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  args.push(...locale, ...(sync ? [] : ['--no-sync']));
  const run = runInitdb(path.join(bin, 'initdb'), args, id);
  if (run.status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true });
    const said = String(run.stderr) + String(run.stdout);
    throw new Error(`initdb failed (${run.status ?? run.error?.message}): ${said}`);
  }
  try {
    fs.renameSync(draft, dataDir);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(path.join(dataDir, 'PG_VERSION'))) throw error; // else another process was first
  }
}

function runInitdb(initdb: string, args: string[], id: Identity) {
  // the shell sets the locale, so that the rest of the environment is passed on without being read here
  const start = (...command: string[]) =>
    spawnSync('/bin/sh', ['-c', 'LC_ALL=C exec "$0" "$@"', ...command, ...args], { ...id, cwd: '/' });
  const run = start(initdb);
  if (run.status === 0 || !/could not look up effective user/.test(String(run.stderr))) return run;
  // a uid without a passwd row (`docker run --user 12345`): only initdb minds. A user namespace gives it a name.
  return start('unshare', '-U', '--map-user=65534', '--map-group=65534', initdb);
}
