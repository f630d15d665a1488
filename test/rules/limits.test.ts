/** The limits of a document at their edges: at the limit it is accepted and compiled, one more is refused. */
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/contract/condition.ts';
import { tellIn } from '../../src/language/told.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { segments } from '../../src/segments/segments.ts';
import { catalogue, factsAt, NOW } from './catalogue.ts';

const orders = (value: number): Condition => ({ fact: 'ordersLast90Days', operator: 'equal', value });
const segment = (key: number, when: Condition) => ({ key: `s${key}`, title: 's', when });
const nested = (depth: number): Condition => (depth === 0 ? orders(1) : { all: [nested(depth - 1)] });
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const documentOf = (...list: object[]): string => JSON.stringify({ segments: list });

/** A document of exactly so many bytes. */
const sized = (bytes: number): string => {
  const text = documentOf(...many(63, (i) => ({ ...segment(i, orders(i)), description: 'x'.repeat(900) })));
  return text + ' '.repeat(bytes - Buffer.byteLength(text));
};

const LIMITS: readonly (readonly [what: string, atLimit: string, oneMore: string, en: string, zh: string])[] = [
  [
    '500 rules',
    documentOf(...many(500, (i) => segment(i, orders(i)))),
    documentOf(...many(501, (i) => segment(i, orders(i)))),
    '/segments TOO_MANY: This list is too long: 500 entries is the most.',
    '此列表过长：最多 500 项。',
  ],
  [
    '64 kB',
    sized(64 * 1024),
    sized(64 * 1024 + 1),
    ' DOCUMENT_TOO_LARGE: This document has 65 kB; 64 kB is the most. Split it into several.',
    '此文档有 65 kB，最多 64 kB。请拆分为多个文档。',
  ],
  [
    '8 groups inside one another',
    documentOf(segment(0, nested(8))),
    documentOf(segment(0, nested(9))),
    `/segments/0/when${'/all/0'.repeat(8)} TOO_DEEP: Groups are nested more than 8 deep here. Bring this group further out, or make it a rule of its own.`,
    '此处条件组嵌套超过 8 层。请将此组外移，或单独写成一条规则。',
  ],
  [
    '200 conditions in a rule',
    documentOf(segment(0, { any: many(200, orders) })),
    documentOf(segment(0, { any: many(201, orders) })),
    '/segments/0/when TOO_MANY_CONDITIONS: This rule has 201 conditions; 200 is the most. Split it into several rules, or test for many values at once with "in".',
    '此规则有 201 个条件，最多 200 个。请拆分为多条规则，或用 "in" 一次判断多个值。',
  ],
];

describe.each(LIMITS)('%s', (_what, atLimit, oneMore, en, zh) => {
  it('are accepted, and compiled', () => {
    const { document, problems } = checkDocument(segments, atLimit, catalogue);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const rules = segments.rules(document as never);
    const holds = new Uint8Array(rules.length);
    const numbers = new Array<number>(10).fill(1);
    compileRules(rules, catalogue).evaluate(factsAt({ numbers, texts: [] }, NOW), holds);
    expect([...holds].filter((flag) => flag === 1)).toHaveLength(1);
  });

  it('and one more are refused, in both languages', () => {
    const { document, problems } = checkDocument(segments, oneMore, catalogue);
    expect(document).toBeUndefined();
    expect(problems.map((one) => [`${one.pointer} ${one.code}: ${tellIn(one, 'en')}`, tellIn(one, 'zh')])).toEqual([
      [en, zh],
    ]);
  });
});

it('A kind whose schema says nothing of it takes 500 rules as well, and no more', () => {
  const open = { ...segments, document: { type: 'object' } } as typeof segments;
  const check = (count: number) =>
    checkDocument(open, documentOf(...many(count, (i) => segment(i, orders(i)))), catalogue);
  expect(check(500).problems).toEqual([]);
  expect(check(501).problems.map((one) => [tellIn(one, 'en'), tellIn(one, 'zh')])).toEqual([
    [
      'There are 501 rules; 500 is the most. Split the document into several rule sets.',
      '共有 501 条规则，最多 500 条。请将文档拆分为多个规则集。',
    ],
  ]);
});
