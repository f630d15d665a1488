import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assemble } from '../assemble.ts';
import { entities } from '../entities.ts';
import { features } from '../features.ts';
import { messageSchema } from '../feed/message-schema.ts';
import { LANGUAGES } from '../language/language.ts';
import { loadPlugins } from '../load-plugins.ts';
import { kindSchema } from '../rules/kind-schema.ts';
import { editorSchema } from '../surveys/form/editor-schema.ts';
import { asyncApi } from './asyncapi.ts';
import { bareCatalogue } from './bare-catalogue.ts';
import { buildSchema, printSdl } from './build.ts';
import { scopeTable } from './scope-table.ts';

/** Every file below `schema/` with its text: what core and the plugins of this project contribute, and nothing else. */
export async function printFiles(): Promise<ReadonlyMap<string, string>> {
  const contributions = assemble(features, await loadPlugins(), entities);
  const catalogue = bareCatalogue(contributions);
  const kinds = [...contributions.kinds].flatMap(([key, kind]) =>
    LANGUAGES.map((language): [string, string] => {
      const name = language === 'en' ? key : `${key}.${language}`;
      return [`rule-sets/${name}.schema.json`, toText(kindSchema(kind, catalogue, language))];
    }),
  );
  const survey = LANGUAGES.map((language): [string, string] => {
    const name = language === 'en' ? 'survey' : `survey.${language}`;
    return [`surveys/${name}.schema.json`, toText(editorSchema(catalogue, language))];
  });
  const changes = [...contributions.changes.values()].map((type): [string, string] => [
    `changes/${type.type}.schema.json`,
    toText(messageSchema(type)),
  ]);
  const schema = buildSchema(contributions);
  return new Map([
    ['schema.graphql', printSdl(schema)],
    ['access.md', `${scopeTable(schema)}\n`],
    ['asyncapi.json', toText(asyncApi(contributions.changes.values(), '1.0.0'))],
    ...kinds,
    ...survey,
    ...changes,
  ]);
}

const toText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Writes the files, or with `--check` says which are stale. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const folder = new URL('../../schema/', import.meta.url);
  for (const [name, text] of await printFiles()) {
    const file = new URL(name, folder);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (values.check) {
      console.error(`schema/${name} is stale: run npm run schema`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${fileURLToPath(file)}`);
  }
}

if (import.meta.main) await main();
