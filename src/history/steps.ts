import { UserError } from '../errors.ts';
import type { Life, Settlement } from './life.ts';

/** How far ahead an agenda looks at most. */
export const HORIZON = 400 * 86_400_000;

/** Most settlements on the way to an instant: only a customer with tens of thousands of activities takes more. */
export const MOST_STEPS = 100_000;

/**
 * Lets time pass for a customer until an instant, that one included: each settlement, from one instant at which time alone
 * may change something to the next. What is overdue is done now.
 */
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
