import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { assemble, engineSources } from '../src/assemble.ts';
import type { Plugin } from '../src/contract/plugin.ts';
import { connect } from '../src/db/connect.ts';
import type { Database } from '../src/db/database.ts';
import { type EmbeddedPostgres, startEmbedded } from '../src/db/embedded.ts';
import { createDatabase, migrate } from '../src/db/migrate.ts';
import { ensurePartitions } from '../src/db/partitions.ts';
import { entities } from '../src/entities.ts';
import { features } from '../src/features.ts';
import { loadPlugins } from '../src/load-plugins.ts';
import { calendarOf } from '../src/metrics/calendar.ts';
import type { EngineSources } from '../src/pipeline/load-engine.ts';
import { prepareEngine } from '../src/pipeline/prepare-engine.ts';
import { Road } from '../src/pipeline/road.ts';

/** A system on a database of its own, with durable commits as in production. */
export interface BenchSystem {
  readonly database: Database;
  readonly sources: EngineSources;
  readonly road: Road;
  /** Another database with the same content. Nobody may be connected to this one while it is copied. */
  copy(plugins?: readonly Plugin[]): Promise<BenchSystem>;
  close(): Promise<void>;
}

let server: Promise<EmbeddedPostgres> | undefined;

/** The embedded PostgreSQL that all benchmarks of a run share. */
export function benchServer(): Promise<EmbeddedPostgres> {
  server ??= startEmbedded({
    dataDir: 'node_modules/.cache/bench-pg',
    settings: { max_wal_size: '8GB', checkpoint_timeout: '30min' },
  });
  return server;
}

export async function stopBenchServer(): Promise<void> {
  await (await server)?.stop('fast');
  server = undefined;
}

export async function createSystem(plugins?: readonly Plugin[]): Promise<BenchSystem> {
  const name = `b_${randomBytes(4).toString('hex')}`;
  await createDatabase((await benchServer()).url('postgres'), name);
  return openSystem(name, plugins ?? (await loadPlugins()));
}

async function openSystem(name: string, plugins: readonly Plugin[]): Promise<BenchSystem> {
  const url = (await benchServer()).url(name);
  const contributions = assemble(features, plugins, entities);
  const database = await connect(url, contributions.entities as never);
  await migrate(database.orm, url, contributions.migrations);
  await ensurePartitions(database);
  const sources: EngineSources = engineSources(contributions, calendarOf('UTC'));
  await prepareEngine(database, sources, { currency: 'EUR', timeZone: 'UTC' });
  return {
    database,
    sources,
    road: new Road(database, sources),
    async copy(own = plugins) {
      const target = `b_${randomBytes(4).toString('hex')}`;
      await admin(`create database "${target}" template "${name}" strategy file_copy`);
      return openSystem(target, own);
    },
    async close() {
      await database.close();
      await admin(`drop database "${name}" with (force)`);
    },
  };
}

async function admin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: (await benchServer()).url('postgres') });
  await client.connect();
  await client.query(statement);
  await client.end();
}
