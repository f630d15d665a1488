import { expect, it } from 'vitest';
import { killPostgres, killProcess, mixed, strike } from './nemesis.ts';
import { play } from './play.ts';
import { scenarios } from './scenarios.ts';
import { verdictOf } from './verdict.ts';

const SEED = 20261124;
// the processes of PostgreSQL are found through /proc
const onLinux = it.skipIf(process.platform !== 'linux');

onLinux(
  'loses, doubles and misplaces nothing while processes of Retinue are killed 12 times and PostgreSQL 3 times',
  async () => {
    const outcome = await play({ seed: SEED, total: 6000, customers: 1000 }, async (world) => {
      await strike(world, mixed(world, [killProcess, 12], [killPostgres, 3]));
      return `${world.fleet.killed}, 3 of PostgreSQL`;
    });
    console.log(`seed ${SEED}: ${verdictOf(outcome).line}`);
    expect(outcome.broken).toEqual([]);
    expect(outcome.findings.accepted).toBe(6000);
  },
  240_000,
);

onLinux(
  'finds it when every activity is taken for a new one',
  async () => {
    const control = scenarios.find(({ name }) => name === 'C1');
    const outcome = await control?.run(SEED, 0.05);
    expect(outcome?.findings.extra).toBeGreaterThan(0);
  },
  120_000,
);
