// A process of its own that imports the shop's invoices, as the command line does, with the clock set to the day after the
// last invoice: see online-retail.test.ts, which kills it.
import { readFileSync } from 'node:fs';
import { createApp } from '../../src/app.ts';
import { claimFileImport, runFileImport } from '../../src/cli/file-import.ts';
import { loadPlugins } from '../../src/load-plugins.ts';

const [url = '', file = '', mapping = '', clock = ''] = process.argv.slice(2);
const app = await createApp({
  url,
  plugins: await loadPlugins(),
  currency: 'GBP',
  timeZone: 'UTC',
  clock: () => Number(clock),
});
const input = {
  what: 'activities',
  name: file,
  dryRun: false,
  mapping: JSON.parse(readFileSync(mapping, 'utf8')),
} as const;
const claim = await claimFileImport(app.database, input, file);
const tell = ({ rows }: { rows: number }): void => console.log(`rows ${rows}`);
const tally = claim.done ?? (await runFileImport(app, claim, file, tell, new AbortController().signal));
console.log(`done ${JSON.stringify({ jobId: claim.jobId, ...tally })}`);
await claim.release();
await app.close();
