import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Plugin } from './contract/index.ts';

const OWN = new URL('../plugins/', import.meta.url);

/**
 * The plugins of a system: every folder under `plugins/`, then those that the configuration names (a folder, or an npm
 * package). Core never imports one by name.
 */
export async function loadPlugins(named: readonly string[] = []): Promise<Plugin[]> {
  const folders = readdirSync(OWN, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const own = folders.map(async (name) => checked(name, await load(new URL(`${name}/index.ts`, OWN).href)));
  const further = named.map(async (name) => {
    const isFolder = name.startsWith('.') || name.startsWith('/');
    const plugin = await load(isFolder ? new URL('index.ts', `${pathToFileURL(name).href}/`).href : name);
    return isFolder ? checked(name.replace(/\/+$/, '').split('/').at(-1) ?? '', plugin) : plugin;
  });
  return Promise.all([...own, ...further]);
}

async function load(address: string): Promise<Plugin> {
  const module: { default?: Plugin } = await import(address);
  if (!module.default?.name) throw new Error(`${address} must export a plugin by default: definePlugin({ name, … })`);
  return module.default;
}

function checked(folder: string, plugin: Plugin): Plugin {
  if (plugin.name === folder) return plugin;
  throw new Error(`the plugin in the folder "${folder}" calls itself "${plugin.name}"; the two must be the same`);
}
