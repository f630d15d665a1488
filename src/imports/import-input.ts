import type { Format } from './detect-format.ts';

/** What is to be imported, as the job keeps it. */
export interface ImportInput {
  readonly what: 'customers' | 'activities' | 'answers';
  /** Name of the file; its end may tell the format. */
  readonly name: string;
  readonly format?: Format;
  /** Absent: the columns have our own names. */
  readonly mapping?: unknown;
  /** Where the activities come from, whatever the mapping says. */
  readonly source?: string;
  readonly dryRun: boolean;
  readonly uploadId?: string;
}

/** How far an import has come; kept with every batch. */
export interface Tally {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly problems: number;
}

/** What an import has counted so far, from the cursor of its job. */
export const tallyOf = (cursor: Readonly<Record<string, unknown>>): Tally => {
  const { rows = 0, accepted = 0, duplicates = 0, rejected = 0, problems = 0 } = cursor as Partial<Tally>;
  return { rows, accepted, duplicates, rejected, problems };
};
