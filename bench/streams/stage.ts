import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Counted, Memory, ServerReady, Subscribe } from './messages.ts';
import { createWorkload, type Workload } from './workload.ts';

/** How so many events came to so many subscribers. */
export interface Run {
  /** Deliveries a second. */
  readonly rate: number;
  readonly bytesPerEvent: number;
}

/** What a subscriber costs, in kB of the process and of its heap. */
export type Weight = Memory;

/** Who subscribes to what: subscriber n sends body n modulo their number, and body n asks for segment n. */
export interface Audience {
  readonly count: number;
  readonly bodies: readonly string[];
  /** Segments that changes are of, in turn: a change goes to one of so many subscribers. */
  readonly segments: number;
}

const TO_ARRIVE = 120_000;

/** A server of ours, a bare one, and subscribers, each in a process of its own; writer and sequencer are in this one. */
export class Stage {
  readonly workload: Workload;
  readonly #ours: Server;
  readonly #bare: Server;
  readonly #subscribers: Process;

  private constructor(workload: Workload, ours: Server, bare: Server, subscribers: Process) {
    this.workload = workload;
    this.#ours = ours;
    this.#bare = bare;
    this.#subscribers = subscribers;
  }

  static async use<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
    const workload = await createWorkload();
    const [server, bare, subscribers] = [
      new Process('server', workload.url),
      new Process('bare-server'),
      new Process('subscribers'),
    ];
    try {
      const ours = { process: server, ...(await server.next<ServerReady>()) };
      const theirs = { process: bare, ...(await bare.next<ServerReady>()) };
      return await work(new Stage(workload, ours, theirs, subscribers));
    } finally {
      for (const one of [server, bare, subscribers]) one.end();
      await sleep(300);
      await workload.close();
    }
  }

  /** Writes changes while nobody numbers them; from then on they are delivered as fast as they can be. */
  async deliver(audience: Audience, changes: number): Promise<Run> {
    const { app, write, unnumbered } = this.workload;
    await this.subscribe(audience);
    await unnumbered(async () => {
      for (let left = changes; left > 0; left -= 1000) await write(Math.min(1000, left), audience.segments);
    });
    const begin = now();
    const stop = new AbortController();
    const sequencing = app.feed.runSequencer(stop.signal);
    const { events, lastAt, bytes } = await this.counted((audience.count / audience.segments) * changes);
    stop.abort();
    await sequencing;
    await this.leave();
    return { rate: events / ((lastAt - begin) / 1000), bytesPerEvent: bytes / events };
  }

  /** The same number of events of the same length from the bare server. */
  async deliverBare(audience: Audience, changes: number, bytes: number): Promise<Run> {
    const { count, segments } = audience;
    await this.#bare.process.ask({ groups: segments });
    await this.#subscribe(this.#bare, audience);
    const event = `event: next\ndata: ${'x'.repeat(Math.max(1, Math.round(bytes) - 26))}\n\n`;
    const begin = now();
    await this.#bare.process.ask({ event, count: changes });
    const { events, lastAt } = await this.counted((count / segments) * changes);
    await this.leave();
    return { rate: events / ((lastAt - begin) / 1000), bytesPerEvent: bytes };
  }

  /** Subscribes all of them to our server. */
  subscribe(audience: Audience): Promise<void> {
    return this.#subscribe(this.#ours, audience);
  }

  /**
   * What each of so many costs who come beside as many: the first let a process grow by what it does not give back, and
   * whoever comes after some have left finds room.
   */
  async weigh(audience: Audience): Promise<{ readonly ours: Weight; readonly bare: Weight }> {
    const weights = [];
    for (const server of [this.#ours, this.#bare]) {
      await this.#subscribe(server, audience);
      const before = await server.process.ask<Memory>('memory');
      await this.#subscribe(server, audience);
      const after = await server.process.ask<Memory>('memory');
      const each = (what: keyof Memory): number => (after[what] - before[what]) / audience.count / 1024;
      weights.push({ rss: each('rss'), heap: each('heap') });
      await this.leave();
    }
    const [ours, bare] = weights as [Weight, Weight];
    return { ours, bare };
  }

  async leave(): Promise<void> {
    await this.#subscribers.ask('close');
    await sleep(500);
  }

  /** Waits until that many events came. */
  async counted(expected: number): Promise<Counted> {
    const until = now() + TO_ARRIVE;
    for (;;) {
      const counted = await this.#subscribers.ask<Counted>('count');
      if (counted.events >= expected) return counted;
      if (now() > until) throw new Error(`${counted.events} of ${expected} events came in time`);
      await sleep(50);
    }
  }

  async #subscribe({ port }: Server, { count, bodies }: Audience): Promise<void> {
    const { authorization } = this.workload;
    await this.#subscribers.ask({ port, count, authorization, bodies } satisfies Subscribe);
    await sleep(500);
    await this.#subscribers.ask('reset');
  }
}

interface Server {
  readonly process: Process;
  readonly port: number;
}

/** A process of the bench that answers each message with one. */
class Process {
  readonly #child: ChildProcess;

  constructor(file: string, ...args: string[]) {
    // with the flags of production, whatever the bench itself runs with
    this.#child = fork(fileURLToPath(new URL(`./${file}.ts`, import.meta.url)), args, { execArgv: [] });
  }

  async next<T>(): Promise<T> {
    const [message] = (await once(this.#child, 'message')) as [T];
    return message;
  }

  ask<T>(message: object | string): Promise<T> {
    const answer = this.next<T>();
    this.#child.send(message);
    return answer;
  }

  end(): void {
    this.#child.disconnect();
    this.#child.kill('SIGKILL');
  }
}

/** Comparable between processes. */
export const now = (): number => performance.timeOrigin + performance.now();
