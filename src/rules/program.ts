import type { Condition } from '../contract/condition.ts';
import type { FactCatalogue, Facts } from '../contract/fact.ts';
import {
  type EncodedTest,
  encodeTest,
  FUNCTION,
  IN_RANGE,
  NOT_SINCE,
  OUT_OF_RANGE,
  SINCE,
  UNKNOWN,
} from './encode-test.ts';
import { factOf } from './fact-of.ts';

/** Where a test leads: to the next test of its rule, or to the end of the rule with its answer. */
const FALSE = -2;
const TRUE = -1;

/** Places of one test's entries in the flat arrays. */
const STRIDE = 4;
const CODE = 0;
const SLOT = 1;
const IF_TRUE = 2;
const IF_FALSE = 3;

/**
 * All rules as one flat list of tests, each with the place to go to when it holds and when it does not. So groups cost
 * nothing at run time, a rule stops at the test that decides it, and a run allocates nothing.
 */
export interface Program {
  readonly run: (facts: Facts, holds: Uint8Array) => void;
}

/** Assembles the conditions of all rules. */
export function assemble(conditions: readonly Condition[], catalogue: FactCatalogue): Program {
  const code: number[] = [];
  const bounds: number[] = [];
  const functions: ((facts: Facts) => boolean)[] = [];

  const emitTest = (test: EncodedTest, ifTrue: number, ifFalse: number): number => {
    const at = code.length / STRIDE;
    code.push(test.code, test.holds ? functions.push(test.holds) - 1 : test.slot, ifTrue, ifFalse);
    bounds.push(test.low, test.high);
    return at;
  };
  // From the last part to the first, because each part must know where the next one begins.
  const emit = (condition: Condition, ifTrue: number, ifFalse: number): number => {
    if ('not' in condition) return emit(condition.not, ifFalse, ifTrue);
    if ('all' in condition) return condition.all.reduceRight((next, part) => emit(part, next, ifFalse), ifTrue);
    if ('any' in condition) return condition.any.reduceRight((next, part) => emit(part, ifTrue, next), ifFalse);
    return emitTest(encodeTest(condition, factOf(condition, catalogue), catalogue), ifTrue, ifFalse);
  };
  const entries = Int32Array.from(conditions, (condition) => emit(condition, TRUE, FALSE));
  return { run: runner(entries, Int32Array.from(code), Float64Array.from(bounds), functions) };
}

function runner(
  entries: Int32Array,
  code: Int32Array,
  bounds: Float64Array,
  functions: readonly ((facts: Facts) => boolean)[],
): Program['run'] {
  const size = entries.length;
  return (facts, holds) => {
    const numbers = facts.numbers;
    const now = facts.now;
    for (let rule = 0; rule < size; rule++) {
      let at = entries[rule] as number;
      do {
        const place = at * STRIDE;
        const slot = code[place + SLOT] as number;
        const low = bounds[at * 2] as number;
        let held: boolean;
        switch (code[place + CODE]) {
          case IN_RANGE: {
            const actual = numbers[slot] as number;
            held = actual >= low && actual <= (bounds[at * 2 + 1] as number);
            break;
          }
          case OUT_OF_RANGE: {
            const actual = numbers[slot] as number;
            held = actual < low || actual > (bounds[at * 2 + 1] as number);
            break;
          }
          case UNKNOWN:
            held = Number.isNaN(numbers[slot]);
            break;
          case SINCE:
            held = now >= (numbers[slot] as number) + low;
            break;
          case NOT_SINCE:
            held = now < (numbers[slot] as number) + low;
            break;
          case FUNCTION:
            held = functions[slot]?.(facts) === true;
            break;
          default:
            held = false;
        }
        at = code[place + (held ? IF_TRUE : IF_FALSE)] as number;
      } while (at >= 0);
      holds[rule] = at === TRUE ? 1 : 0;
    }
  };
}
