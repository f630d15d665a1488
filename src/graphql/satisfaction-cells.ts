import DataLoader from 'dataloader';
import { type Answer, type Behind, readBehind } from '../analytics/behind.ts';
import { type Figure, unknownFigure } from '../analytics/figure.ts';
import type { Population } from '../analytics/population.ts';
import { readHidden } from '../analytics/protect.ts';
import { type Cell, readCells, type Split } from '../analytics/read-cells.ts';
import { type ByCell, readRecovered } from '../analytics/recovered.ts';
import { readResponseRate } from '../analytics/response-rate.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { may } from '../contract/viewer.ts';
import { core } from './context.ts';

/** One cell as the API shows it, among those it was read with. */
export interface ShownCell {
  readonly cells: Cells;
  readonly cell: Cell;
  readonly title: string | null;
  /** Whether so few people are behind it that its figures are not shown to this viewer. */
  readonly hidden: boolean;
}

/** What splits a population, and how its groups are called: by the key that statements give, and as people see it. */
export interface NamedSplit extends Split {
  readonly names: ReadonlyMap<string, { readonly key: string; readonly title: string | null }> | null;
}

/** The cells of one split. What is asked of several of them is read for all of them at once. */
export class Cells {
  readonly population: Population;
  readonly level: number;
  readonly #context: GraphContext;
  readonly #split: NamedSplit;
  readonly #recovered = new Map<number | null, Promise<ByCell>>();
  readonly #behind = new Map<string, DataLoader<Cell, Answer[]>>();
  #responseRate: Promise<ByCell> | undefined;

  constructor(context: GraphContext, population: Population, split: NamedSplit, level: number) {
    this.#context = context;
    this.population = population;
    this.#split = split;
    this.level = level;
  }

  /** Reads them; a second statement says which are hidden from viewers who may not see answers of single customers. */
  async read(): Promise<ShownCell[]> {
    const { viewer } = this.#context;
    const cells = await readCells(this.#context, this.population, this.#split);
    const hidden = may(viewer, 'surveys:read')
      ? new Set()
      : await readHidden(this.#context, this.population, this.#split, cells);
    return cells.map((cell) => ({
      cells: this,
      cell,
      hidden: hidden.has(cell),
      title: this.#nameOf(cell)?.title ?? null,
    }));
  }

  /** The key of a cell's group as people know it. */
  keyOf(cell: Cell): string | null {
    return this.#nameOf(cell)?.key ?? cell.key;
  }

  #nameOf({ key }: Cell): { readonly key: string; readonly title: string | null } | undefined {
    return key === null ? undefined : this.#split.names?.get(key);
  }

  async recovered({ cell, hidden }: ShownCell, withinDays: number | null): Promise<Figure> {
    if (hidden) return unknownFigure('hidden');
    const context = this.#context;
    const options = { level: this.level, withinDays, now: context.now };
    const found = this.#recovered.get(withinDays) ?? readRecovered(context, this.population, this.#split, options);
    this.#recovered.set(withinDays, found);
    return (await found)(cell);
  }

  async responseRate({ cell, hidden }: ShownCell): Promise<Figure> {
    if (hidden) return unknownFigure('hidden');
    this.#responseRate ??= readResponseRate(this.#context, this.population, this.#split, this.level);
    return (await this.#responseRate)(cell);
  }

  /** Answers behind a cell. */
  behind({ cell }: ShownCell, which: Behind): Promise<Answer[]> {
    const name = JSON.stringify(which);
    let loader = this.#behind.get(name);
    if (!loader) {
      const { database } = core(this.#context).services;
      loader = new DataLoader((cells) => readBehind(database, this.population, this.#split, cells, which));
      this.#behind.set(name, loader);
    }
    return loader.load(cell);
  }
}

/** Satisfaction of a population: what all fields of one query are about. */
export interface Satisfaction {
  readonly population: Population;
  readonly level: number;
}

export const satisfactionRef = (builder: Builder) => builder.objectRef<Satisfaction>('Satisfaction');
export type SatisfactionRef = ReturnType<typeof satisfactionRef>;

export const readSplit = (
  context: GraphContext,
  { population, level }: Satisfaction,
  split: NamedSplit,
): Promise<ShownCell[]> => new Cells(context, population, split, level).read();

/** The figures of all answers together. */
export async function readTotal(context: GraphContext, of: Satisfaction): Promise<ShownCell> {
  const [total] = await readSplit(context, of, { grouping: null, windows: null, names: null });
  return total as ShownCell;
}
