import type { Access } from '../access/access.ts';
import type { Viewer } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import type { Feed } from '../feed/feed.ts';
import type { Log } from '../log.ts';
import { Deliverer, type DelivererSettings } from './deliverer.ts';
import { AddressGuard, type GuardSettings } from './guard-address.ts';
import { Poster, type PostSettings } from './post.ts';
import type { Following, Refusal, Renderer, Wish } from './render.ts';
import type { Random } from './schedule.ts';
import { databaseTime, ownTime, type Time } from './time.ts';

export interface WebhookSettings extends PostSettings, DelivererSettings, GuardSettings {
  /** An instant in place of the database's clock, in epoch milliseconds. */
  readonly clock?: (() => number) | undefined;
  readonly random?: Random;
}

/** What endpoints, deliveries to them and the API share in one process. */
export class Webhooks {
  readonly database: Database;
  readonly feed: Feed;
  readonly access: Access;
  readonly guard: AddressGuard;
  readonly poster: Poster;
  readonly time: Time;
  readonly #settings: WebhookSettings;
  #renderer: Renderer | undefined;

  constructor(parts: { database: Database; feed: Feed; access: Access }, settings: WebhookSettings = {}) {
    this.database = parts.database;
    this.feed = parts.feed;
    this.access = parts.access;
    this.#settings = settings;
    this.guard = new AddressGuard(settings);
    this.poster = new Poster(this.guard, settings);
    this.time = settings.clock ? ownTime(settings.clock) : databaseTime();
  }

  /** Hands in what makes messages of changes: it knows the API, which is made after this. */
  renderBy(renderer: Renderer): void {
    this.#renderer = renderer;
  }

  /** What is followed for a client that wishes this, or why it may not. */
  follow(viewer: Viewer, wish: Wish): Following | Refusal {
    if (!this.#renderer) throw new Error('nothing makes messages of changes yet');
    return this.#renderer(viewer, wish);
  }

  /** Delivers in this process. */
  deliverer(log: Log): Deliverer {
    const { database, feed, access, poster, time } = this;
    const { random = Math.random } = this.#settings;
    const renderer: Renderer = (viewer, wish) => this.follow(viewer, wish);
    return new Deliverer({ database, feed, access, renderer, poster, time, random, log }, this.#settings);
  }

  async close(): Promise<void> {
    await this.poster.close();
  }
}
