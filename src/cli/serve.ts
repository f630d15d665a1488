import { parseArgs } from 'node:util';
import { isUnclaimed, makeFirstKey } from '../access/first-key.ts';
import type { App } from '../app.ts';
import { type Config, isLoopback } from '../config.ts';
import { serve } from '../server/serve.ts';
import { runDemo } from './demo.ts';
import { makeDemoKey } from './demo-key.ts';
import { onSignal } from './on-signal.ts';
import { openApp } from './open-app.ts';
import type { Command } from './run.ts';
import { UsageError } from './usage-error.ts';

const DEMO_SIZE = 1000;

/** Serves until a signal says to end; a second signal ends at once. */
export const serveCommand: Command = async (args) => {
  const { values } = parseArgs({
    args: args
      .map((arg, i) => (arg === '--demo' ? `--demo=${sizeAfter(args, i)}` : arg))
      .filter((_, i) => !isSize(args, i)),
    options: {
      port: { type: 'string' },
      role: { type: 'string' },
      demo: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
    allowPositionals: false,
  });
  const demo = values.demo === undefined ? undefined : wholeNumber('--demo', values.demo);
  const seed = wholeNumber('--seed', values.seed);
  const stop = new AbortController();
  const ended = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  onSignal(stop);
  const { app, config, log, close } = await openApp({ port: values.port, role: values.role });
  try {
    const { host, port, role, graphiql, streamsPerKey } = config;
    if (role !== 'worker') await showFirstKey(app, config);
    const key = demo === undefined ? '' : await makeDemoKey(app);
    // only where nobody but this machine can open the page
    const graphiqlKey = key !== '' && isLoopback(host) ? key : undefined;
    const streamLimits = { streamsPerKey, socketsPerKey: streamsPerKey };
    const server = await serve(app, { host, port, role, graphiql, graphiqlKey, streamLimits, log });
    log.info('listening', { host, port: server.port, role });
    console.log(`Retinue is ready at ${server.url}/graphql`);
    const busy = demo === undefined ? undefined : runDemo(app, { size: demo, seed, url: server.url, key }, stop.signal);
    busy?.catch((error: unknown) => log.error('the demo ended', { error }));
    await ended;
    await busy?.catch(() => {});
    await server.close();
  } finally {
    await close();
  }
  log.info('ended');
  return 0;
};

/** Who may ask, when nobody may yet: a key that is shown this once, or how to make one on a database of one's own. */
async function showFirstKey({ database }: App, { databaseUrl }: Config): Promise<void> {
  if (databaseUrl !== undefined) {
    if (await isUnclaimed(database))
      console.log(
        'Nobody has a key yet. With the same DATABASE_URL: npx retinue key create --client admin --role admin',
      );
    return;
  }
  const key = await makeFirstKey(database);
  if (key !== undefined) console.log(`The key of the administrator, shown this once; keep it safe:\n\n  ${key}\n`);
}

const isSize = (args: readonly string[], i: number): boolean => args[i - 1] === '--demo' && /^\d+$/.test(args[i] ?? '');
const sizeAfter = (args: readonly string[], i: number): string =>
  isSize(args, i + 1) ? (args[i + 1] ?? '') : String(DEMO_SIZE);

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} must be a whole number.`);
  return Number(text);
}
