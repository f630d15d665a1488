import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { Kind, Plugin } from '../../src/contract/index.ts';
import visits from '../fixtures/visits/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [kind] = visits.kinds as [Kind<never>];

const over = (value: number) => ({
  key: `over-${value}`,
  when: { all: [{ fact: 'storeVisits', operator: 'greaterThan', value }] },
});

/** A document with two badges, to be tried besides the example. */
export const two = { 'visit-badges': [{ badges: [over(2), over(5)] }] };

/** The plugin of the fixture, with its kind altered. */
export const kindWith = (parts: Partial<Kind<never>>): Plugin => ({ ...visits, kinds: [{ ...kind, ...parts }] });

/** A folder with these files that can import packages; it is gone after the tests of the file. */
export function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'plugin-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module", "dependencies": { "@mikro-orm/core": "*" } }');
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(folder, name, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  return path.join(folder, name);
}

let migrations = 0;

/** The plugin of the fixture, with a further migration of this statement. */
export function migrating(statement: string): Plugin {
  const name = `Migration2026112310000${++migrations}_fault`;
  const own = new URL('../fixtures/visits/migrations/Migration20261123100000_visits.ts', import.meta.url);
  const folder = folderWith('migrations', {
    'Migration20261123100000_visits.ts': `export * from ${JSON.stringify(fileURLToPath(own))};`,
    [`${name}.ts`]: `import { Migration } from '@mikro-orm/migrations';
      export class ${name} extends Migration { override up() { this.addSql(\`${statement}\`); } }`,
  });
  return { ...visits, migrations: new URL(`${pathToFileURL(folder).href}/`) };
}
