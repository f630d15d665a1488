import { setTimeout as sleep } from 'node:timers/promises';
import { drawActivity } from './activities.ts';
import { Load } from './load.ts';
import { killDeliverer, mixed, strike } from './nemesis.ts';
import { play } from './play.ts';
import type { Scenario } from './scenarios.ts';
import type { World, WorldOptions } from './world.ts';

const HEALTHY: NonNullable<WorldOptions['endpoints']> = [
  { behaviour: 'healthy', lanes: 8 },
  { behaviour: 'healthy', lanes: 8 },
  { behaviour: 'healthy', lanes: 1 },
];

/** What hangs for one message in twenty gets few messages, or it would still be at it tomorrow. */
const OTHERS: NonNullable<WorldOptions['endpoints']> = [
  { behaviour: 'slow', lanes: 32 },
  { behaviour: 'recovering', lanes: 8 },
  { behaviour: 'flaky', lanes: 32, segments: ['chatty', 'regular'] },
  ...(['failing', 'hanging', 'redirecting', 'gone'] as const).flatMap((behaviour) => [
    { behaviour, lanes: 8 },
    { behaviour, lanes: 1 },
  ]),
];

/** While latencies are taken: activities, and how many in a second. An endpoint with one lane must be able to keep up. */
const CALM = 4000;
const PACE = 200;

/** Endpoints that are slow, fail, hang, redirect or are gone, among healthy ones; and workers that die beside. */
export const badEndpoints: Scenario = {
  name: 'F7',
  about: 'webhook endpoints are slow, fail, hang, redirect and are gone among healthy ones, and workers are killed',
  async run(seed, scale) {
    const calm = Math.round(CALM * scale);
    let alone = '';
    const quiet = await play({ seed, endpoints: HEALTHY }, async (world) => {
      alone = await latency(world, seed, calm);
      return `without the bad ones ${alone}`;
    });
    if (quiet.broken.length > 0) return quiet;
    const total = Math.round(12_000 * scale);
    return play({ seed, total, endpoints: [...HEALTHY, ...OTHERS] }, async (world) => {
      const beside = await latency(world, seed, calm);
      await strike(world, mixed(world, [killDeliverer, Math.max(1, Math.round(12 * scale))]));
      const { fleet, webhooks } = world;
      const gone = webhooks.filter(({ isGone }) => isGone).reduce((sum, { arrivals }) => sum + arrivals, 0);
      return [
        `${webhooks.length} endpoints, ${fleet.killed}`,
        `healthy ones get a change ${beside}, without the bad ones ${alone}`,
        `those that are gone were asked ${gone} times`,
      ].join('; ');
    });
  },
};

/** How long changes take from being recorded to the healthy receivers, at a steady pace. */
async function latency({ fleet, ledger, key, webhooks }: World, seed: number, total: number): Promise<string> {
  const crowd = { customers: 5000, hot: 0.02, start: Date.now() };
  const load = new Load({
    seed: seed + 1,
    total,
    customers: crowd.customers,
    ledger,
    key,
    urls: () => fleet.urls(),
    biggestBatch: 10,
    draw: (random, one) => drawActivity(random, crowd, `calm-${one}`),
  });
  const running = load.run();
  const began = Date.now();
  for (let open = 0; open < total; await sleep(50)) {
    open = Math.min(total, (PACE * (Date.now() - began)) / 1000);
    load.open(open / total);
  }
  await running;
  const ages = webhooks.flatMap(({ behaviour, ages }) => (behaviour === 'healthy' ? ages : [])).sort((a, b) => a - b);
  const at = (part: number): number => ages[Math.floor(ages.length * part)] ?? Number.NaN;
  return `after p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
