import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { giveTo, runAs } from '../../src/db/embedded-account.ts';
import { findBinaries } from '../../src/db/embedded-binaries.ts';
import { initialise, USER } from '../../src/db/embedded-cluster.ts';

const PATIENCE = 60_000;

/** A PostgreSQL of a run's own, on a port of the loopback interface, that can be killed as a machine is. */
export class Cluster {
  readonly port: number;
  readonly #dataDir: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #log: (text: string) => void;
  #child: ChildProcess | undefined;

  private constructor(
    port: number,
    dataDir: string,
    settings: Readonly<Record<string, string>>,
    log: (text: string) => void,
  ) {
    this.port = port;
    this.#dataDir = dataDir;
    this.#settings = settings;
    this.#log = log;
    process.once('exit', () => this.#child?.kill('SIGQUIT'));
  }

  /** Makes a cluster in a folder that the account of the database can enter, and starts it. */
  static async create(
    folder: string,
    log: (text: string) => void,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Cluster> {
    const id = runAs();
    mkdirSync(folder, { recursive: true });
    giveTo(id, folder);
    const dataDir = path.join(folder, 'pg');
    initialise(findBinaries(id, '/var/tmp'), dataDir, id, false);
    const cluster = new Cluster(await freePort(), dataDir, settings, log);
    await cluster.start();
    return cluster;
  }

  url(database: string, port: number = this.port): string {
    return `postgresql://${USER}@127.0.0.1:${port}/${database}?sslmode=disable`;
  }

  /** Starts the server, after a crash as well, and waits until it answers. */
  async start(): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      if (this.#child?.exitCode !== null) this.#child = this.#spawn();
      if (await this.#answers()) return;
      if (Date.now() > deadline) throw new Error('PostgreSQL does not start again');
      await sleep(50);
    }
  }

  /** Kills all its processes at once: nothing is written back, nothing is said to anybody. */
  async killAll(): Promise<void> {
    const child = this.#child;
    const pid = child?.pid;
    if (!child || pid === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    process.kill(pid, 'SIGSTOP'); // it has no more children while we look for them
    for (const one of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, 'SIGKILL');
      } catch {
        // it ended by itself
      }
    }
    await gone;
    this.#child = undefined;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGQUIT');
    await gone;
  }

  #spawn(): ChildProcess {
    const id = runAs();
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: '',
      max_connections: '300',
      jit: 'off',
      ...this.#settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(path.join(findBinaries(id, '/var/tmp'), 'postgres'), ['-D', this.#dataDir, ...flags], {
      ...id,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (bytes: Buffer) => this.#log(String(bytes)));
    return child;
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url('postgres'), connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** A port of the loopback interface that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false; // it ended
      }
    })
    .map(Number);
}
