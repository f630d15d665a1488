import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveTo, runAs } from '../../src/db/embedded-account.ts';
import { USER } from '../../src/db/embedded-cluster.ts';
import { freePort } from './cluster.ts';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((file) => existsSync(file));
export const hasPgbouncer = PROGRAM !== undefined;

/** A pgbouncer in transaction mode, with its own settings otherwise, before a server. */
export class Pgbouncer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
    process.once('exit', () => child.kill('SIGKILL'));
  }

  static async start(folder: string, target: number): Promise<Pgbouncer> {
    const id = runAs();
    const own = path.join(folder, 'pgbouncer');
    mkdirSync(own);
    giveTo(id, own);
    const port = await freePort();
    const settings = path.join(own, 'pgbouncer.ini');
    writeFileSync(
      settings,
      `[databases]
* = host=127.0.0.1 port=${target} user=${USER}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
logfile = ${path.join(own, 'pgbouncer.log')}
`,
    );
    const child = spawn(PROGRAM ?? '', [settings], { ...id, cwd: own, stdio: 'ignore' });
    for (let tries = 0; !(await listens(port)); tries++) {
      if (tries === 100) throw new Error(`pgbouncer does not start; see ${own}`);
      await sleep(50);
    }
    return new Pgbouncer(port, child);
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
