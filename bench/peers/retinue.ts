// Retinue's own API in a process of its own, as `npm start` serves it.
import { createClient } from '../../src/access/clients.ts';
import { createKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import { createApp } from '../../src/app.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { createLog } from '../../src/log.ts';
import { serve } from '../../src/server/serve.ts';

const [url = ''] = process.argv.slice(2);
// one client asks for all that there is
const rateLimit = 100_000_000;
const app = await createApp({ rateLimit, url, plugins: await loadPlugins(), currency: 'EUR', timeZone: 'UTC' });
const { port } = await serve(app, {
  host: '127.0.0.1',
  port: 0,
  role: 'api',
  graphiql: false,
  log: createLog('error'),
});
const { id } = await createClient(app.database, operator, { name: 'bench', role: 'admin' });
const { text } = await createKey(app.database, operator, id);
console.log(`ready ${port} ${text}`);
