import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from '../../src/app.ts';
import { createDatabase } from '../../src/db/migrate.ts';
import { Random } from '../../src/demo/random.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { check } from './check.ts';
import { Cluster } from './cluster.ts';
import type { Findings } from './findings.ts';
import { Fleet, type FleetOptions } from './fleet.ts';
import { type Follower, ofSegments } from './follower.ts';
import { Ledger } from './ledger.ts';
import { Load, type LoadOptions } from './load.ts';
import { prepare, SEGMENTS_OF_PARTNER } from './prepare.ts';
import { Puller } from './puller.ts';
import { SseFollower } from './sse.ts';
import { type EndpointWish, Receivers, type WebhookFollower } from './webhooks.ts';

const NAME = 'retinue';

export interface WorldOptions
  extends Partial<Pick<FleetOptions, 'api' | 'workers' | 'preload' | 'env' | 'orders'>>,
    Partial<Pick<LoadOptions, 'total' | 'customers' | 'hot' | 'senders' | 'biggestBatch' | 'draw'>> {
  readonly seed: number;
  /** Where the cluster is kept; left out: a new folder. */
  readonly clusterFolder?: string;
  readonly clusterSettings?: Readonly<Record<string, string>>;
  /** What stands between Retinue and the server: gives the port to connect to. */
  readonly between?: (cluster: Cluster, folder: string) => Promise<number>;
  /** Whether workers are left to the nemesis to start. */
  readonly withoutWorkers?: boolean;
  /** Whether followers are left to the nemesis to add. */
  readonly withoutFollowers?: boolean;
  /** The webhook endpoints; left out: one that is healthy. */
  readonly endpoints?: readonly Pick<EndpointWish, 'behaviour' | 'lanes' | 'segments'>[];
}

/** A server, the processes of Retinue on it, callers, and followers: what a nemesis acts on. */
export interface World {
  readonly folder: string;
  readonly random: Random;
  readonly cluster: Cluster;
  readonly fleet: Fleet;
  readonly load: Load;
  readonly followers: readonly Follower[];
  /** Those of them who receive webhooks. */
  readonly webhooks: readonly WebhookFollower[];
  readonly app: App;
  readonly ledger: Ledger;
  /** Of an admin. */
  readonly key: string;
  /** Adds a subscriber, a partner that may see some segments, a puller, and webhooks, who follow from now on. */
  follow(): Promise<void>;
  /** Waits until everything is acknowledged, told and at rest, and checks it. */
  judge(): Promise<Findings>;
  /** Ends everything; what it left on the disk stays when `keep` is set. */
  close(keep: boolean): Promise<void>;
}

/** Builds a world: a new cluster with published rule sets, processes that are ready, followers that follow. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'retinue-faults-'));
  chmodSync(folder, 0o755);
  const ends: (() => unknown)[] = [];
  const close = async (keep: boolean): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await build(options, folder, ends)), close };
  } catch (error) {
    await close(true);
    throw error;
  }
}

/** `ends` is given what ends each part, in the order in which they began. */
async function build(options: WorldOptions, folder: string, ends: (() => unknown)[]): Promise<Omit<World, 'close'>> {
  const log = (text: string): void => appendFileSync(path.join(folder, 'postgres.log'), text);
  const { clusterFolder = path.join(folder, 'cluster') } = options;
  const cluster = await Cluster.create(clusterFolder, log, options.clusterSettings);
  ends.push(() => cluster.stop());
  await createDatabase(cluster.url('postgres'), NAME);
  const url = cluster.url(NAME);
  const { app, key, partnerKey } = await prepare(url);
  ends.push(() => app.close().catch(() => {}));

  const port = await options.between?.(cluster, folder);
  const fleet = new Fleet({ api: 2, workers: 2, ...options, databaseUrl: cluster.url(NAME, port), folder });
  ends.push(() => fleet.stop());
  await fleet.start(options.withoutWorkers ? fleet.members.filter(({ role }) => role === 'api') : fleet.members);
  const urls = (): readonly string[] => fleet.urls();
  const ledger = new Ledger(path.join(folder, 'acknowledgements.log'));
  ends.push(() => ledger.close());
  const load = new Load({ total: 0, customers: 5000, ...options, ledger, key, urls });
  ends.push(() => load.stop());

  const followers: Follower[] = [];
  const webhooks: WebhookFollower[] = [];
  ends.push(() => Promise.all(followers.map((one) => one.stop())));
  const receivers = await Receivers.start();
  ends.push(() => receivers.close());
  const follow = async (): Promise<void> => {
    const position = await app.feed.head();
    const from = { after: encodeCursor({ epoch: await app.feed.epoch(), position }), afterPosition: position };
    const api = urls()[0] ?? '';
    for (const wish of options.endpoints ?? [{ behaviour: 'healthy', lanes: 8 }])
      webhooks.push(await receivers.follow(api, { key, ...from, ...wish }));
    followers.push(
      ...webhooks,
      new SseFollower('subscriber', { key, ...from }, urls),
      new SseFollower('partner', { key: partnerKey, ...from }, urls, ofSegments(SEGMENTS_OF_PARTNER)),
      new Puller('puller', { key, ...from }, urls),
    );
  };
  if (!options.withoutFollowers) await follow();

  const judge = async (): Promise<Findings> => {
    await fleet.allReady();
    const { plan } = await app.road.engine();
    const report = (line: string): void => appendFileSync(path.join(folder, 'missing.log'), `${line}\n`);
    const findings = await check({ url, ledger, metrics: app.contributions.metrics, plan, followers, report });
    await Promise.all(followers.map((one) => one.stop()));
    const ended = await fleet.stop();
    return { ...findings, crashed: fleet.crashes + ended.length };
  };
  const random = new Random(options.seed, 2);
  return { folder, random, cluster, fleet, load, followers, webhooks, app, ledger, key, follow, judge };
}
