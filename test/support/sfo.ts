import { existsSync, readFileSync } from 'node:fs';

/** The airport's survey of passengers; it lies outside the project. */
export const SFO = '../shared/data/sfo_survey_2017_2018.csv';
export const hasSfo = existsSync(SFO);
if (!hasSfo) console.log(`skipped: ${SFO} is not on this machine`);

/** Columns of ratings from 1 to 5, by the question they answer; other codes are no answer. */
export const RATINGS = {
  overall: 'overall_q7all',
  clean: 'clean_q9all',
  safe: 'safe_q10',
  gettingTo: 'getting_to_q13',
  find: 'find_q14',
  security: 'security_q14',
} as const;

/** The rows of the file by the names of their columns. */
export function readSfo(): Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(SFO, 'utf8').trim().split('\n');
  const names = header.trim().split(',');
  return lines.map((line) => {
    const cells = line.trim().split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}
