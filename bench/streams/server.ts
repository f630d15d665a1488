import { createApp } from '../../src/app.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { createLog } from '../../src/log.ts';
import { serve } from '../../src/server/serve.ts';
import { memoryAtRest } from './memory-at-rest.ts';
import type { ServerReady } from './messages.ts';

/** Retinue as `serve --role api` runs it, in a process of its own. */
const [, , url = ''] = process.argv;
const app = await createApp({ url, plugins: await loadPlugins(), currency: 'EUR', timeZone: 'UTC' });
const streamLimits = { streamsPerKey: 20_000 };
const log = createLog('warn');
const { port } = await serve(app, { host: '127.0.0.1', port: 0, role: 'api', graphiql: false, streamLimits, log });

process.on('message', () => void memoryAtRest().then((memory) => process.send?.(memory)));
process.on('disconnect', () => process.exit());
process.send?.({ port } satisfies ServerReady);
