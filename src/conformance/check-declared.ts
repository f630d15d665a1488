import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble, type Contributions } from '../assemble.ts';
import type { Plugin } from '../contract/plugin.ts';
import { contractFault } from '../contract/version.ts';
import { entities } from '../entities.ts';
import { features } from '../features.ts';
import { bareCatalogue } from '../graphql/bare-catalogue.ts';
import { checkDecisions } from './check-decisions.ts';
import { checkExample, type ReadDocument, readDocument } from './check-documents.ts';
import { checkImports } from './check-imports.ts';
import { checkSchema } from './check-schema.ts';
import { checkChangeTypes, checkTranslations } from './check-texts.ts';
import { checkThread } from './check-threads.ts';
import type { Findings } from './finding.ts';
import { callPure, frozen } from './pure.ts';

/** What of a plugin is looked at without a database. */
export interface DeclaredOptions {
  /** The folder of its sources, as a path or a URL; left out: its imports are not looked at. */
  readonly folder?: string | URL;
  /** Further documents of its kinds to try besides their examples, by the key of the kind. */
  readonly documents?: Readonly<Record<string, readonly unknown[]>>;
}

/** A plugin that start-up would take, beside core. */
export interface Declared {
  readonly without: Contributions;
  readonly contributions: Contributions;
  readonly documents: readonly ReadDocument[];
}

const COMMENT = 'The staff was lovely, but far too slow. 太慢了！';

/** Everything that can be looked at without a database. Undefined: start-up would refuse the plugin. */
export function checkDeclared(plugin: Plugin, options: DeclaredOptions, findings: Findings): Declared | undefined {
  const folder = options.folder === undefined ? undefined : pathOf(options.folder);
  checkName(plugin, folder, findings);
  if (folder !== undefined) checkImports(folder, findings.of('imports'));
  checkTranslations(plugin, findings.of('translations'));
  checkChangeTypes(plugin.changes ?? [], findings.of('changes'));
  for (const thread of plugin.threads ?? []) checkThread(thread, plugin.activities ?? [], findings.of('pure'));
  for (const classifier of plugin.classifiers ?? [])
    for (const language of classifier.languages)
      callPure(`"classify" of ${classifier.key}`, findings.of('pure'), () => classifier.classify(COMMENT, language));
  const without = assemble(features, [], entities);
  const contributions = attempt('start', findings, () => assemble(features, [plugin], entities));
  if (!contributions) return undefined;
  attempt('schema', findings, () => checkSchema(without, contributions, findings.of('schema')));
  return { without, contributions, documents: checkKinds(plugin, options.documents ?? {}, contributions, findings) };
}

const pathOf = (folder: string | URL): string =>
  path.resolve(typeof folder === 'string' ? folder : fileURLToPath(folder));

function checkName({ name, description, contract }: Plugin, folder: string | undefined, findings: Findings): void {
  const report = findings.of('name');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) report(`"${name}" is no name: write lower-case words with hyphens.`);
  // a package may be called as it likes
  if (folder !== undefined && path.basename(folder) !== name && !folder.includes('/node_modules/'))
    report(`The folder is called "${path.basename(folder)}", and the plugin "${name}".`);
  if (!description?.endsWith('.')) report(`The plugin ${name} has no description that is a sentence.`);
  const fault = contractFault(contract);
  if (fault) report(`The plugin ${name} does not fit: ${fault}.`);
}

/** What would be refused is a finding. */
function attempt<T>(check: string, findings: Findings, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    findings.of(check)(`It is refused: ${(error as Error).message}`);
    return undefined;
  }
}

/** Looks at each kind with its example and whatever else is to be tried; gives what can be looked at further. */
function checkKinds(
  { kinds = [] }: Plugin,
  documents: NonNullable<DeclaredOptions['documents']>,
  contributions: Contributions,
  findings: Findings,
): ReadDocument[] {
  const catalogue = bareCatalogue(contributions);
  const changeTypes = new Set(contributions.changes.keys());
  const reports = { pure: findings.of('pure'), sound: findings.of('documents') };
  const more = { decides: findings.of('decide'), agenda: findings.of('agenda'), changes: findings.of('changes') };
  return kinds.flatMap((kind) =>
    [kind.example, ...((documents[kind.key] ?? []) as never[])].flatMap((document) => {
      const sound = attempt('documents', findings, () => checkExample(kind, document, catalogue, reports.sound));
      const read = sound ? readDocument(kind, frozen(document), reports) : undefined;
      if (!read) return [];
      checkDecisions(read, changeTypes, { ...reports, ...more });
      return [read];
    }),
  );
}
