import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './usage-error.ts';

/** A rule set as a file: `<folder>/<kind>/<key>.json` is its document, as its author wrote it. */
export interface RuleFile {
  readonly kind: string;
  readonly key: string;
  readonly title: string;
  readonly source: string;
  readonly contentHash: string;
  readonly path: string;
}

/** What documents do not say about themselves lies beside them, so that editors can hold them against their schema. */
const LIST = 'rule-sets.json';

interface Listed {
  readonly kind: string;
  readonly key: string;
  readonly title: string;
  readonly contentHash: string;
}

const MOST_FILES = 1000;
const MOST_BYTES = 1_000_000;

export const hashOf = (source: string): string => hash('sha256', source, 'hex');

/** Reads the rule sets of a folder, or a single file in one, by kind and key. */
export function readRuleFiles(place: string): RuleFile[] {
  if (!existsSync(place)) throw new CommandFailure(`There is no "${place}".`);
  if (statSync(place).isFile()) return [readOne(place, listOf(path.resolve(place, '../..')))];
  const titles = listOf(place);
  const files = readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(path.join(place, name)).map((file) => path.join(place, name, file)))
    .filter((file) => file.endsWith('.json'))
    .sort();
  if (files.length === 0)
    throw new CommandFailure(`"${place}" holds no rule sets; they are files such as segments/active.json.`);
  if (files.length > MOST_FILES) throw new CommandFailure(`"${place}" holds more than ${MOST_FILES} files.`);
  return files.map((file) => readOne(file, titles));
}

function readOne(file: string, list: readonly Listed[]): RuleFile {
  if (statSync(file).size > MOST_BYTES) throw new CommandFailure(`"${file}" is too large to be a rule set.`);
  const source = readFileSync(file, 'utf8');
  const key = path.basename(file, '.json');
  const kind = path.basename(path.dirname(path.resolve(file)));
  const title = list.find((one) => one.key === key && one.kind === kind)?.title ?? key;
  return { kind, key, title, source, contentHash: hashOf(source), path: file };
}

function listOf(folder: string): readonly Listed[] {
  const file = path.join(folder, LIST);
  if (!existsSync(file)) return [];
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { ruleSets: Listed[] }).ruleSets;
  } catch {
    throw new CommandFailure(`"${file}" is not a list of rule sets as \`retinue rules export\` writes it.`);
  }
}

/** Writes rule sets into a folder, with the list beside them. */
export function writeRuleFiles(folder: string, ruleSets: readonly Omit<RuleFile, 'path'>[]): void {
  for (const { kind, key, source } of ruleSets) {
    mkdirSync(path.join(folder, kind), { recursive: true });
    writeFileSync(path.join(folder, kind, `${key}.json`), source);
  }
  const list = ruleSets.map(({ kind, key, title, contentHash }): Listed => ({ kind, key, title, contentHash }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, LIST), `${JSON.stringify({ ruleSets: list }, null, 2)}\n`);
}
