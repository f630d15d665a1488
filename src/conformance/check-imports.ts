import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { Report } from './finding.ts';

const DOOR = /^(#|retinue\/)(contract(\/\w+)?|entities)$/;
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\s]+)\1/g;

/** The sources of a plugin import their own folder, the doors, and packages that they depend on; tests as they like. */
export function checkImports(folder: string, report: Report): void {
  const installed = dependenciesOf(folder);
  for (const file of sourcesIn(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, , specifier = ''] of withoutComments(text).matchAll(IMPORT)) {
      const fault = faultOf(folder, file, specifier, installed);
      if (fault) report(`${file} imports "${specifier}", ${fault}.`);
    }
  }
}

function faultOf(folder: string, file: string, specifier: string, installed: ReadonlySet<string>): string | undefined {
  if (DOOR.test(specifier) || isBuiltin(specifier)) return undefined;
  if (/^#|^retinue(\/|$)/.test(specifier)) return 'which is no door: there are contract and entities';
  if (specifier.startsWith('.')) {
    const leads = path.relative(folder, path.resolve(folder, path.dirname(file), specifier));
    if (leads.startsWith('..')) return 'which lies outside its folder';
    return file.startsWith(`migrations${path.sep}`)
      ? 'and a migration imports nothing that may change later'
      : undefined;
  }
  if (path.isAbsolute(specifier) || URL.canParse(specifier)) return 'which lies outside its folder';
  const [scope = '', name = ''] = specifier.split('/');
  const wanted = scope.startsWith('@') ? `${scope}/${name}` : scope;
  return installed.has(wanted) ? undefined : `and no package.json depends on ${wanted}`;
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.m?[jt]s$/.test(file))
    .filter((file) => !/(^|[/\\])node_modules[/\\]/.test(file) && !/^test[/\\]/.test(file))
    .sort();

/** What the nearest package.json says will be there. */
function dependenciesOf(folder: string): ReadonlySet<string> {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return folder === path.dirname(folder) ? new Set() : dependenciesOf(path.dirname(folder));
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies?: object;
    peerDependencies?: object;
  };
  return new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
