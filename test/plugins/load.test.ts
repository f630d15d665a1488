import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTRACT, definePlugin } from '../../src/contract/index.ts';
import { contractFault } from '../../src/contract/version.ts';
import { listMigrations } from '../../src/db/migrate.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import visits from '../fixtures/visits/index.ts';
import { folderWith } from './faults.ts';

const plugin = (parts: object): string => `export default ${JSON.stringify({ description: 'D.', ...parts })};`;
const names = async (...given: Parameters<typeof loadPlugins>) => (await loadPlugins(...given)).map(({ name }) => name);

describe('the contract', () => {
  it.each([
    ['1.0', '1.0', undefined],
    ['1.2', '1.3', undefined],
    ['1.4', '1.3', 'it was written for contract 1.4, and this Retinue has 1.3; it needs a newer Retinue'],
    ['2.0', '1.3', 'it was written for contract 2.0, and this Retinue has 1.3; it needs a newer Retinue'],
    ['1.9', '2.0', 'it was written for contract 1.9, and this Retinue has 2.0; it needs a newer version of the plugin'],
    ['^1', '1.0', 'its contract is "^1"; write it as major.minor, such as \'1.0\''],
    [
      undefined,
      '1.0',
      "it does not say for which version of the contract it was written; this is 1.0: add contract: '1.0'",
    ],
  ])('%s with %s: %s', (written, ours, fault) => {
    expect(contractFault(written, ours)).toBe(fault);
  });

  it('is the one that the plugins of this project are written for', async () => {
    for (const { contract } of await loadPlugins()) expect(contractFault(contract)).toBeUndefined();
    expect(CONTRACT).toMatch(/^\d+\.\d+$/);
  });
});

describe('plugins', () => {
  it('come from the built-in folder, the own one, and by path, each once', async () => {
    const own = path.dirname(folderWith('stamps/x', { 'index.ts': plugin({ name: 'x', contract: '1.0' }) }));
    const own2 = path.resolve('test/fixtures/visits');
    const found = await names({ pluginDir: own, plugins: [path.join(own, 'x'), own2] });
    expect(found.filter((name) => ['x', 'visits'].includes(name))).toEqual(['x', 'visits']);
    expect(found).toContain('loyalty-tiers');
  });

  it('are left out by name', async () => {
    expect(await names({ pluginsOff: ['loyalty-tiers'] })).not.toContain('loyalty-tiers');
    await expect(names({ pluginsOff: ['loyality'] })).rejects.toThrow(
      'PLUGINS_OFF leaves out "loyality", and there is no such plugin; correct its name.',
    );
  });

  it.each([
    ['index.js', plugin({ name: 'other', contract: '1.0' }), 'calls itself "other"; the two must be the same.'],
    ['index.ts', plugin({ name: 'stamps' }), 'cannot be used: it does not say for which version of the contract'],
    ['index.ts', plugin({ name: 'stamps', contract: '7.0' }), 'cannot be used: it was written for contract 7.0'],
    ['index.ts', 'export const stamps = 1;', 'must export a plugin by default: export default definePlugin('],
    ['index.ts', `throw new Error('no stamps');`, 'cannot be loaded: no stamps'],
    ['main.ts', '', 'is not there: the folder has no index.ts or index.js.'],
  ])('in %s are refused with a sentence when they are %s', async (file, text, sentence) => {
    const folder = folderWith('stamps', { [file]: text });
    await expect(names({ plugins: [folder] })).rejects.toThrow(sentence);
  });

  it.each([
    [{ plugins: ['./nowhere'] }, 'The plugin in "./nowhere" is not there: there is no such folder.'],
    [{ plugins: ['retinue-nope'] }, 'The plugin "retinue-nope" is not installed: run npm install retinue-nope in '],
    [{ pluginDir: './nowhere' }, 'PLUGIN_DIR is "./nowhere", which does not exist'],
  ])('%j: %s', async (settings, sentence) => {
    await expect(names(settings)).rejects.toThrow(sentence);
  });

  it('have migrations of names of their own', async () => {
    const { migrations } = definePlugin(visits);
    if (!migrations) throw new Error('the fixture has migrations');
    await expect(listMigrations([migrations, migrations])).rejects.toThrow(
      'two migrations are called Migration20261123100000_visits: name one of them for its plugin',
    );
  });
});
