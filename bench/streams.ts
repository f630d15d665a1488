import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type BenchLine, median } from './line.ts';
import type { Counted, Memory, ServerReady, Subscribe } from './streams/messages.ts';
import { bodies, createWorkload, type Workload } from './streams/workload.ts';

interface Run {
  readonly rate: number;
  readonly bytesPerEvent: number;
  /** Of one subscriber, in kB. */
  readonly memory: number;
  readonly heap: number;
}

const FILTERS = 250;
const ROUNDS = Number(process.env.R ?? 3);

/** A process of the bench that answers each message with one. */
class Process {
  readonly #child: ChildProcess;

  constructor(file: string, ...args: string[]) {
    this.#child = fork(fileURLToPath(new URL(`./streams/${file}.ts`, import.meta.url)), args);
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

/** Changes to many subscribers of one process, against a bare server and against execution for each subscriber. */
export async function benchStreams(): Promise<BenchLine[]> {
  const workload = await createWorkload();
  const server = new Process('server', workload.url);
  const bare = new Process('bare-server');
  const subscribers = new Process('subscribers');
  const sequencer = new AbortController();
  try {
    const ours = await server.next<ServerReady>();
    const theirs = await bare.next<ServerReady>();
    const bench = new Bench(workload, server, ours.port, bare, theirs.port, subscribers);
    return await bench.run(sequencer.signal);
  } finally {
    sequencer.abort();
    for (const one of [server, bare, subscribers]) one.end();
    await sleep(300);
    await workload.close();
  }
}

class Bench {
  readonly #workload: Workload;
  readonly #server: Process;
  readonly #port: number;
  readonly #bare: Process;
  readonly #barePort: number;
  readonly #subscribers: Process;

  constructor(
    workload: Workload,
    server: Process,
    port: number,
    bare: Process,
    barePort: number,
    subscribers: Process,
  ) {
    this.#workload = workload;
    this.#server = server;
    this.#port = port;
    this.#bare = bare;
    this.#barePort = barePort;
    this.#subscribers = subscribers;
  }

  async run(signal: AbortSignal): Promise<BenchLine[]> {
    const lines: BenchLine[] = [];
    for (const count of (process.env.C ?? '1000,5000').split(',').map(Number)) {
      const same = await this.#compare(count, 1, Math.round(2_000_000 / count));
      lines.push(...same.lines);
      lines.push(...(await this.#compare(count, FILTERS, Math.round((400_000 * FILTERS) / count / 4))).lines);
    }
    const shared = await this.#deliver(1000, bodies.same(), 1, 1000);
    const own = await this.#deliver(1000, bodies.own(1000), 1, 100);
    lines.push({
      name: 'Changes to 1,000 subscribers who ask the same: deliveries a second',
      figure: `${perSecond(shared.rate)} against ${perSecond(own.rate)}`,
      ratio: shared.rate / own.rate,
      goal: 5,
      against:
        'the same subscribers, each with a document of its own, so that each change is executed for each of them',
    });
    lines.push(...(await this.#latency(signal)));
    return lines;
  }

  /** Deliveries and memory, ours and those of the bare server. */
  async #compare(count: number, filters: number, changes: number): Promise<{ lines: BenchLine[] }> {
    const asked = filters === 1 ? bodies.same() : bodies.filters(filters);
    const rounds: { ours: Run; theirs: Run; ratio: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await this.#deliver(count, asked, filters, changes);
      const theirs = await this.#deliverBare(count, filters, changes, ours.bytesPerEvent);
      rounds.push({ ours, theirs, ratio: ours.rate / theirs.rate });
    }
    const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
    const who = `${count.toLocaleString('en')} subscribers, ${filters === 1 ? 'all the same' : `${filters} filters`}`;
    const memory = of(({ ours }) => ours.memory);
    const bytes = Math.round(of(({ ours }) => ours.bytesPerEvent));
    return {
      lines: [
        {
          name: `Changes to ${who}: deliveries a second`,
          figure: `${perSecond(of(({ ours }) => ours.rate))} against ${perSecond(of(({ theirs }) => theirs.rate))}, ${changes} changes, ${bytes} bytes each`,
          ratio: of(({ ratio }) => ratio),
          goal: 0.3,
          against: 'a bare node:http server that writes the same bytes, each event to each of as many subscribers',
        },
        {
          name: `Memory of ${who}, kB each`,
          figure: `${memory.toFixed(1)} kB of RSS, ${of(({ ours }) => ours.heap).toFixed(1)} kB of heap; the bare server ${of(({ theirs }) => theirs.memory).toFixed(1)} kB of RSS`,
          ratio: memory,
          goal: 20,
          smaller: true,
          against: '1 kB; the process before, after a garbage collection each',
        },
      ],
    };
  }

  async #deliver(count: number, asked: readonly string[], filters: number, changes: number): Promise<Run> {
    const { app, authorization, write } = this.#workload;
    const before = await this.#server.ask<Memory>('memory');
    await this.#subscribe({ port: this.#port, count, authorization, bodies: asked });
    const after = await this.#server.ask<Memory>('memory');
    await this.#subscribers.ask('reset');
    for (let left = changes; left > 0; left -= 1000) await write(Math.min(1000, left), filters);
    const begin = now();
    const stop = new AbortController();
    const sequencing = app.feed.runSequencer(stop.signal);
    const counted = await this.#counted((count / filters) * changes);
    stop.abort();
    await sequencing;
    await this.#subscribers.ask('close');
    await sleep(500);
    const rate = counted.events / ((counted.lastAt - begin) / 1000);
    return { rate, bytesPerEvent: counted.bytes / counted.events, ...perSubscriber(before, after, count) };
  }

  async #deliverBare(count: number, filters: number, changes: number, bytes: number): Promise<Run> {
    const { authorization } = this.#workload;
    await this.#bare.ask({ groups: filters });
    const before = await this.#bare.ask<Memory>('memory');
    await this.#subscribe({ port: this.#barePort, count, authorization, bodies: ['{}'] });
    const after = await this.#bare.ask<Memory>('memory');
    await this.#subscribers.ask('reset');
    const event = `event: next\ndata: ${'x'.repeat(Math.max(1, Math.round(bytes) - 26))}\n\n`;
    const begin = now();
    await this.#bare.ask({ event, count: changes });
    const counted = await this.#counted((count / filters) * changes);
    await this.#subscribers.ask('close');
    await sleep(500);
    return {
      rate: counted.events / ((counted.lastAt - begin) / 1000),
      bytesPerEvent: bytes,
      ...perSubscriber(before, after, count),
    };
  }

  async #subscribe(message: Subscribe): Promise<void> {
    await this.#subscribers.ask(message);
    await sleep(500);
  }

  /** Waits until that many events came. */
  async #counted(expected: number): Promise<Counted> {
    const until = now() + 120_000;
    for (;;) {
      const counted = await this.#subscribers.ask<Counted>('count');
      if (counted.events >= expected) return counted;
      if (now() > until) throw new Error(`${counted.events} of ${expected} events came in two minutes`);
      await sleep(50);
    }
  }

  /** 500 changes a second to 1,000 subscribers. */
  async #latency(signal: AbortSignal): Promise<BenchLine[]> {
    const { app, authorization, write } = this.#workload;
    void app.feed.runSequencer(signal);
    const lines: BenchLine[] = [];
    for (const filters of [1, FILTERS]) {
      const asked = filters === 1 ? bodies.same() : bodies.filters(filters);
      await this.#subscribe({ port: this.#port, count: 1000, authorization, bodies: asked });
      await this.#subscribers.ask('reset');
      const begin = now();
      for (let n = 0; n < 2000; n++) {
        await write(5, filters);
        await sleep(Math.max(0, begin + (n + 1) * 10 - now()));
      }
      const seconds = (now() - begin) / 1000;
      const counted = await this.#counted((1000 / filters) * 10_000);
      await this.#subscribers.ask('close');
      const sorted = counted.latencies.toSorted((a, b) => a - b);
      const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
      lines.push({
        name: `Commit to delivery at ${Math.round(10_000 / seconds)} changes a second, 1,000 subscribers, ${filters} filters: p99 ms`,
        figure: `p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, ${perSecond(counted.events / seconds)} deliveries`,
        ratio: at(0.99),
        goal: 100,
        smaller: true,
        against:
          '1 ms, from the statement that writes a change to its arrival; sequencer in a process beside, fsync on',
      });
    }
    return lines;
  }
}

const now = (): number => performance.timeOrigin + performance.now();
const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;

const perSubscriber = (before: Memory, after: Memory, count: number) => ({
  memory: (after.rss - before.rss) / count / 1024,
  heap: (after.heap - before.heap) / count / 1024,
});
