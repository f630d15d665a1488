import { UserError } from '../errors.ts';
import type { Life, Settlement } from './life.ts';

/** How far ahead an agenda looks at most. */
export const HORIZON = 400 * 86_400_000;

/** Most settlements on the way to an instant: only a customer with tens of thousands of activities takes more. */
export const MOST_STEPS = 100_000;

/**
 * What time alone will do to a customer until an instant, that one included: each settlement at which something flips,
 * in order. The customer lives on in memory, from one instant at which something may change to the next.
 */
export async function* forecast(life: Life, now: number, until: number): AsyncGenerator<Settlement, void> {
  for await (const settlement of steps(life, now, until)) {
    if (settlement.moved.length > 0 || settlement.orphans.length > 0) yield settlement;
  }
}

/** Every settlement until an instant, also those at which nothing flips. What is overdue is done now. */
export async function* steps(life: Life, now: number, until: number): AsyncGenerator<Settlement, void> {
  for (let count = 0; count < MOST_STEPS; count++) {
    const at = Math.max(life.due, now);
    if (at > until || at === Number.POSITIVE_INFINITY) return;
    yield await life.settle(at);
  }
  throw new UserError(
    'TOO_MUCH_HISTORY',
    `More than ${MOST_STEPS} instants matter to this customer; choose a shorter time.`,
  );
}
