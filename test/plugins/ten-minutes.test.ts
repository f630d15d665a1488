import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { scratchCheckout } from './checkout.ts';

const page = readFileSync(fileURLToPath(new URL('../../plugins/README.md', import.meta.url)), 'utf8');
const BLOCK = /(?:<!-- file: (\S+) -->\n)?```(\w+)\n(.*?)\n```/gs;

interface Step {
  readonly file?: string | undefined;
  readonly text: string;
}

/** The steps of the page: files to write, and lines to run. */
const steps = [...page.matchAll(BLOCK)].flatMap(([, file, language, text = '']): Step[] => {
  if (file !== undefined) return [{ file, text }];
  return language === 'sh' ? text.split('\n').map((line) => ({ text: line })) : [];
});

it('the steps of "A plugin in ten minutes" work one after the other', { timeout: 400_000 }, async () => {
  const { folder, write, run } = scratchCheckout();
  const said = new Map<string, string>();
  for (const { file, text } of steps) {
    if (file === undefined) said.set(text, await run(text));
    else write(file, `${text}\n`);
  }
  expect(said.get('npx retinue plugin new punch-cards')).toContain('Wrote plugins/punch-cards:');
  expect(said.get('npx vitest run plugins/punch-cards')).toMatch(/Tests {2}3 passed/);
  expect(said.get('npx retinue rules check rules')).toContain('1 rule set, 0 errors.');
  const kept = said.get('npx retinue export ada') ?? '';
  expect(kept).toMatch(/"punch_cards_reached": ?\[\s*\{/);
  expect(kept).toContain('punch-cards.reached');
  expect(existsSync(path.join(folder, 'schema/rule-sets/punch-cards.zh.schema.json'))).toBe(true);
  // and what was written is up to the standards of this project
  await run('biome check plugins/punch-cards');
  await run('npm run --silent typecheck');
  await run('npm run --silent schema:check');
  const again = await run('npx retinue plugin new punch-cards || true');
  expect(again).toContain('"plugins/punch-cards" is there already; nothing was written.');
});
