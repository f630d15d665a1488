import { type Findings, violations } from './findings.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** How a run went. */
export interface Outcome {
  readonly findings: Findings;
  readonly retries: number;
  readonly refused: number;
  readonly seconds: number;
  /** What else is worth saying, such as how often the nemesis struck. */
  readonly notes: string;
  readonly broken: readonly string[];
  /** Where everything lies that the run left behind; only when something is broken. */
  readonly folder: string | undefined;
}

/** Plays a run: a world, a load, what goes wrong meanwhile, and the verdict. */
export async function play(options: WorldOptions, nemesis: (world: World) => Promise<string>): Promise<Outcome> {
  const world = await createWorld(options);
  let keep = true;
  try {
    const started = performance.now();
    const [notes] = await Promise.all([nemesis(world), world.load.run()]);
    const findings = await world.judge();
    const broken = violations(findings);
    keep = broken.length > 0 && !options.preload; // what a planted fault leaves is of no interest
    return {
      findings,
      retries: world.load.broken + world.load.refused,
      refused: world.load.refused,
      seconds: (performance.now() - started) / 1000,
      notes,
      broken,
      folder: keep ? world.folder : undefined,
    };
  } finally {
    await world.close(keep);
  }
}
