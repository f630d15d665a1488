// Retinue's own API in a process of its own, as `npm start` serves it.
import { createApp } from '../../src/app.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { createLog } from '../../src/log.ts';
import { serve } from '../../src/server/serve.ts';

const [url = ''] = process.argv.slice(2);
const app = await createApp({ url, plugins: await loadPlugins(), currency: 'EUR', timeZone: 'UTC' });
const { port } = await serve(app, {
  host: '127.0.0.1',
  port: 0,
  role: 'api',
  graphiql: false,
  log: createLog('error'),
});
console.log(`ready ${port}`);
