// What costs one euro costs about this many units of these; currencies near the euro are left out.
const PRICE_LEVEL: Readonly<Record<string, number>> = {
  CNY: 8,
  HKD: 8,
  TWD: 34,
  JPY: 160,
  KRW: 1500,
  INR: 90,
  IDR: 17_000,
  VND: 27_000,
  THB: 38,
  PHP: 62,
  SEK: 11,
  NOK: 11,
  DKK: 7.5,
  CZK: 25,
  HUF: 400,
  PLN: 4.3,
  TRY: 40,
  UAH: 45,
  KZT: 520,
  ILS: 4,
  MXN: 20,
  BRL: 6,
  ARS: 1100,
  CLP: 1000,
  COP: 4400,
  ZAR: 20,
  NGN: 1700,
  KES: 140,
  EGP: 53,
  AED: 4,
  KWD: 0.34,
};

const known = new Map<string, number>();

/** Minor units of a currency that are worth about one euro, so that a demo in yen has prices of yen. */
export function minorUnits(currency: string): number {
  const before = known.get(currency);
  if (before) return before; // the formatter is slow to make, and this is asked for every customer
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const units = (PRICE_LEVEL[currency] ?? 1) * 10 ** (maximumFractionDigits ?? 2);
  known.set(currency, units);
  return units;
}

/** A price as shops make them: whole minor units, ending in 9 when it is large enough. */
export function price(amount: number): number {
  const whole = Math.max(1, Math.round(amount));
  return whole < 50 ? whole : Math.floor(whole / 10) * 10 + 9;
}
