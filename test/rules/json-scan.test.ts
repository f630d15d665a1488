import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../../src/rules/json-scan.ts';
import { under } from '../../src/rules/pointer.ts';
import { RUNS } from './generated.ts';

function accepted(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON texts with some characters struck out, doubled or put in. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.boolean(),
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('', ',', '"', '}', '[', '0', '-', '.', 'e', '\\', '\n', ' ', 'u', '\u0001')),
      { maxLength: 2 },
    ),
  )
  .map(([json, spaced, slips]) => {
    const text = spaced ? JSON.stringify(JSON.parse(json), null, 2) : json;
    return slips.reduce((before, [at, slip]) => {
      const place = at % (before.length + 1);
      return before.slice(0, place) + slip + before.slice(place + (at % 2));
    }, text);
  });

function pointersOf(value: unknown, pointer = ''): [string, unknown][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[pointer, value], ...inner.flatMap(([key, member]) => pointersOf(member, under(pointer, key)))];
}

describe('the scan of a JSON text', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    let refused = 0;
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const isJson = accepted(text);
        if (!isJson) refused++;
        expect(scanJson(text).faults.every((fault) => fault.code !== 'NOT_JSON')).toBe(isJson);
      }),
      { numRuns: 3_000 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it('finds the place of every value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { places, faults } = scanJson(text);
        expect(faults).toEqual([]);
        const expected = pointersOf(JSON.parse(text));
        expect(places.size).toBe(expected.length);
        for (const [pointer, member] of expected) {
          const at = places.get(pointer)?.value ?? -1;
          expect(text.slice(at).startsWith(beginning(member))).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

function beginning(value: unknown): string {
  if (Array.isArray(value)) return '[';
  return typeof value === 'object' && value !== null ? '{' : JSON.stringify(value);
}
