import { type Convert, fault } from './converted.ts';
import { type Decimal, parseDecimal, scaled } from './decimal.ts';
import type { Conversion } from './mapping.ts';

const DECIMALS = 6;

/** Whole numbers. */
export const integerConverter = (how: Conversion): Convert =>
  numberConverter(how, (decimal) => scaled(decimal, 0, how.round), 'must be a whole number');

/** Numbers with at most six decimals. */
export const decimalConverter = (how: Conversion): Convert =>
  numberConverter(how, (decimal) => fraction(decimal, how.round), 'may have at most six decimals');

/** Durations to milliseconds. */
export const durationConverter = (how: Conversion): Convert =>
  numberConverter(how, (decimal) => milliseconds(decimal, how), 'is finer than a millisecond');

/** Money to an integer in minor units. */
export function moneyConverter(how: Conversion): Convert {
  if (how.as !== 'major') return numberConverter(how, (decimal) => scaled(decimal, 0, how.round), 'is in minor units');
  return (value, digits) => {
    if (digits === undefined) return fault('NO_CURRENCY', 'This amount needs a currency.');
    const limit = `may have at most ${digits} decimals in this currency`;
    return numberConverter(how, (decimal) => scaled(decimal, digits, how.round), limit)(value);
  };
}

function numberConverter(how: Conversion, to: (decimal: Decimal) => number | string, limit: string): Convert {
  return (value) => {
    const decimal = parseDecimal(value);
    if (decimal === undefined) {
      return fault('NOT_A_NUMBER', 'This must be a number: digits, a point before decimals, no thousands separators.');
    }
    const size = to(decimal);
    if (size === 'TOO_LARGE') return fault('TOO_LARGE', 'This number is too large to be kept exactly.');
    if (typeof size === 'string') {
      return fault(size, `This number ${limit}. Mend it, or add "round": true to the mapping.`);
    }
    return { value: how.negate && size !== 0 ? -size : size };
  };
}

function fraction(decimal: Decimal, round: boolean | undefined): number | string {
  const places = Math.min(decimal.scale, DECIMALS);
  const size = scaled(decimal, places, round);
  return typeof size === 'number' ? size / 10 ** places : size;
}

function milliseconds(decimal: Decimal, { as, round }: Conversion): number | string {
  if (as !== 'minutes') return scaled(decimal, as === 'seconds' ? 3 : 0, round);
  return scaled({ ...decimal, digits: String(BigInt(decimal.digits) * 60n) }, 3, round);
}
