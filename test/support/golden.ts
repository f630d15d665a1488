import { existsSync, readFileSync } from 'node:fs';

/** Answers that are expected of formulas and data; they lie outside the project. */
const FOLDER = '../shared/data/golden';

/** Reads answers that are expected; undefined, with the reason printed, where they are not on this machine. */
export function golden<T>(name: string): T | undefined {
  const file = `${FOLDER}/${name}.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  console.log(`skipped: ${file} is not on this machine`);
  return undefined;
}
