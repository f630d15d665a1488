import { currencyDigits } from '../activities/currency-digits.ts';
import type { Quantity } from '../language/phrase.ts';

/** What is the same for everything that an account writes. */
export interface Account {
  readonly currency: string;
  readonly timeZone: string;
}

/** An amount in minor units of the account's currency. */
export const money = (quantity: number, { currency }: Account): Quantity => ({
  quantity,
  as: 'money',
  currency,
  digits: currencyDigits(currency) ?? 2,
});
