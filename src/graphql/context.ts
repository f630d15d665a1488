import type { Access } from '../access/access.ts';
import type { Pseudonyms } from '../access/pseudonym.ts';
import type { Authoring } from '../authoring/authoring.ts';
import type { GraphContext } from '../contract/graphql.ts';
import type { Viewer } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import type { Feed } from '../feed/feed.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import type { Language } from '../language/language.ts';
import { act } from '../pipeline/act.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Gatherer } from '../pipeline/gather.ts';
import type { Road } from '../pipeline/road.ts';
import type { Links } from '../surveys/links.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { Batch } from './batch.ts';
import { type RowOutcome, rowOf } from './customer-row.ts';
import type { Meter } from './meter.ts';
import { outcomeNames } from './outcome-names.ts';
import { reasonOf } from './outcome-reason.ts';
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

/** A context for one request, or for one event of a subscription: nothing in it outlives the answer. */
export function createContext(services: Services, viewer: Viewer, language: Language = 'en'): CoreContext {
  const { access, database, road, clock } = services;
  let em: CoreContext['em'] | undefined;
  let engine: Promise<Engine> | undefined;
  const context: CoreContext = {
    services,
    viewer,
    language,
    get pseudonyms() {
      return access.pseudonymsFor(viewer);
    },
    get em() {
      em ??= database.orm.em.fork() as never;
      return em;
    },
    query: (name, text, values) => database.query(name, text, values),
    batch: new Batch(),
    now: clock?.() ?? Date.now(),
    outcomes: (customer) => rowOf(customer).outcomes,
    possibleOutcomes: async (kind) => {
      const names = await outcomeNames(database, await context.engine());
      return [...names.values()].filter((name) => name.kind === kind && name.active);
    },
    reason: (customer, outcome) => reasonOf(context, rowOf(customer), outcome as RowOutcome),
    act: (customerIds, work) => act(road, customerIds, work, clock?.()),
    engine: () => {
      engine ??= road.engine();
      return engine;
    },
  };
  return context;
}
