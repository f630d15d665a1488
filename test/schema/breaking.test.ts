import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { breaksReaders } from './breaks-readers.ts';

const folder = fileURLToPath(new URL('../../schema/', import.meta.url));
const text = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');

/** What breaks callers and is meant to: `coordinate or file: why, and since when it was announced`. */
const announced = JSON.parse(text('released/announced.json')) as Record<string, string>;

describe('what was released', () => {
  it('still works for callers of the API, but for what was announced', async () => {
    const changes = await diff(buildSchema(text('released/schema.graphql')), buildSchema(text('schema.graphql')));
    const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
    const open = breaking.filter(({ path }) => !Object.hasOwn(announced, path ?? ''));
    expect(open.map(({ path, message }) => `${path}: ${message}`)).toEqual([]);
  });

  it.each(readdirSync(`${folder}released/changes`))(
    'still fits those who read %s, but for what was announced',
    (file) => {
      if (Object.hasOwn(announced, `changes/${file}`)) return;
      expect(existsSync(`${folder}changes/${file}`), 'the type of change is gone').toBe(true);
      const before = JSON.parse(text(`released/changes/${file}`)) as object;
      expect(breaksReaders(before, JSON.parse(text(`changes/${file}`)) as object)).toEqual([]);
    },
  );
});

describe('the check for breaking changes', () => {
  it('sees a field of the API that was taken away', async () => {
    const without = text('schema.graphql').replace(/\n {2}nodes: \[Change!\]!/, '\n  another: Int');
    const changes = await diff(buildSchema(text('schema.graphql')), buildSchema(without));
    expect(changes.some(({ criticality }) => criticality.level === CriticalityLevel.Breaking)).toBe(true);
  });

  const before = {
    type: 'object',
    required: ['id', 'data'],
    properties: {
      id: { type: 'string' },
      data: {
        type: 'object',
        required: ['key'],
        properties: { key: { enum: ['a', 'b'] }, to: { type: ['string', 'null'] } },
      },
    },
  };
  it.each([
    ['a property that may be left out now', { ...before, required: ['data'] }, ['/id may be left out']],
    [
      'a property that is gone',
      { ...before, required: ['id'], properties: { id: { type: 'string' } } },
      ['/data is gone'],
    ],
    [
      'a value of another type',
      { ...before, properties: { ...before.properties, id: { type: ['string', 'null'] } } },
      ['/id may be null'],
    ],
    [
      'a value that is not in the list',
      {
        ...before,
        properties: {
          ...before.properties,
          data: {
            ...before.properties.data,
            properties: { ...before.properties.data.properties, key: { enum: ['a', 'c'] } },
          },
        },
      },
      ['/data/key may be "c"'],
    ],
  ])('sees %s', (_name, after, expected) => {
    expect(breaksReaders(before, after)).toEqual(expected);
  });

  it('lets through what is added', () => {
    const after = { ...before, properties: { ...before.properties, more: { type: 'number' } } };
    expect(breaksReaders(before, after)).toEqual([]);
  });
});
