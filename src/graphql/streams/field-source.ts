import { createSourceEventStream, executeSubscriptionEvent } from 'graphql';
import type { Viewer } from '../../contract/viewer.ts';
import type { CheckedSubscription } from '../check-document.ts';
import type { Services } from '../context.ts';
import { createContext } from '../create-context.ts';
import { type Mask, presentErrors, presentResult } from '../present-errors.ts';
import type { Sink, Source } from './sink.ts';

/** A subscription to a field that is not `changes`: its events are executed for this one reader, as fast as it takes them. */
export class FieldSource implements Source {
  readonly #services: Services;
  readonly #viewer: Viewer;
  readonly #mask: Mask;
  #events: AsyncIterator<unknown> | undefined;
  #stopped = false;
  #go: (() => void) | undefined;

  constructor(services: Services, viewer: Viewer, mask: Mask) {
    this.#services = services;
    this.#viewer = viewer;
    this.#mask = mask;
  }

  /** Runs until the events end or nobody reads any more. */
  async run(checked: CheckedSubscription, sink: Sink): Promise<void> {
    sink.source = this;
    try {
      const events = await createSourceEventStream({ ...checked, contextValue: this.#context() });
      if (!(Symbol.asyncIterator in events)) {
        sink.end({ errors: presentErrors(events.errors ?? [], this.#mask), comeBack: false });
        return;
      }
      this.#events = events[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = this.#stopped ? { done: true, value: null } : await this.#events.next();
        if (done || this.#stopped) break;
        // entities and loaded values must not outlive the event
        const event = { ...checked, contextValue: this.#context(), rootValue: value };
        const answer = presentResult(await executeSubscriptionEvent(event), this.#mask);
        if (!this.#stopped && !sink.tell(JSON.stringify(answer))) await this.#room();
      }
      sink.end();
    } catch (error) {
      sink.end({ errors: presentErrors([error], this.#mask), comeBack: true });
    }
  }

  resume(): void {
    this.#go?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#go?.();
    // not waited for: a generator that is waiting itself ends when its next event comes
    Promise.resolve(this.#events?.return?.()).catch(() => {});
  }

  cursor(): null {
    return null;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#go = resolve;
    });
  }

  #context() {
    return createContext(this.#services, this.#viewer);
  }
}
