import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FAIL_POINTS, type FailPoint } from '../../src/db/fail-point.ts';
import type { Order } from './armed.ts';

const RUN = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url));
const ARMED = new URL('armed.ts', import.meta.url).href;
const TO_START = 60_000;

/** One process of Retinue in its place: when it ends, the supervisor puts another one there. */
export interface Member {
  readonly name: string;
  readonly role: 'api' | 'worker';
  /** Where it listens, once it is ready. */
  url: string | undefined;
  child: ChildProcess | undefined;
  /** Somebody ordered its end. */
  doomed: boolean;
}

export interface FleetOptions {
  readonly databaseUrl: string;
  /** Where the processes leave what they say. */
  readonly folder: string;
  readonly api: number;
  readonly workers: number;
  /** Modules that are loaded before Retinue. */
  readonly preload?: readonly string[];
  readonly env?: (name: string, folder: string) => Readonly<Record<string, string>>;
  /** What each process is told once it is ready. */
  readonly orders?: readonly Order[];
}

/** The processes of Retinue: API and workers, kept alive by a supervisor as an operator's would. */
export class Fleet {
  readonly members: readonly Member[];
  readonly #kills = new Map<FailPoint | undefined, number>();
  /** Processes that were ready and ended although nobody killed them. */
  crashes = 0;
  /** Processes that ended before they were ready: the database was away. */
  failedStarts = 0;
  readonly #options: FleetOptions;
  readonly #log: WriteStream;
  #stopping = false;

  constructor(options: FleetOptions) {
    this.#options = options;
    const of = (role: Member['role'], count: number): Member[] =>
      Array.from({ length: count }, (_, i) => ({
        name: `${role}-${i + 1}`,
        role,
        url: undefined,
        child: undefined,
        doomed: false,
      }));
    this.members = [...of('api', options.api), ...of('worker', options.workers)];
    this.#log = createWriteStream(path.join(options.folder, 'retinue.log'));
  }

  /** Starts all, and waits until all are ready. */
  async start(members: readonly Member[] = this.members): Promise<void> {
    for (const member of members) this.#spawn(member);
    await this.allReady(members);
  }

  async allReady(members: readonly Member[] = this.members): Promise<void> {
    const deadline = Date.now() + TO_START;
    while (members.some(({ url }) => url === undefined)) {
      if (Date.now() > deadline)
        throw new Error(`a process of Retinue does not become ready; see ${this.#options.folder}`);
      await sleep(20);
    }
  }

  get ready(): readonly Member[] {
    return this.members.filter(({ url, doomed }) => url !== undefined && !doomed);
  }

  /** Where the API is served at this moment. */
  urls(): readonly string[] {
    return this.members.flatMap(({ role, url }) => (role === 'api' && url !== undefined ? [url] : []));
  }

  tell(member: Member, order: Order): void {
    if (member.child?.connected) member.child.send(order);
  }

  /** Kills a process: at once, or when its work comes to the point, if it does within a second. */
  async kill(member: Member, at?: FailPoint): Promise<void> {
    const { child } = member;
    if (!child || member.doomed) return;
    member.doomed = true;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (at) {
      this.tell(member, { dieAt: at });
      await Promise.race([gone, sleep(1000)]);
    }
    const where = child.signalCode === null ? undefined : at;
    this.#kills.set(where, this.killsAt(where) + 1);
    child.kill('SIGKILL');
    await gone;
  }

  /** How many died when their work had come to this point, or anywhere. */
  killsAt(point: FailPoint | undefined): number {
    return this.#kills.get(point) ?? 0;
  }

  /** The kills until now, in words. */
  get killed(): string {
    const total = [...this.#kills.values()].reduce((sum, count) => sum + count, 0);
    const points = FAIL_POINTS.map((point) => `${this.killsAt(point)} ${point.replaceAll('-', ' ')}`);
    return `${total} kills of Retinue (${points.join(', ')})`;
  }

  /** Ends all in order, as an operator would. Returns the names of those that did not end well. */
  async stop(): Promise<string[]> {
    this.#stopping = true;
    const ends = this.members.map(async ({ child, name }) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return [];
      const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const code = await Promise.race([gone, sleep(20_000, 'late' as const, { ref: false })]);
      child.kill('SIGKILL');
      if (code !== 0) this.#log.write(`${name} ${child.pid} did not end well: ${code ?? child.signalCode}\n`);
      return code === 0 ? [] : [name];
    });
    const bad = (await Promise.all(ends)).flat();
    this.#log.end();
    return bad;
  }

  #spawn(member: Member): void {
    const { databaseUrl, folder, preload = [], env, orders = [] } = this.#options;
    const imports = [ARMED, ...preload].flatMap((module) => ['--import', module]);
    const args = [...imports, RUN, 'serve', '--role', member.role, '--port', '0'];
    const child = spawn(process.execPath, args, {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        LOG_LEVEL: 'info',
        WEBHOOK_ALLOW: '127.0.0.1/32',
        ...env?.(member.name, folder),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    member.child = child;
    member.doomed = false;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
        if (!this.#log.writableEnded) this.#log.write(`${member.name} ${child.pid} ${line}\n`);
        const url = /^Retinue is ready at (http:\S+)\/graphql$/.exec(line)?.[1];
        if (url === undefined || member.child !== child) return;
        for (const order of orders) this.tell(member, order);
        member.url = url;
      });
    }
    child.once('exit', (code, signal) => {
      const wasReady = member.url !== undefined;
      member.url = undefined;
      if (this.#stopping) return;
      if (!this.#log.writableEnded) this.#log.write(`${member.name} ${child.pid} ended: ${code ?? signal}\n`);
      if (!member.doomed && wasReady) this.crashes += 1;
      else if (!member.doomed) this.failedStarts += 1;
      setTimeout(() => !this.#stopping && this.#spawn(member), wasReady || member.doomed ? 0 : 200);
    });
  }
}
