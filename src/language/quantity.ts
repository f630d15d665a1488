import { type Language, LOCALES } from './language.ts';
import type { Quantity } from './phrase.ts';

/** A quantity as people write it in that language. */
export function writeQuantity(quantity: Quantity, language: Language): string {
  const { quantity: value } = quantity;
  switch (quantity.as) {
    case 'number':
      return plain(language).format(value);
    case 'share':
      return numbers(language, { style: 'percent', maximumFractionDigits: 10 }).format(value);
    case 'days':
      return units(language, 'day', value);
    case 'duration':
      return duration(value, language);
    case 'money': {
      const { currency, digits } = quantity;
      const whole = value % 10 ** digits === 0;
      const decimals = whole ? 0 : digits;
      const fraction = { minimumFractionDigits: decimals, maximumFractionDigits: Math.max(decimals, 2) };
      return numbers(language, { style: 'currency', currency, ...fraction }).format(value / 10 ** digits);
    }
    case 'instant':
      return instant(value, quantity.timeZone, language);
  }
}

const formats = new Map<string, Intl.NumberFormat>();

function numbers(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(name);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALES[language], options);
  formats.set(name, made);
  return made;
}

const plain = (language: Language): Intl.NumberFormat => numbers(language, { maximumFractionDigits: 20 });

const units = (language: Language, unit: string, value: number): string =>
  numbers(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 20 }).format(value);

const STEPS: readonly (readonly [unit: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** In days, hours, minutes and seconds, without those that are zero; what is left is a part of a second. */
function duration(ms: number, language: Language): string {
  if (ms < 0) return `−${duration(-ms, language)}`;
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of STEPS) {
    const amount = unit === 'second' ? rest / size : Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(units(language, unit, amount));
  }
  return parts.length === 0
    ? units(language, 'second', 0)
    : new Intl.ListFormat(LOCALES[language], { type: 'unit' }).format(parts);
}

/** To the minute, or to the second where there is one. */
function instant(at: number, timeZone: string, language: Language): string {
  const timeStyle = at % 60_000 === 0 ? 'short' : 'medium';
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle, timeZone }).format(at);
}
