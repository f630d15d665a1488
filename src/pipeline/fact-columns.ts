import type { FactCatalogue, Facts } from '../contract/fact.ts';
import type { FactColumns } from '../rules/columns.ts';
import type { Engine } from './engine.ts';
import { type FactSource, type Readable, sourceOf } from './fact-sources.ts';

/** Places in `Facts` that are read. */
export interface Places {
  readonly numbers: readonly number[];
  readonly texts: readonly number[];
}

/** Where the facts at these places come from; those that rule sets provide come from nowhere here. */
export function sourcesAt({ numbers, texts }: Places, { catalogue, plan }: Engine): FactSource[] {
  const [ofNumbers, ofTexts] = [new Set(numbers), new Set(texts)];
  return [...catalogue.facts.values()]
    .filter(({ type, index }) => (type === 'text' ? ofTexts : ofNumbers).has(index))
    .flatMap((fact) => sourceOf(fact, plan) ?? []);
}

/** Facts of the customers of a block, in columns and in rows. */
export interface ColumnFiller {
  /** Puts the facts of customers into columns, the same each time; `also` is shown each customer's. */
  fill(customers: readonly Readable[], now: number, also?: (facts: Facts) => void): FactColumns;
  /** The facts in a row of the columns, in the same place each time. */
  factsAt(row: number): Facts;
}

/** Columns for up to `most` customers. */
export function columnFiller(
  places: Places,
  sources: readonly FactSource[],
  catalogue: FactCatalogue,
  most: number,
): ColumnFiller {
  const facts: Facts = {
    numbers: new Float64Array(catalogue.numbers).fill(Number.NaN),
    texts: new Array<string | undefined>(catalogue.texts).fill(undefined),
    now: 0,
  };
  const numbers: Float64Array[] = [];
  const texts: (string | undefined)[][] = [];
  for (const place of places.numbers) numbers[place] = new Float64Array(most);
  for (const place of places.texts) texts[place] = new Array<string | undefined>(most).fill(undefined);
  return {
    fill(customers, now, also) {
      facts.now = now;
      for (let row = 0; row < customers.length; row++) {
        for (const source of sources) source.fill(facts, customers[row] as Readable, now);
        for (const place of places.numbers) (numbers[place] as Float64Array)[row] = facts.numbers[place] as number;
        for (const place of places.texts) (texts[place] as (string | undefined)[])[row] = facts.texts[place];
        also?.(facts);
      }
      return { numbers, texts, now };
    },
    factsAt(row) {
      for (const place of places.numbers) facts.numbers[place] = (numbers[place] as Float64Array)[row] as number;
      for (const place of places.texts) facts.texts[place] = texts[place]?.[row];
      return facts;
    },
  };
}
