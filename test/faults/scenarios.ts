import { FAIL_POINTS } from '../../src/db/fail-point.ts';
import { badEndpoints } from './bad-endpoints.ts';
import { hasFaketime, jump, movableClock } from './clocks.ts';
import { controls } from './controls.ts';
import { disks } from './disk.ts';
import type { Findings } from './findings.ts';
import { hogs } from './hogs.ts';
import { killPostgres, killProcess, mixed, strike } from './nemesis.ts';
import { hasPgbouncer, Pgbouncer } from './pgbouncer.ts';
import { type Outcome, play } from './play.ts';
import { publishing } from './publishing.ts';
import { timers } from './timers.ts';
import { Wire } from './wire.ts';

/** One run that is published. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** A fault is planted, and this is what the checker must find. */
  readonly mustFind?: keyof Findings;
  /** Why it cannot run on this machine. */
  readonly skipped?: string | undefined;
  /** `scale` shrinks sizes for trying out: 1 is what is published. */
  run(seed: number, scale: number): Promise<Outcome>;
}

const count = (full: number, scale: number): number => Math.max(1, Math.round(full * scale));

/** A load beside which processes of Retinue and PostgreSQL are killed so many times. */
const kills = (name: string, about: string, size: { total: number; app: number; postgres: number }): Scenario => ({
  name,
  about,
  run: (seed, scale) =>
    play({ seed, total: count(size.total, scale) }, async (world) => {
      const app = size.app && count(size.app, scale);
      const postgres = size.postgres && count(size.postgres, scale);
      await strike(world, mixed(world, [killProcess, app], [killPostgres, postgres]));
      return [app > 0 ? world.fleet.killed : '', postgres > 0 ? `${postgres} kills of PostgreSQL` : '']
        .filter((words) => words !== '')
        .join(', ');
    }),
});

const network: Scenario = {
  name: 'F4',
  about: 'connections to PostgreSQL are reset, fall silent, and are slow',
  async run(seed, scale) {
    let wire: Wire | undefined;
    const between = async (cluster: { port: number }): Promise<number> => {
      wire = await Wire.open(cluster.port);
      return wire.port;
    };
    return play({ seed, total: count(40_000, scale), between }, async (world) => {
      const on = wire as Wire;
      const reset = async (): Promise<void> => on.reset(world.random);
      const blackHole = async (): Promise<void> => on.blackHole(world.random);
      const slow = async (): Promise<void> => {
        on.latency = world.random.pick([0, 0, 2, 10]);
      };
      await strike(
        world,
        mixed(world, [reset, count(111, scale)], [blackHole, count(11, scale)], [slow, count(20, scale)]),
      );
      on.latency = 0;
      return `${on.resets} resets, ${on.blackHoles} silent connections, latency of up to 10 ms each way`;
    }).finally(() => wire?.close());
  },
};

const racing: Scenario = {
  name: 'F6',
  about:
    'two APIs and two workers that number, sweep and deliver race over few customers, with waits where they matter',
  run: (seed, scale) =>
    play(
      {
        seed,
        total: count(40_000, scale),
        customers: 300,
        hot: 0.1,
        senders: 24,
        biggestBatch: 8,
        endpoints: [1, 8, 8].map((lanes) => ({ behaviour: 'healthy', lanes })),
        orders: FAIL_POINTS.map((pauseAt) => ({ pauseAt, ms: 20 })),
      },
      async (world) => {
        world.load.open(1);
        return 'up to 20 ms before and after each commit and after each POST, 300 customers';
      },
    ),
};

const clocks: Scenario = {
  name: 'F8',
  about: 'the clocks of processes jump by -1 and +400 days, and back',
  skipped: hasFaketime ? undefined : 'libfaketime is not installed',
  run: (seed, scale) =>
    play({ seed, total: count(40_000, scale), env: movableClock }, async (world) => {
      let seen = 0;
      const blow = async (): Promise<void> => {
        const { fleet, random, folder } = world;
        if (await jump(folder, random.pick(fleet.ready), random.pick([-1, 400, 0]))) seen += 1;
      };
      const blows = count(60, scale);
      await strike(world, mixed(world, [blow, blows], [killProcess, count(10, scale)]));
      if (seen < blows / 2) throw new Error('the clocks did not jump');
      return `${blows} jumps, ${world.fleet.killed}`;
    }),
};

const pooled: Scenario = {
  name: 'F13',
  about: 'through pgbouncer in transaction mode',
  skipped: hasPgbouncer ? undefined : 'pgbouncer is not installed',
  async run(seed, scale) {
    let bouncer: Pgbouncer | undefined;
    const between = async (cluster: { port: number }, folder: string): Promise<number> => {
      bouncer = await Pgbouncer.start(folder, cluster.port);
      return bouncer.port;
    };
    return play({ seed, total: count(30_000, scale), between }, async (world) => {
      await strike(world, mixed(world, [killProcess, count(20, scale)]));
      return world.fleet.killed;
    }).finally(() => bouncer?.stop());
  },
};

/** Every run, in the order in which they are published. */
export const scenarios: readonly Scenario[] = [
  kills('F1', 'processes of Retinue are killed', { total: 100_000, app: 200, postgres: 0 }),
  kills('F2', 'PostgreSQL is killed', { total: 100_000, app: 0, postgres: 20 }),
  kills('F3', 'both are killed', { total: 100_000, app: 100, postgres: 20 }),
  network,
  disks,
  racing,
  badEndpoints,
  clocks,
  publishing,
  timers,
  pooled,
  hogs,
  ...controls,
];
