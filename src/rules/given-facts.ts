import type { Fact, FactCatalogue, Facts } from '../contract/fact.ts';
import { DAY, parseInstant } from './instants.ts';

/** The facts of a customer who is made up: what is given, what follows from it by the time, and nothing else. */
export function givenFacts(given: Readonly<Record<string, unknown>>, now: number, catalogue: FactCatalogue): Facts {
  const numbers = new Float64Array(catalogue.numbers).fill(Number.NaN);
  const texts = new Array<string | undefined>(catalogue.texts).fill(undefined);
  for (const [name, value] of Object.entries(given)) {
    const fact = catalogue.facts.get(name) as Fact;
    if (fact.type === 'text') texts[fact.index] = value as string;
    else numbers[fact.index] = fact.type === 'instant' ? parseInstant(value as string) : Number(value);
  }
  for (const { name, index, timing } of catalogue.facts.values()) {
    if (!timing || timing.form === 'eachDaySince' || Object.hasOwn(given, name)) continue;
    const at = numbers[timing.of] as number;
    numbers[index] = timing.form === 'daysSince' ? Math.floor((now - at) / DAY) : Math.ceil((at - now) / DAY);
  }
  return { numbers, texts, now };
}
