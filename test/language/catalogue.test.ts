import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LANGUAGES } from '../../src/language/language.ts';
import { placesIn, type Text } from '../../src/language/phrase.ts';
import { catalogue } from '../../src/language/phrases/catalogue.ts';

const texts = Object.entries(catalogue);

it('Every phrase has a text in every language, with places for the same values', () => {
  for (const [key, own] of texts) {
    expect(Object.keys(own), key).toEqual([...LANGUAGES]);
    expect(placesIn(own.zh), key).toEqual(placesIn(own.en));
  }
});

it('Chinese has one form, English one or two', () => {
  for (const [key, { en, zh }] of texts) {
    expect(typeof zh, key).toBe('string');
    if (typeof en === 'object') expect(Object.keys(en), key).toEqual(['one', 'other']);
  }
});

it('Chinese is Chinese, and no text is left in the other language', () => {
  const words = (text: Text): string => (typeof text === 'string' ? text : text.other).replaceAll(/\{\{\w+\}\}/g, '');
  for (const [key, { en, zh }] of texts) {
    expect(words(en), key).not.toMatch(/\p{Script=Han}|[，。：；？（）]/u);
    if (/[a-z]{4}/.test(words(en)) && !UNTRANSLATED.has(key)) expect(words(zh), key).toMatch(/\p{Script=Han}/u);
  }
});

/** Words of JSON. */
const UNTRANSLATED: ReadonlySet<string> = new Set(['type.null']);

it('No phrase has the name of a title that somebody gave', () => {
  expect(texts.filter(([key]) => key.startsWith('title.'))).toEqual([]);
});

it('Every phrase is used', () => {
  const folder = new URL('../../src/', import.meta.url);
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('language/phrases/'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const quoted = new Set([...code.matchAll(/'([\w.]+)'/g)].map((match) => match[1]));
  // keys that are put together: `operatorTitle.${name}`, `analysis.${what}NeverHolds`
  const made = [...code.matchAll(/`(\w+\.[\w.]*)\$\{[^}]+\}(\w*)`/g)].map(
    ([, start, end]) => [start, end] as [string, string],
  );
  const unused = texts.filter(
    ([key]) => !quoted.has(key) && !made.some(([start, end]) => key.startsWith(start) && key.endsWith(end)),
  );
  expect(unused.map(([key]) => key)).toEqual([]);
});
