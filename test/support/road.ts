import { afterAll } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { assemble, type Contributions, engineSources } from '../../src/assemble.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import type { Plugin } from '../../src/contract/index.ts';
import { connect } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { calendarOf } from '../../src/metrics/calendar.ts';
import { prepareEngine } from '../../src/pipeline/prepare-engine.ts';
import { Road } from '../../src/pipeline/road.ts';
import { testDatabase } from './database.ts';

/** The road alone, without API and workers: time passes only when a test says so. */
export interface TestRoad {
  readonly road: Road;
  readonly database: Database;
  readonly contributions: Contributions;
  readonly url: string;
}

export async function testRoad(
  options: { url?: string; timeZone?: string; plugins?: readonly Plugin[] } = {},
): Promise<TestRoad> {
  const url = options.url ?? (await testDatabase());
  const timeZone = options.timeZone ?? 'UTC';
  const contributions = assemble(features, options.plugins ?? (await loadPlugins()), entities);
  const database = await connect(url, contributions.entities as never);
  afterAll(() => database.close());
  await migrate(database.orm, url, contributions.migrations);
  const sources = engineSources(contributions, calendarOf(timeZone));
  await prepareEngine(database, sources, { currency: 'EUR', timeZone });
  return { road: new Road(database, sources), database, contributions, url };
}

/** Saves and publishes a document; nobody is settled by it before they come along the road. */
export async function publish(road: Road, key: string, kind: string, document: object): Promise<void> {
  const { number } = await saveRuleSet(road, operator, { key, kind, title: key, source: JSON.stringify(document) });
  await publishVersion(road, operator, key, number);
}
