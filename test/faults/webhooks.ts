import { type ChildProcess, fork } from 'node:child_process';
import type { Behaviour } from '../support/behaviours.ts';
import { constantCase, type Follower, Notes, ofSegments, type Wanted } from './follower.ts';
import type { Arrival, Secret } from './receiver.ts';

const MUTATION = `mutation ($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    ... on CreateWebhookEndpointSuccess { secret endpoint { id } }
    ... on UserError { code message }
  }
}`;

/** Where a redirect leads: nobody may follow it. */
const ELSEWHERE = '/elsewhere';

/** A lease of somebody who died, an answer that never comes, and a retry, in ms. */
const PATIENCE = 60_000;

const BAD = new Set<Behaviour>(['failing', 'hanging', 'redirecting', 'gone']);

export interface EndpointWish extends Wanted {
  readonly behaviour: Behaviour;
  readonly lanes: number;
  /** Keys of the only segments it asks for. */
  readonly segments?: readonly string[];
}

/** A receiver of webhooks, and what it noted. */
export class WebhookFollower implements Follower {
  readonly notes: Notes;
  readonly behaviour: Behaviour;
  /** The uuid of its endpoint. */
  readonly endpointId: string;
  /** How old messages were when they first arrived, in ms. */
  readonly ages: number[] = [];
  arrivals = 0;
  /** When the last message arrived, in epoch milliseconds. */
  lastArrival = 0;
  readonly #ids = new Map<string, string>();

  constructor(path: string, endpointId: string, { behaviour, lanes, segments, afterPosition }: EndpointWish) {
    this.behaviour = behaviour;
    this.endpointId = endpointId;
    const wanted = segments && { maySee: ofSegments(segments) };
    this.notes = new Notes({
      name: `webhook ${path}`,
      from: afterPosition,
      inOneOrder: lanes === 1,
      patience: PATIENCE,
      ...(BAD.has(behaviour) ? { maySee: () => false } : wanted),
    });
  }

  take({ messageId, at, verified, taken, type, timestamp, data }: Arrival): void {
    this.arrivals += 1;
    this.lastArrival = at;
    const known = this.#ids.get(data.id) ?? messageId;
    this.#ids.set(data.id, known);
    if (!verified || known !== messageId) this.notes.wrong += 1;
    if (!taken) return;
    if (!this.notes.firsts.has(data.id)) this.ages.push(at - Date.parse(timestamp));
    // what arrives side by side is not in the order of the feed: the links are looked at in the end
    this.notes.take({ ...data, type: constantCase(type) }, undefined);
  }

  /** Whether its endpoint must have been disabled. */
  get isGone(): boolean {
    return this.behaviour === 'gone';
  }

  /** It has nothing to lose. */
  drop(): void {}

  async stop(): Promise<void> {}
}

/** The receivers of a run, in a process of their own. */
export class Receivers {
  readonly #child: ChildProcess;
  readonly #url: string;
  readonly #byPath = new Map<string, WebhookFollower>();

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
    child.on('message', (arrivals: Arrival[]) => {
      for (const arrival of arrivals) this.#take(arrival);
    });
  }

  static async start(): Promise<Receivers> {
    const child = fork(new URL('receiver.ts', import.meta.url));
    const { url } = await new Promise<{ url: string }>((resolve) => child.once('message', resolve));
    return new Receivers(child, url);
  }

  /** Makes an endpoint, over the API, and a receiver for it. */
  async follow(api: string, wish: EndpointWish): Promise<WebhookFollower> {
    const { behaviour, lanes, segments = null, after, key } = wish;
    const path = `/${behaviour}/${this.#byPath.size}`;
    const input = { url: this.#url + path, segments, lanes, after };
    const response = await fetch(`${api}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: MUTATION, variables: { input } }),
    });
    const answer = (await response.json()) as {
      data?: { createWebhookEndpoint: { secret?: string; endpoint?: { id: string } } };
    };
    const { secret, endpoint } = answer.data?.createWebhookEndpoint ?? {};
    if (!secret || !endpoint) throw new Error(`no endpoint was made: ${JSON.stringify(answer)}`);
    const follower = new WebhookFollower(path, uuidIn(endpoint.id), wish);
    this.#byPath.set(path, follower);
    this.#child.send({ path, secret } satisfies Secret);
    return follower;
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #take(arrival: Arrival): void {
    if (arrival.path === ELSEWHERE) for (const { notes } of this.#byPath.values()) notes.wrong += 1;
    this.#byPath.get(arrival.path)?.take(arrival);
  }
}

const uuidIn = (globalId: string): string => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
