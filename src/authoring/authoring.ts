import type { Road } from '../pipeline/road.ts';
import type { Approvals } from './approvals.ts';

/** What the life of rule sets needs. */
export interface Authoring {
  readonly road: Road;
  readonly approvals: Approvals;
  /** The instant at which customers are settled, for tests and simulations; absent: the database's clock. */
  readonly clock?: (() => number) | undefined;
}
