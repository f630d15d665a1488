import type { Access } from '../access/access.ts';
import type { Pseudonyms } from '../access/pseudonym.ts';
import type { Authoring } from '../authoring/authoring.ts';
import type { GraphContext } from '../contract/graphql.ts';
import type { Database } from '../db/database.ts';
import type { Feed } from '../feed/feed.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Gatherer } from '../pipeline/gather.ts';
import type { Road } from '../pipeline/road.ts';
import type { Links } from '../surveys/links.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Meter } from './meter.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** What core's resolvers get besides what plugins get. */
export interface CoreContext extends GraphContext {
  readonly services: Services;
  /** How the viewer sees ids of customers; null: as they are. */
  readonly pseudonyms: Pseudonyms | null;
  /** The engine of this request: metrics, facts and rule sets as they are now. */
  engine(): Promise<Engine>;
}

/** The parts of a running system that resolvers use. */
export interface Services {
  readonly access: Access;
  readonly database: Database;
  readonly road: Road;
  readonly authoring: Authoring;
  readonly gatherer: Gatherer;
  readonly feed: Feed;
  readonly webhooks: Webhooks;
  /** The links of invitations. */
  readonly links: Links;
  readonly jobs: ReadonlyMap<string, JobHandler>;
  readonly currency: string;
  readonly timeZone: string;
  readonly clock: (() => number) | undefined;
  /** Counts what clients ask for. */
  readonly meter: Meter;
  readonly trusted: TrustedDocuments;
}

export const core = (context: GraphContext): CoreContext => context as CoreContext;
