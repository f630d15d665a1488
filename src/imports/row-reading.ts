import type { Issue } from '../errors.ts';
import type { Road } from '../pipeline/road.ts';
import type { RowPreparer } from './prepare-rows.ts';

/** How rows are read that a folder above this one knows about. */
export interface RowReading {
  /** Everything that is wrong with a mapping; columns are checked when they are given. */
  check(mapping: unknown, columns?: readonly string[]): Issue[];
  /** Prepares rows by a mapping that was checked; `source`: where they come from, whatever the mapping says. */
  preparer(mapping: unknown, source: string | undefined): RowPreparer;
}

/** Opens the reading as of now: what it needs of the database is read once for each import. */
export type OpenRowReading = (road: Road) => Promise<RowReading>;
