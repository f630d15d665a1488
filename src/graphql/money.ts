import { currencyDigits } from '../activities/currency-digits.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited } from '../contract/scope.ts';
import { parseDecimal, scaled } from '../imports/decimal.ts';
import { badInput } from './bad-input.ts';

/** An amount in minor units of a currency. */
export interface MoneyAmount {
  readonly minor: number;
  readonly currency: string;
}

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    Money: MoneyAmount;
  }
}

/** The type of amounts, for every field that has one: `type: 'Money'`. */
export function money(builder: Builder): void {
  builder.objectType('Money', {
    extensions: inherited,
    description: 'An amount of money, exact.',
    fields: (t) => ({
      amount: t.field({
        type: 'Decimal',
        description: 'The amount with the decimals of its currency: "12.50".',
        resolve: ({ minor, currency }) => toMajor(minor, currency),
      }),
      amountMinor: t.field({
        type: 'Long',
        description: 'The same in minor units: 1250.',
        resolve: ({ minor }) => minor,
      }),
      currencyCode: t.string({ description: 'ISO 4217 code.', resolve: ({ currency }) => currency }),
    }),
  });
}

/** Minor units as a decimal, by the digits of the currency: 1250 EUR is "12.50", 1250 JPY "1250". */
export function toMajor(minor: number, currency: string): string {
  const digits = currencyDigits(currency) ?? 2;
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A decimal in major units as minor units; more decimals than the currency has are refused. */
export function toMinor(amount: string, currency: string): number {
  const digits = currencyDigits(currency) ?? 2;
  const decimal = parseDecimal(amount);
  const minor = decimal ? scaled(decimal, digits) : 'NOT_A_DECIMAL';
  if (typeof minor === 'number') return minor;
  throw badInput(
    minor === 'TOO_MANY_DECIMALS'
      ? `${amount} has more decimals than ${currency} (${digits}).`
      : `${amount} is not an amount of ${currency} that can be compared.`,
  );
}
