// ISO 4217's minor units, where they are not 2. `Intl` is no source for them: it gives 0 for HUF, IDR, COP, IQD and
// twenty others that have minor units, because it says how prices are usually written.
const OTHER: ReadonlyMap<string, number> = new Map([
  ...each(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...each(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...each(4, 'CLF UYW'),
]);
const KNOWN: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('currency'), ...OTHER.keys()]);

function each(digits: number, codes: string): [string, number][] {
  return codes.split(' ').map((code) => [code, digits]);
}

/** How many decimals the minor unit of a currency stands for (GBP 2, JPY 0); undefined for a code that is not one. */
export function currencyDigits(code: string): number | undefined {
  return KNOWN.has(code) ? (OTHER.get(code) ?? 2) : undefined;
}
