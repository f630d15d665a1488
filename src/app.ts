import type { GraphQLSchema } from 'graphql';
import { Access } from './access/access.ts';
import { type TokenSettings, tokenReader } from './access/token.ts';
import { currencyDigits } from './activities/currency-digits.ts';
import { assemble, type Contributions } from './assemble.ts';
import type { Plugin } from './contract/index.ts';
import { connect } from './db/connect.ts';
import type { Database } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { ensurePartitions } from './db/partitions.ts';
import { entities } from './entities.ts';
import { features } from './features.ts';
import { Feed } from './feed/feed.ts';
import { buildSchema } from './graphql/build.ts';
import { importJob } from './imports/import-job.ts';
import type { JobHandler } from './jobs/run-jobs.ts';
import { calendarOf } from './metrics/calendar.ts';
import { createMetricsView } from './metrics/view.ts';
import { BACKFILL, backfill } from './pipeline/backfill.ts';
import { Gatherer } from './pipeline/gather.ts';
import type { Evaluate } from './pipeline/judge.ts';
import { prepareEngine } from './pipeline/prepare-engine.ts';
import { Road } from './pipeline/road.ts';

export interface AppOptions {
  readonly url: string;
  readonly plugins: readonly Plugin[];
  readonly currency: string;
  readonly timeZone: string;
  /** Whose signed tokens are taken besides keys; absent: nobody's. */
  readonly tokens?: TokenSettings | undefined;
  /** The instant to settle at, for tests and simulations; absent: the database's clock. */
  readonly clock?: () => number;
  /** What judges customers; absent: the compiled rules. */
  readonly evaluate?: Evaluate;
}

/** A system put together and ready to serve; what it does by itself is up to its workers. */
export interface App {
  readonly access: Access;
  readonly contributions: Contributions;
  readonly database: Database;
  readonly road: Road;
  readonly gatherer: Gatherer;
  readonly feed: Feed;
  readonly jobs: ReadonlyMap<string, JobHandler>;
  readonly schema: GraphQLSchema;
  readonly currency: string;
  readonly clock: (() => number) | undefined;
  close(): Promise<void>;
}

/** The composition root: plugins and features → database → road → schema. May be called many times in a process. */
export async function createApp(options: AppOptions): Promise<App> {
  const contributions = assemble(features, options.plugins, entities);
  const database = await connect(options.url, contributions.entities as never);
  try {
    await migrate(database.orm, options.url, contributions.migrations);
    await ensurePartitions(database);
    const access = new Access(database, options.tokens && tokenReader(options.tokens));
    await access.open();
    const sources = {
      metrics: contributions.metrics,
      kinds: contributions.activities,
      threads: contributions.threads,
      calendar: calendarOf(options.timeZone),
      ruleSetKinds: contributions.kinds,
    };
    await prepareEngine(database, sources, options);
    const road = new Road(database, sources, options.evaluate);
    await createMetricsView(database, (await road.engine()).plan, currencyDigits(options.currency) ?? 2);
    const gatherer = new Gatherer(road);
    const feed = new Feed(database);
    road.onChanges = () => feed.wake();
    const jobs = new Map<string, JobHandler>([
      [BACKFILL, backfill(road, options.clock)],
      ['import', importJob({ road, currency: options.currency, clock: options.clock })],
    ]);
    const close = async (): Promise<void> => {
      await gatherer.drained();
      await feed.close();
      await database.close();
    };
    const schema = buildSchema(contributions);
    return {
      access,
      contributions,
      database,
      road,
      gatherer,
      feed,
      jobs,
      schema,
      currency: options.currency,
      clock: options.clock,
      close,
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
