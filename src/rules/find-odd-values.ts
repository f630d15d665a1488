import { type Fact, factTitle } from '../contract/fact.ts';
import { phrase } from '../language/say.ts';
import type { ValuePlace } from './checking.ts';
import { quote } from './wording.ts';

/** Nobody answers, and nothing is solved, in less than this. */
const SHORTEST = 1_000;
/** A thousand percent: nobody means a share of this size. */
const LARGEST_SHARE = 10;

/** Warns of numbers that cannot be meant in the unit of their fact: parts of a penny, mere moments, huge shares. */
export function warnOfOddValues(value: unknown, { fact, pointer, checking }: ValuePlace): void {
  const odd = [value].flat().find((one) => typeof one === 'number' && isOdd(one, fact.writtenAs)) as number | undefined;
  if (odd === undefined) return;
  const values = { title: factTitle(fact), value: quote(odd) };
  const percent = { quantity: odd, as: 'share' } as const;
  const said = {
    money: phrase('analysis.partOfPenny', values),
    duration: phrase('analysis.tooShort', values),
    share: phrase('analysis.hugeShare', { ...values, percent, share: quote(odd / 100) }),
    days: undefined,
  }[fact.writtenAs ?? 'days'];
  if (said) checking.warn(pointer, 'UNIT_DOES_NOT_FIT', said);
}

function isOdd(value: number, writtenAs: Fact['writtenAs']): boolean {
  if (writtenAs === 'money') return !Number.isInteger(value);
  if (writtenAs === 'duration') return value !== 0 && Math.abs(value) < SHORTEST;
  return writtenAs === 'share' && Math.abs(value) >= LARGEST_SHARE;
}
