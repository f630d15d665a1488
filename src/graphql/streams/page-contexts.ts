import type { Viewer } from '../../contract/viewer.ts';
import type { CoreContext, Services } from '../context.ts';
import { createContext } from '../create-context.ts';
import { readCustomersThrough } from '../customer-reference.ts';

/**
 * Contexts for rendering changes. Groups that begin with the same page share: those with equal rights the whole context,
 * all of them the customers, which depend on the instant and not on who asks.
 */
export class PageContexts {
  readonly #services: Services;
  #page: Map<string, CoreContext> | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  /** What asks for a context while `work` runs belongs to one page. */
  share(work: () => void): void {
    this.#page = new Map();
    try {
      work();
    } finally {
      this.#page = undefined;
    }
  }

  for(viewer: Viewer): CoreContext {
    const shared = this.#page?.get(viewer.rights);
    if (shared) return shared;
    const context = createContext(this.#services, viewer);
    const [first] = this.#page?.values() ?? [];
    if (first) readCustomersThrough(context, first);
    this.#page?.set(viewer.rights, context);
    return context;
  }
}
