import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { features } from '../features.ts';
import { loadPlugins } from '../load-plugins.ts';
import { CommandFailure, UsageError } from './usage-error.ts';

/** A plugin like any other, which is copied under another name. */
const SAMPLE = fileURLToPath(new URL('./sample-milestones/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What was written, and what to do next. */
export interface NewPlugin {
  readonly folder: string;
  readonly files: readonly string[];
  readonly next: readonly string[];
}

/** Writes a small plugin that works at once. Nothing that is there is touched. */
export async function newPlugin(name: string, dir: string | undefined): Promise<NewPlugin> {
  checkForm(name);
  const folder = path.join(dir ?? ownFolder(), name);
  if (existsSync(folder)) throw new CommandFailure(`"${folder}" is there already; nothing was written.`);
  const taken = [...features, ...(await loadPlugins())].find((plugin) => plugin.name === name);
  if (taken) throw new CommandFailure(`"${name}" is taken: ${taken.description} Choose another name.`);
  const within = isWithinUs(path.resolve(folder));
  const texts = new Map([...sampleFiles(name), ...(within ? [] : [manifestOf(name)])]);
  const files = [...texts].filter(([file]) => within || file !== 'test/conformance.test.ts');
  for (const [file, text] of files) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, within ? text : asPackage(text), { flag: 'wx' });
  }
  const next = within
    ? ['npm run schema', `npx vitest run ${path.relative(ROOT, path.resolve(folder))}`]
    : [`npx retinue plugin check ${folder}`, `PLUGIN_DIR=${path.dirname(folder)} npx retinue serve`];
  return { folder, files: files.map(([file]) => file), next };
}

function checkForm(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 30)
    throw new UsageError(
      `"${name}" is no name of a plugin: write up to 30 lower-case letters, words joined by hyphens.`,
    );
}

/** In a checkout plugins live beside those that are there; whoever installed Retinue has a folder of their own. */
function ownFolder(): string {
  if (!ROOT.includes('/node_modules/')) return path.relative('', path.join(ROOT, 'plugins')) || '.';
  throw new UsageError('Say in which folder your plugins live: --in FOLDER, or PLUGIN_DIR in the environment.');
}

/** Whether the nearest package.json is ours: then the doors are called `#contract` and `#entities`. */
function isWithinUs(folder: string): boolean {
  for (let place = folder; place !== path.dirname(place); place = path.dirname(place))
    if (existsSync(path.join(place, 'package.json'))) return path.resolve(place) === path.resolve(ROOT);
  return false;
}

/** The files of the sample with their texts, under another name. */
function sampleFiles(name: string): [string, string][] {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const renamed = (text: string): string =>
    NAMES.reduce((done, form) => done.replaceAll(form('sample-milestones'), form(name)), text).replaceAll(
      '20260101000000',
      stamp,
    );
  return readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => [renamed(file), renamed(readFileSync(path.join(SAMPLE, file), 'utf8'))]);
}

/** How a name is written: in keys, in tables, in code, as a type, for people. */
const NAMES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.replaceAll('-', '_'),
  (name) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
  (name) => name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
  (name) => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`,
];

/** Outside of us the doors are those of a package, and tests are Node's own. */
const asPackage = (text: string): string =>
  text
    .replaceAll("'#contract'", "'retinue/contract'")
    .replaceAll("'#entities'", "'retinue/entities'")
    .replaceAll("'vitest'", "'node:test'");

function manifestOf(name: string): [string, string] {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const manifest = {
    name: `retinue-plugin-${name}`,
    version: '0.1.0',
    type: 'module',
    exports: './index.ts',
    files: ['*.ts', 'migrations'],
    scripts: { test: 'node --test && retinue plugin check .' },
    peerDependencies: { retinue: `>=${version}`, '@mikro-orm/migrations': '*' },
  };
  return ['package.json', `${JSON.stringify(manifest, null, 2)}\n`];
}
