import { expect, it } from 'vitest';
import { assemble } from '../../src/assemble.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { loadPlugins } from '../../src/load-plugins.ts';

const { kinds, metrics } = assemble(features, await loadPlugins(), entities);

it('Every metric of core and the plugins has its title, description and unit in Chinese', () => {
  for (const { key, translations } of metrics) {
    const { title = '', description = '', unit = '' } = translations?.zh ?? {};
    for (const text of [title, description, unit]) expect(text, key).toMatch(/\p{Script=Han}/u);
  }
  const titles = metrics.map(({ translations }) => translations?.zh?.title);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

it('Every text in the schemas of the kinds is there in Chinese, and no other', () => {
  for (const kind of kinds.values()) {
    const shown = new Set([kind.title, kind.description, ...textsIn(kind.document)]);
    expect(Object.keys(kind.translations?.zh ?? {}).sort(), kind.key).toEqual([...shown].sort());
  }
});

/** What people read in a schema; a property called `title` has a schema, and is no text. */
function textsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, part]) =>
    ['title', 'description', 'errorMessage'].includes(key) && typeof part === 'string' ? [part] : textsIn(part),
  );
}
