import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { processConfig } from '../config.ts';
import { checkPlugin } from '../conformance/check-plugin.ts';
import { loadOne } from '../load-plugins.ts';
import { count } from './count.ts';
import { newPlugin } from './new-plugin.ts';
import type { Command } from './run.ts';
import { UsageError } from './usage-error.ts';

/** `retinue plugin new|check NAME`: for whoever writes plugins. */
export const pluginCommand: Command = async ([action, ...args]) => {
  const { values, positionals } = parseArgs({
    args,
    options: { in: { type: 'string' }, server: { type: 'string' } },
    allowPositionals: true,
  });
  const [name, ...more] = positionals;
  if (action !== 'new' && action !== 'check') throw new UsageError('Say what to do: plugin new, plugin check.');
  if (name === undefined) throw new UsageError(`Name the plugin, such as plugin ${action} punch-cards.`);
  if (more.length > 0) throw new UsageError(`One plugin at a time; "${more[0]}" is one too many.`);
  return action === 'check' ? check(name, values.server) : begin(name, values.in ?? processConfig().pluginDir);
};

async function begin(name: string, dir: string | undefined): Promise<number> {
  const { folder, files, next } = await newPlugin(name, dir);
  console.log(`Wrote ${folder}:`);
  for (const file of files) console.log(`  ${file}`);
  console.log(`\nNext:`);
  for (const line of next) console.log(`  ${line}`);
  return 0;
}

async function check(name: string, server: string | undefined): Promise<number> {
  const place = existsSync(name) ? path.resolve(name) : name;
  const plugin = await loadOne(place);
  const findings = await checkPlugin(plugin, { folder: folderOf(place), ...(server && { server }) });
  for (const { check: what, message } of findings) console.log(`${what}: ${message}`);
  console.log(`${plugin.name}, contract ${plugin.contract}: ${count(findings.length, 'fault')}.`);
  return findings.length > 0 ? 1 : 0;
}

/** Where the sources of a plugin lie. */
function folderOf(place: string): string {
  if (path.isAbsolute(place)) return place;
  const manifest = findPackageJSON(place, pathToFileURL(path.resolve('package.json')));
  return manifest === undefined ? place : path.dirname(manifest);
}
