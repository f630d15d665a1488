/** A decimal as it was written: `-12.50` is negative, digits `1250`, scale 2. Leading zeros are gone. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

const LONGEST = 1000;
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?$/;
/** Below it a JSON number keeps three decimals exactly. */
const EXACT_BELOW = 1e12;

/**
 * Reads a decimal exactly: digits with at most one point, no thousands separators, no exponent. A JSON number is refused
 * where JSON numbers stop being exact (fractions from a million million up): there, write a text.
 */
export function parseDecimal(value: unknown): Decimal | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (typeof value === 'number' && Math.abs(value) >= EXACT_BELOW && !Number.isSafeInteger(value)) return undefined;
  const text = typeof value === 'string' ? value.trim() : String(value);
  const found = text.length > LONGEST ? null : FORM.exec(text);
  if (!found) return undefined;
  const [, sign, whole = '', fraction = ''] = found;
  if (whole === '' && fraction === '') return undefined;
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  return { negative: sign === '-', digits, scale: fraction.length };
}

/** Why a decimal cannot be given in so many decimals. */
export type Inexact = 'TOO_MANY_DECIMALS' | 'TOO_LARGE';

/**
 * The decimal times 10^`places`, as a whole number: major units to minor units. Text arithmetic, never binary fractions.
 * With `round`, what lies between two units goes to the nearest, half away from zero.
 */
export function scaled(decimal: Decimal, places: number, round = false): number | Inexact {
  const { digits, scale } = decimal;
  const missing = places - scale;
  let whole = missing >= 0 ? digits + '0'.repeat(missing) : digits.slice(0, missing) || '0';
  const dropped = missing >= 0 ? '' : digits.padStart(-missing, '0').slice(missing);
  if (/[1-9]/.test(dropped)) {
    if (!round) return 'TOO_MANY_DECIMALS';
    if (dropped.charCodeAt(0) >= 53) whole = String(BigInt(whole) + 1n);
  }
  const size = Number(whole);
  if (!Number.isSafeInteger(size)) return 'TOO_LARGE';
  return decimal.negative && size !== 0 ? -size : size;
}
