import type { GraphQLSchema } from 'graphql';
import { Access } from './access/access.ts';
import { type TokenSettings, tokenReader } from './access/token.ts';
import { operator } from './access/viewer.ts';
import { currencyDigits } from './activities/currency-digits.ts';
import { assemble, type Contributions, engineSources } from './assemble.ts';
import { type Approvals, NO_APPROVALS } from './authoring/approvals.ts';
import type { Authoring } from './authoring/authoring.ts';
import type { Plugin } from './contract/index.ts';
import { connect } from './db/connect.ts';
import type { Database } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { ensurePartitions } from './db/partitions.ts';
import { entities } from './entities.ts';
import { features } from './features.ts';
import { Feed } from './feed/feed.ts';
import { buildSchema } from './graphql/build.ts';
import { Meter } from './graphql/meter.ts';
import { webhookRenderer } from './graphql/render-webhook.ts';
import { readTrustedDocuments, type TrustedDocuments } from './graphql/trusted-documents.ts';
import { replay } from './history/replay.ts';
import { REPLAY } from './history/start-replay.ts';
import { importJob } from './imports/import-job.ts';
import type { JobHandler } from './jobs/run-jobs.ts';
import { calendarOf } from './metrics/calendar.ts';
import { createMetricsView } from './metrics/view.ts';
import { BACKFILL, backfill } from './pipeline/backfill.ts';
import { Gatherer } from './pipeline/gather.ts';
import type { Evaluate } from './pipeline/judge.ts';
import { prepareEngine } from './pipeline/prepare-engine.ts';
import { Road } from './pipeline/road.ts';
import { previewJob } from './preview/preview-job.ts';
import { PREVIEW } from './preview/request.ts';
import { answerReading } from './surveys/import/answer-reading.ts';
import { Links } from './surveys/links.ts';
import { planWave } from './surveys/plan-wave.ts';
import { PLAN_WAVE } from './surveys/start-waves.ts';
import { type WebhookSettings, Webhooks } from './webhooks/webhooks.ts';

export interface AppOptions {
  readonly url: string;
  readonly plugins: readonly Plugin[];
  readonly currency: string;
  readonly timeZone: string;
  /** Whose signed tokens are taken besides keys; absent: nobody's. */
  readonly tokens?: TokenSettings | undefined;
  /** Is told when the keys of their issuer cannot be read. */
  readonly onTokenTrouble?: (error: unknown) => void;
  /** Addresses and ranges of proxies that tell for whom they ask, in `X-Forwarded-For`; absent: none is believed. */
  readonly trustedProxies?: readonly string[];
  /** Points a second that come back to each client; 0: no limit. Absent: as `Meter` says. */
  readonly rateLimit?: number | undefined;
  /** Path of the documents that were stored beforehand; absent: there are none. */
  readonly trustedDocuments?: string | undefined;
  /** Where respondents reach it; absent: nowhere but on this machine. */
  readonly publicUrl?: string | undefined;
  /** The name of the account, as respondents see it. */
  readonly accountTitle?: string | undefined;
  /** The instant to settle at, for tests and simulations; absent: the database's clock. */
  readonly clock?: () => number;
  /** How many others must agree to versions before they are published; absent: nobody. */
  readonly approvals?: Approvals;
  /** How webhooks are sent; absent: to public addresses only, by the database's clock. */
  readonly webhooks?: WebhookSettings;
  /** What judges customers; absent: the compiled rules. */
  readonly evaluate?: Evaluate;
}

/** A system put together and ready to serve; what it does by itself is up to its workers. */
export interface App {
  readonly access: Access;
  readonly contributions: Contributions;
  readonly database: Database;
  readonly road: Road;
  readonly authoring: Authoring;
  readonly gatherer: Gatherer;
  readonly feed: Feed;
  readonly webhooks: Webhooks;
  readonly jobs: ReadonlyMap<string, JobHandler>;
  readonly schema: GraphQLSchema;
  readonly meter: Meter;
  readonly trusted: TrustedDocuments;
  readonly links: Links;
  readonly accountTitle: string | undefined;
  readonly currency: string;
  readonly timeZone: string;
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
    const readToken = options.tokens && tokenReader(options.tokens, options.onTokenTrouble);
    const access = new Access(database, readToken, options.trustedProxies);
    await access.open();
    const sources = engineSources(contributions, calendarOf(options.timeZone));
    await prepareEngine(database, sources, options);
    const road = new Road(database, sources, options.evaluate);
    await createMetricsView(database, (await road.engine()).plan, currencyDigits(options.currency) ?? 2);
    const gatherer = new Gatherer(road);
    const feed = new Feed(database);
    road.onChanges = () => feed.wake();
    const webhooks = new Webhooks({ database, feed, access }, options.webhooks);
    const jobs = new Map<string, JobHandler>([
      [BACKFILL, backfill(road, options.clock)],
      [PREVIEW, previewJob(road, options.clock)],
      [REPLAY, replay(road)],
      [PLAN_WAVE, planWave(road, options.clock)],
      [
        'import',
        importJob({
          road,
          currency: options.currency,
          clock: options.clock,
          openAnswers: answerReading(options.currency),
        }),
      ],
    ]);
    const close = async (): Promise<void> => {
      await gatherer.drained();
      await feed.close();
      await webhooks.close();
      await database.close();
    };
    const schema = buildSchema(contributions);
    const trusted = await readTrustedDocuments(options.trustedDocuments);
    trusted.check(schema, operator);
    const app: App = {
      access,
      contributions,
      database,
      road,
      authoring: { road, approvals: options.approvals ?? NO_APPROVALS, clock: options.clock },
      gatherer,
      feed,
      webhooks,
      jobs,
      schema,
      meter: new Meter(options.rateLimit),
      trusted,
      links: new Links(database, options.publicUrl ?? 'http://127.0.0.1:4000'),
      accountTitle: options.accountTitle,
      currency: options.currency,
      timeZone: options.timeZone,
      clock: options.clock,
      close,
    };
    webhooks.renderBy(webhookRenderer(schema, app, contributions.changes));
    return app;
  } catch (error) {
    await database.close();
    throw error;
  }
}
