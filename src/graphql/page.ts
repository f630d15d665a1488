import { badInput } from './bad-input.ts';
import { PAGE } from './builder.ts';

/** The arguments of a connection. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** Which part of a list is wanted. `inverted`: the end of it, read backwards. */
export interface Window {
  readonly size: number;
  readonly inverted: boolean;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Checks the arguments of a connection. */
export function windowOf({ first, last, after, before }: PageArguments): Window {
  if (typeof first === 'number' && typeof last === 'number')
    throw badInput('Ask for the first or for the last ones, not for both.', 'BAD_PAGE');
  const size = first ?? last ?? PAGE.defaultSize;
  if (size < 0 || size > PAGE.maxSize)
    throw badInput(`A page has 0 to ${PAGE.maxSize} items; ask for the next page by its cursor.`, 'BAD_PAGE');
  return { size, inverted: typeof last === 'number', after: after ?? undefined, before: before ?? undefined };
}

/** One item of a page. Its cursor is made when it is asked for. */
class Edge<T, R> {
  readonly node: T;
  readonly source: R;
  readonly cursorOf: (source: R) => string;

  constructor(node: T, source: R, cursorOf: (source: R) => string) {
    this.node = node;
    this.source = source;
    this.cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.cursorOf(this.source);
  }
}

/** A page of a connection, and how to count the whole list when somebody asks. */
export class Page<T, R = T> {
  readonly edges: Edge<T, R>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly count: () => number | Promise<number>;

  constructor(edges: Edge<T, R>[], more: boolean, window: Window, count: () => number | Promise<number>) {
    this.edges = edges;
    this.count = count;
    const [start, end] = [edges[0], edges.at(-1)];
    this.pageInfo = {
      hasNextPage: window.inverted ? window.before !== undefined : more,
      hasPreviousPage: window.inverted ? more : window.after !== undefined,
      get startCursor() {
        return start?.cursor ?? null;
      },
      get endCursor() {
        return end?.cursor ?? null;
      },
    };
  }
}

/** How many rows to read for a window: one more than wanted tells whether there are more. */
export const limitOf = ({ size }: Window): number => size + 1;

/** Makes a page of the rows that were read, in the order of reading. */
export function toPage<T, R>(
  rows: readonly R[],
  nodes: readonly T[],
  window: Window,
  cursorOf: (row: R) => string,
  count: () => number | Promise<number>,
): Page<T, R> {
  const more = rows.length > window.size;
  const edges: Edge<T, R>[] = [];
  for (let i = 0; i < rows.length && i < window.size; i++) edges.push(new Edge(nodes[i] as T, rows[i] as R, cursorOf));
  if (window.inverted) edges.reverse();
  return new Page(edges, more, window, count);
}
