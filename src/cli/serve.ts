import { parseArgs } from 'node:util';
import { serve } from '../server/serve.ts';
import { runDemo } from './demo.ts';
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
    const { host, port, role, graphiql } = config;
    const server = await serve(app, { host, port, role, graphiql, log });
    log.info('listening', { host, port: server.port, role });
    console.log(`Retinue is ready at ${server.url}/graphql`);
    const busy = demo === undefined ? undefined : runDemo(app, { size: demo, seed, url: server.url }, stop.signal);
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

const isSize = (args: readonly string[], i: number): boolean => args[i - 1] === '--demo' && /^\d+$/.test(args[i] ?? '');
const sizeAfter = (args: readonly string[], i: number): string =>
  isSize(args, i + 1) ? (args[i + 1] ?? '') : String(DEMO_SIZE);

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} must be a whole number.`);
  return Number(text);
}
