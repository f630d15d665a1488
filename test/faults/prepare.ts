import { type ClientInput, createClient } from '../../src/access/clients.ts';
import { createKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import { type App, createApp } from '../../src/app.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { ruleSets } from './rule-sets.ts';

/** What the partner of a run may see. */
export const SEGMENTS_OF_PARTNER: readonly string[] = ['active', 'unhappy'];

/** An empty database made ready for a run. */
export interface Prepared {
  /** Of this process: it serves nobody, and is for preparing and checking. */
  readonly app: App;
  /** Of an admin. */
  readonly key: string;
  readonly partnerKey: string;
}

/** Migrates a database, publishes the rule sets, and makes keys. */
export async function prepare(url: string): Promise<Prepared> {
  const app = await createApp({ url, currency: 'EUR', timeZone: 'UTC', plugins: await loadPlugins() });
  const { road, database, jobs } = app;
  for (const { key, kind, document } of ruleSets) {
    const source = JSON.stringify(document);
    const { number } = await saveRuleSet(road, operator, { key, kind, title: key, source });
    await publishVersion(road, operator, key, number);
  }
  // the jobs of the publications: there are no customers yet
  while ((await runNextJob(database, jobs)) !== undefined);
  const partner: ClientInput = {
    name: 'partner',
    role: 'partner',
    scopes: ['customers:identify'],
    segments: SEGMENTS_OF_PARTNER,
    changeTypes: ['segment.entered', 'segment.left'],
  };
  return {
    app,
    key: await keyOf(app, { name: 'faults', role: 'admin' }),
    partnerKey: await keyOf(app, partner),
  };
}

async function keyOf({ database }: App, input: ClientInput): Promise<string> {
  const { id } = await createClient(database, operator, input);
  return (await createKey(database, operator, id)).text;
}
