import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { shell } from './checkout.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'shop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shop = path.join(folder, 'shop');
const modules = path.join(shop, 'node_modules');
const run = (command: string, env: Record<string, string> = {}) =>
  shell(command, shop, { DATA_DIR: path.join(folder, 'data'), ...env });

/** Packs a folder as npm would publish it, and unpacks it as npm would install it; nothing is fetched. */
async function install(from: string, name: string): Promise<void> {
  const said = await shell(`npm pack --silent --ignore-scripts --pack-destination ${folder}`, from);
  mkdirSync(path.join(modules, name), { recursive: true });
  await shell(`tar -xzf ${path.join(folder, said.trim())} --strip-components=1 -C ${path.join(modules, name)}`, folder);
}

/** An account of Retinue as a shop has it: installed below node_modules, with what it needs beside it. */
async function openShop(): Promise<void> {
  mkdirSync(modules, { recursive: true });
  writeFileSync(path.join(shop, 'package.json'), '{ "name": "shop", "private": true }');
  await install(root, 'retinue');
  for (const name of readdirSync(path.join(root, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
}

await openShop();
const retinue = 'node node_modules/retinue/bin/run.mjs';

describe('a plugin outside of this repository', () => {
  it('is begun where Retinue is installed, and keeps everything that is asked of it', {
    timeout: 120_000,
  }, async () => {
    await expect(run(`${retinue} plugin new punch-cards`)).rejects.toThrow('Say in which folder your plugins live');
    const said = await run(`${retinue} plugin new punch-cards --in own`);
    expect(said).toContain('npx retinue plugin check own/punch-cards');
    const index = readFileSync(path.join(shop, 'own/punch-cards/index.ts'), 'utf8');
    expect(index).toContain(`from 'retinue/contract'`);
    expect(await run(`${retinue} plugin check own/punch-cards`)).toBe('punch-cards, contract 1.0: 0 faults.\n');
    expect(await run('cd own/punch-cards && node --test')).toMatch(/pass 2/);
  });

  it('works as a package, packed and installed, with its sources', { timeout: 120_000 }, async () => {
    await install(path.join(shop, 'own/punch-cards'), 'retinue-plugin-punch-cards');
    const env = { PLUGINS: 'retinue-plugin-punch-cards' };
    mkdirSync(path.join(shop, 'rules/punch-cards'), { recursive: true });
    const when = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] };
    writeFileSync(
      path.join(shop, 'rules/punch-cards/coffee.json'),
      JSON.stringify({ milestones: [{ key: 'first', title: 'First', when }] }),
    );
    writeFileSync(path.join(shop, 'orders.csv'), 'customer,kind,key,amount,currency\nada,purchase,1,2.50,EUR\n');
    await run(`${retinue} rules publish rules`, env);
    await run(`${retinue} import activities orders.csv`, env);
    expect(await run(`${retinue} export ada`, env)).toMatch(/"punch_cards_reached": ?\[\s*\{/);
    expect(await run(`${retinue} plugin check retinue-plugin-punch-cards`)).toContain(' 0 faults.');
  });

  it('may ship JavaScript, and bring its own copy of us: the doors lead into the one that runs', {
    timeout: 120_000,
  }, async () => {
    const name = '@shop/retinue-plugin-stamps';
    const stamps = path.join(modules, name);
    cpSync(path.join(modules, 'retinue'), path.join(stamps, 'node_modules/retinue'), { recursive: true });
    writeFileSync(
      path.join(stamps, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', type: 'module', exports: { '.': { import: './dist/index.js' } } }),
    );
    mkdirSync(path.join(stamps, 'dist'));
    writeFileSync(
      path.join(stamps, 'dist/index.js'),
      `import { definePlugin, needs } from 'retinue/contract';
       import { Customer } from 'retinue/entities';
       export default definePlugin({
         name: 'stamps', description: 'Stamps.', contract: '1.0',
         graphql: (builder) => builder.objectField(Customer, 'stamps', (t) =>
           t.int({ description: 'Stamps.', extensions: needs('customers:read'), resolve: () => 1 })),
       });`,
    );
    expect(await run(`${retinue} plugin check ${name}`)).toBe('stamps, contract 1.0: 0 faults.\n');
  });

  it.each([
    [
      'retinue-plugin-none',
      'The plugin "retinue-plugin-none" is not installed: run npm install retinue-plugin-none in ',
    ],
    ['./own/none', 'The plugin in "./own/none" is not there: there is no such folder.'],
  ])('that is not there is missed with a sentence: %s', async (name, sentence) => {
    const failed = await run(`${retinue} migrate`, { PLUGINS: name }).catch(String);
    expect(failed).toContain(sentence);
    expect(failed).not.toContain('    at ');
  });

  it('for another contract is refused at the start, with both versions', async () => {
    mkdirSync(path.join(shop, 'new/late'), { recursive: true });
    writeFileSync(path.join(shop, 'new/late/index.ts'), `export default { name: 'late', contract: '2.1' };`);
    await expect(run(`${retinue} migrate`, { PLUGIN_DIR: 'new' })).rejects.toThrow(
      /The plugin in ".*new\/late" cannot be used: it was written for contract 2\.1, and this Retinue has 1\.\d+; it needs a newer Retinue\./,
    );
  });
});
