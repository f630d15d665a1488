import type { Activity } from '../contract/activity.ts';
import type { CustomerState } from './customer-state.ts';

/** How a row stands to the instant at which customers are judged. */
export const STANDING = {
  /** Its numbers and what holds are those of the instant. */
  current: 0,
  /** Something left a window, flipped or was published since it was settled. */
  behind: 1,
  /** It was settled after the instant: what was then follows from the log. */
  ahead: 2,
} as const;

/** A customer as the population is read: a place that is used again for another one, so nothing of it may be kept. */
export class ScannedCustomer implements CustomerState {
  readonly numbers: Float64Array;
  readonly before: Float64Array;
  /** The bytes of the id. */
  readonly #id = Buffer.alloc(16);
  standing: number = STANDING.current;
  /** The transaction that wrote the row: another one means another row. */
  writer = 0;
  held = new Float64Array(0);
  attributes: Record<string, unknown> = {};
  locale: string | null = null;
  joinedAt: number | null = null;
  // whoever is read this way is judged anew and not measured, so that these say nothing
  activitySeq = 0;
  changeSeq = 0;
  measuredAt = 0;
  metricsGeneration = 0;
  readonly rulesGeneration = -1;
  dueAt = Number.POSITIVE_INFINITY;
  readonly beforeAt = 0;
  timeZone = null;
  profileChanged = false;
  erased = false;
  fresh: Activity[] = [];

  constructor(numbers: Float64Array) {
    this.numbers = numbers;
    this.before = numbers;
  }

  get id(): string {
    const hex = this.#id.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  setId(row: DataView, at: number): void {
    for (let i = 0; i < 16; i++) this.#id[i] = row.getUint8(at + i);
  }
}
