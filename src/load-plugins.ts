import { existsSync, readdirSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from './contract/index.ts';
import { contractFault } from './contract/version.ts';
import { UserError } from './errors.ts';
import { importFrom, openDoors } from './open-doors.ts';

const OWN = new URL('../plugins/', import.meta.url);

/** Where plugins come from, besides the folders under `plugins/`. */
export interface PluginSettings {
  /** Further plugins: paths of folders, or names of npm packages. */
  readonly plugins?: readonly string[];
  /** A folder in which every folder is a plugin. */
  readonly pluginDir?: string | undefined;
  /** Names of plugins that are left out. */
  readonly pluginsOff?: readonly string[];
}

/** A plugin cannot be used; the message names it and says what to do. */
class PluginError extends UserError {
  constructor(message: string) {
    super('PLUGIN', message);
  }
}

/**
 * The plugins of a system: every folder under `plugins/`, those of the operator's own folder, then those that the
 * configuration names. Core never imports one by name.
 */
export async function loadPlugins({
  plugins = [],
  pluginDir,
  pluginsOff = [],
}: PluginSettings = {}): Promise<Plugin[]> {
  const folders = [...foldersIn(fileURLToPath(OWN)), ...(pluginDir === undefined ? [] : foldersIn(pluginDir))];
  const named = plugins.filter((name) => !isFolder(name) || !folders.includes(path.resolve(name)));
  const loaded = await Promise.all([...new Set(folders), ...named].map(loadOne));
  const unknown = pluginsOff.find((name) => !loaded.some((plugin) => plugin.name === name));
  if (unknown !== undefined)
    throw new PluginError(`PLUGINS_OFF leaves out "${unknown}", and there is no such plugin; correct its name.`);
  return loaded.filter(({ name }) => !pluginsOff.includes(name));
}

const isFolder = (name: string): boolean => name.startsWith('.') || path.isAbsolute(name);

/** The folders of plugins in a folder. */
function foldersIn(folder: string): string[] {
  if (!existsSync(folder))
    throw new PluginError(`PLUGIN_DIR is "${folder}", which does not exist: create it, or correct the path.`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map((entry) => path.resolve(folder, entry.name))
    .sort();
}

/** Loads the plugin of a folder or package, and makes sure that it fits. */
export async function loadOne(name: string): Promise<Plugin> {
  const what = isFolder(name) ? `The plugin in "${name}"` : `The plugin "${name}"`;
  const module = isFolder(name) ? await importFolder(path.resolve(name), what) : await importNamed(name, what);
  const plugin = module.default;
  if (typeof plugin?.name !== 'string')
    throw new PluginError(`${what} must export a plugin by default: export default definePlugin({ name, … })`);
  const fault = contractFault(plugin.contract);
  if (fault !== undefined) throw new PluginError(`${what} cannot be used: ${fault}.`);
  const folder = path.basename(path.resolve(name));
  if (isFolder(name) && plugin.name !== folder)
    throw new PluginError(
      `The plugin in the folder "${folder}" calls itself "${plugin.name}"; the two must be the same.`,
    );
  return plugin;
}

type PluginModule = { readonly default?: Plugin };

async function importFolder(folder: string, what: string): Promise<PluginModule> {
  const file = ['index.ts', 'index.js'].map((name) => path.join(folder, name)).find(existsSync);
  if (file === undefined)
    throw new PluginError(
      `${what} is not there: ${existsSync(folder) ? 'the folder has no index.ts or index.js' : 'there is no such folder'}.`,
    );
  openDoors();
  return told(what, () => import(pathToFileURL(file).href));
}

/** Packages lie beside the working directory, where `npm install` was run, or else beside us. */
async function importNamed(name: string, what: string): Promise<PluginModule> {
  const places = [pathToFileURL(path.join(process.cwd(), 'package.json')).href, import.meta.url];
  const place = places.find((one) => isInstalled(name, one));
  if (place === undefined)
    throw new PluginError(
      `${what} is not installed: run npm install ${name} in ${process.cwd()}, or write a folder as ./${name}.`,
    );
  return told(what, () => importFrom(place, name));
}

function isInstalled(name: string, place: string): boolean {
  try {
    return findPackageJSON(name, place) !== undefined;
  } catch {
    return false;
  }
}

/** What goes wrong while a plugin is loaded is told with its name. */
async function told(what: string, load: () => Promise<PluginModule>): Promise<PluginModule> {
  try {
    return await load();
  } catch (error) {
    throw Object.assign(new PluginError(`${what} cannot be loaded: ${(error as Error).message}`), { cause: error });
  }
}
