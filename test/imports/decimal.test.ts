import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyDigits } from '../../src/activities/currency-digits.ts';
import { parseDecimal, scaled } from '../../src/imports/decimal.ts';

const minor = (text: string | number, places: number, round = false) => {
  const decimal = parseDecimal(text);
  return decimal && scaled(decimal, places, round);
};

test('a decimal to minor units equals whole-number arithmetic, rounded half away from zero', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), maxLength: 9 });
  fc.assert(
    fc.property(
      fc.constantFrom('', '-', '+'),
      digits,
      digits,
      fc.integer({ min: 0, max: 4 }),
      (sign, whole, part, places) => {
        fc.pre(whole + part !== '');
        const text = `${sign}${whole}${part === '' ? '' : `.${part}`}`;
        // Independent: numerator and denominator as BigInt; doubled, plus one, halved rounds half up.
        const numerator = BigInt(whole + part) * 10n ** BigInt(places);
        const denominator = 10n ** BigInt(part.length);
        const size = Number((2n * numerator + denominator) / (2n * denominator));
        const rounded = sign === '-' && size !== 0 ? -size : size;
        expect(minor(text, places, true)).toBe(rounded);
        expect(minor(text, places)).toBe(numerator % denominator === 0n ? rounded : 'TOO_MANY_DECIMALS');
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['139.120', 2, 13912],
  ['0.1', 2, 10],
  ['1.005', 3, 1005],
  ['-0.00', 2, 0],
  ['.5', 2, 50],
  ['5.', 2, 500],
  ['90071992547409.91', 2, 9007199254740991],
  ['90071992547409.92', 2, 'TOO_LARGE'],
  [`0.${'0'.repeat(400)}`, 2, 0],
  [0.07, 2, 7],
])('%s in %i places is %s', (text, places, expected) => expect(minor(text, places)).toBe(expected));

test.each([
  '9'.repeat(1001),
  '',
  '.',
  '-',
  '1,5',
  '1 000',
  '1e3',
  '0x10',
  '٣',
  'NaN',
  '--1',
  '1.2.3',
  1e21,
  Number.NaN,
  90071992547409.91,
])('%s is no decimal that can be read exactly', (text) => expect(minor(text, 2)).toBeUndefined());

test('half rounds away from zero on both sides', () => {
  expect([minor('0.005', 2, true), minor('-0.005', 2, true), minor('0.0049', 2, true)]).toEqual([1, -1, 0]);
});

test('currencies have the decimals of ISO 4217, not those of usual price tags', () => {
  const of = (codes: string) => codes.split(' ').map(currencyDigits);
  expect(of('GBP EUR CNY HUF IDR COP JPY KRW KWD TND CLF ABC')).toEqual([2, 2, 2, 2, 2, 2, 0, 0, 3, 3, 4, undefined]);
});
