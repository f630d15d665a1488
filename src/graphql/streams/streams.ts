import type { GraphQLSchema } from 'graphql';
import type { Viewer } from '../../contract/viewer.ts';
import { CUSTOMER_ERASED } from '../../customers/changes.ts';
import { decodeCursor } from '../../feed/cursor.ts';
import type { FeedChange } from '../../feed/feed.ts';
import { Tail } from '../../feed/tail.ts';
import { type CheckedSubscription, checkDocument, type Refused, type SentDocument } from '../check-document.ts';
import type { Services } from '../context.ts';
import { changesArguments, type Following, rootFields } from '../follow-document.ts';
import { createMask, type Report } from '../mask-error.ts';
import { type Mask, presentErrors } from '../present-errors.ts';
import { renderer } from '../render-changes.ts';
import { Connections, type StreamLimits } from './connections.ts';
import { FieldSource } from './field-source.ts';
import { FilterIndex } from './filter-index.ts';
import { Group, type GroupParts } from './group.ts';
import { groupKey } from './group-key.ts';
import { KeptChunks } from './kept-chunks.ts';
import { PageContexts } from './page-contexts.ts';
import { Reader } from './reader.ts';
import type { Ending, Sink } from './sink.ts';
import { Turns } from './turns.ts';

/** Readers who read pages of their own at the same time; more would take the database from everybody else. */
const READ_AT_ONCE = 6;

/** A subscription that may run for its viewer. */
export interface Prepared {
  readonly checked: CheckedSubscription;
  /** Undefined: it follows something else than changes. */
  readonly changes: Pick<Following, 'filter' | 'after'> | undefined;
}

export interface StreamOptions {
  readonly report?: Report | undefined;
  readonly limits?: Partial<StreamLimits>;
  /** Characters of answers that are kept for readers who have not taken them yet; absent: as `KeptChunks` says. */
  readonly keep?: number;
}

/** The subscriptions of a process, over whichever transport. Those who ask the same share the work. */
export class Streams {
  readonly connections: Connections;
  readonly schema: GraphQLSchema;
  readonly #services: Services;
  readonly #report: Report | undefined;
  readonly #mask: Mask;
  readonly #tail: Tail;
  readonly #parts: GroupParts;
  readonly #groups = new Map<string, Group>();
  readonly #index = new FilterIndex<Group>();

  constructor(schema: GraphQLSchema, services: Services, { report, limits, keep }: StreamOptions = {}) {
    const { feed } = services;
    this.schema = schema;
    this.#services = services;
    this.#report = report;
    this.#mask = createMask(report);
    this.#tail = new Tail(
      feed,
      (page, from) => this.#distribute(page, from),
      (error) => this.#mask(error, 'The feed could not be read.'),
    );
    const contexts = new PageContexts(services);
    const endingFor = (error: unknown, comeBack: boolean): Ending => this.#endingFor(error, comeBack);
    this.#parts = {
      feed,
      tail: this.#tail,
      contexts,
      kept: new KeptChunks(keep),
      turns: new Turns(READ_AT_ONCE),
      endingFor,
    };
    this.connections = new Connections(services.access, limits);
  }

  /** Holds a document against limits and rights, and charges its cost; what it may not do is said in `errors`. */
  prepare(viewer: Viewer, sent: SentDocument): Prepared | Refused {
    const checked = checkDocument(this.schema, viewer, sent, this.#services.meter);
    if ('errors' in checked) return checked;
    const [field] = rootFields(checked);
    if (field?.name.value !== 'changes') return { checked, changes: undefined };
    const changes = changesArguments(this.schema, checked, field, viewer, this.#report);
    return 'errors' in changes ? changes : { checked, changes };
  }

  /** Fills a sink from a subscription. `lastSeen`: a cursor that was given besides `after`; the one further on counts. */
  async start(viewer: Viewer, { checked, changes }: Prepared, sink: Sink, lastSeen?: string): Promise<void> {
    if (!changes) return new FieldSource(this.#services, viewer, this.#mask).run(checked, sink);
    try {
      const epoch = await this.#services.feed.epoch();
      const begins = [changes.after, lastSeen].filter((cursor) => typeof cursor === 'string');
      const places = begins.map((cursor) => decodeCursor(cursor, epoch)).sort((a, b) => b.position - a.position);
      await this.#tail.open();
      if (!sink.isOpen) return;
      const { position } = this.#tail;
      const [start = { position, previous: position }] = places;
      const group = this.#groupOf(viewer, checked, changes.filter, epoch);
      new Reader(group, sink, start).pump();
    } catch (error) {
      sink.end(this.#endingFor(error, false));
    }
  }

  /** Looks after connections; called about every second. */
  async tick(now: number): Promise<void> {
    if (this.#groups.size === 0) this.#tail.close();
    await this.connections.tick(now);
  }

  /** Ends all streams so that their clients come back; resolves when they are gone. */
  async close(): Promise<void> {
    await this.connections.close();
    this.#tail.close();
  }

  #groupOf(viewer: Viewer, checked: CheckedSubscription, filter: Following['filter'], epoch: string): Group {
    const key = groupKey(viewer, checked);
    const found = this.#groups.get(key);
    if (found) return found;
    const plan = { filter, viewer, epoch, renderer: renderer(checked, this.#mask) };
    const group = new Group(plan, this.#parts, () => {
      this.#groups.delete(key);
      this.#index.delete(group);
    });
    this.#groups.set(key, group);
    this.#index.add(group);
    return group;
  }

  #distribute(page: readonly FeedChange[], from: number): void {
    // what was made before tells of somebody who is gone
    if (page.some(({ type }) => type === CUSTOMER_ERASED)) for (const group of this.#groups.values()) group.dropKept();
    const concerned = new Map<Group, FeedChange[]>();
    for (const change of page) {
      this.#index.match(change, (group) => {
        const changes = concerned.get(group);
        if (changes) changes.push(change);
        else concerned.set(group, [change]);
      });
    }
    this.#parts.contexts.share(() => {
      for (const [group, changes] of concerned) group.offer(changes, from);
    });
  }

  #endingFor(error: unknown, comeBack: boolean): Ending {
    return { errors: presentErrors([error], this.#mask), comeBack };
  }
}
