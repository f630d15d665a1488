import type { Facts } from '../contract/fact.ts';
import { type EncodedTest, IN_RANGE, NOT_SINCE, OUT_OF_RANGE, SINCE, UNKNOWN } from './encode-test.ts';

/** Whether one encoded test holds. The evaluator has the same steps written into its loop. */
export function runTest(test: EncodedTest, facts: Facts): boolean {
  const actual = facts.numbers[test.slot] as number;
  switch (test.code) {
    case IN_RANGE:
      return actual >= test.low && actual <= test.high;
    case OUT_OF_RANGE:
      return actual < test.low || actual > test.high;
    case UNKNOWN:
      return Number.isNaN(actual);
    case SINCE:
      return facts.now >= actual + test.low;
    case NOT_SINCE:
      return facts.now < actual + test.low;
    default:
      return test.holds?.(facts) === true;
  }
}
