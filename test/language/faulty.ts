/** Documents with every fault there is, for the table of messages. */
import { readFileSync } from 'node:fs';
import { loyaltyTiers } from '../../plugins/loyalty-tiers/tiers/rule-set.ts';
import type { Condition } from '../../src/contract/condition.ts';
import { defineKind, type JsonSchema, type Kind } from '../../src/contract/kind.ts';
import { campaigns } from '../rules/kinds.ts';

type Faulty = readonly [kind: Kind<never>, source: unknown];

const test = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const spend = (operator: string, value: unknown): Condition => test('spendLast90Days', operator, value);
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const rule = (when: unknown, more: object = {}) => ({ name: 'a', when, ...more });
const fine = spend('greaterThan', 1);
const gold = test('tier', 'equal', 'gold');

/** What is no JSON, or not in the form of its schema. */
const texts = [
  '',
  '{"rules": [1,]}',
  '{"rules": [] "budget": 1}',
  '{"rules" []}',
  '{rules: []}',
  '{"rules": \'x\'}',
  '{"rules": "x',
  '{"rules": [ // none\n]}',
  '{"rules": [1',
  '{"rules": []} x',
  '{"rules": NaN}',
  '{"rules": [], "rules": []}',
  '['.repeat(102),
  '{}',
  '{"rules": [{"nam": "a", "channel": "emial"}, {}]}',
  '{"rules": [], "colour": 1, "budget": -1, "start": "31.1.2026", "limit": "x", "reward": {"kind": "code", "code": 1}}',
  '{"rules": [{"name": "", "channel": 3, "when": "gold"}], "budget": 2000000}',
  `{"rules": [{"name": "${'x'.repeat(111)}", "when": {}}], "budget": 1e400, "__proto__": 1}`,
  `{"rules": []}${' '.repeat(65_536)}`,
].map((text): Faulty => [campaigns, text]);

/** One keyword of JSON Schema each, with a value that does not satisfy it. */
const keywords: readonly (readonly [JsonSchema, unknown])[] = [
  [{ type: ['string', 'number', 'boolean', 'array', 'null'] }, {}],
  [{ type: 'object' }, 1],
  [{ const: 'a' }, 'b'],
  [{ type: 'string', pattern: '^a$' }, 'b'],
  [{ type: 'string', minLength: 3 }, 'b'],
  [{ exclusiveMinimum: 1 }, 1],
  [{ exclusiveMaximum: 1 }, 1],
  [{ multipleOf: 5 }, 7],
  [{ minItems: 2 }, [1]],
  [{ maxItems: 1 }, [1, 2]],
  [{ uniqueItems: true }, [1, 1]],
  [{ minProperties: 1 }, {}],
  [{ maxProperties: 1 }, { a: 1, b: 2 }],
  [{ propertyNames: { maxLength: 1 } }, { ab: 1 }],
  [{ oneOf: [{ const: 1 }, { const: 2 }] }, 3],
  [{ enum: many(21, (i) => `choice ${i}`) }, 3],
  [{ anyOf: [{ const: 1 }, { const: 2 }] }, 3],
  [{ not: { const: 1 } }, 1],
  [{ properties: { a: false } }, { a: 1 }],
  [{ contains: { const: 1 } }, [2]],
  [{ type: 'object', required: ['a', 'b'] }, {}],
];
const ofKeywords = keywords.map(([schema, part]): Faulty => {
  const document = { type: 'object', properties: { part: schema } };
  const kind = defineKind({
    key: 'k',
    title: 'K',
    description: 'One part.',
    document,
    example: {},
    rules: () => [],
    outcomes: () => [],
    decide: () => [],
    changes: () => [],
  });
  return [kind, { part }];
});

/** The conditions of refusals.txt, and those that are too much or never hold. */
const written = readFileSync(new URL('../rules/refusals.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^[[{n"]/.test(line))
  .map((line) => JSON.parse(line) as unknown);
const nested = (groups: number): unknown => (groups === 0 ? fine : { not: nested(groups - 1) });
const patterns = ['[z-a]', '\\q', '(?P<a!>b)', '(?<a>b)(?<a>c)', 'a**', 'a{1001}', '(', ')', '*', '\\'];
const conditions = [
  ...written,
  nested(9),
  { any: many(201, (i) => spend('equal', i)) },
  spend(
    'in',
    many(101, (i) => i),
  ),
  test('country', 'equal', 'é'.repeat(513)),
  test('country', 'matches', 'x'.repeat(201)),
  ...patterns.map((pattern) => test('country', 'matches', pattern)),
  test('nobody', '>=', 1),
  test('attribute.name', 'equal', 'x'),
  { al: [fine], zzz: 1 },
  test('npsScore', 'greaterThan', 1),
  { all: [spend('greaterThan', 5), spend('lessThan', 2)] },
  { any: [spend('known', true), spend('unknown', true)] },
  { any: [fine, { all: [spend('greaterThan', 5), spend('lessThan', 2)] }] },
  { all: [fine, { any: [spend('known', true), spend('unknown', true)] }] },
].map((when): Faulty => [campaigns, { rules: [rule(when)] }]);

const tiers = (...list: Condition[]) => list.map((when, i) => ({ key: `t${i}`, title: `T${i}`, rank: i + 1, when }));
const example = { name: 'e', given: { spendLast90Days: 1 }, expect: ['t0'] };
const wholes: readonly Faulty[] = [
  [campaigns, { rules: many(501, (i) => ({ ...rule(test('tier', 'known', true)), name: `${i}` })) }],
  [campaigns, { rules: [rule(fine), rule(fine)] }],
  [campaigns, { rules: [rule(fine), { name: 'b', when: fine }] }],
  [
    { ...campaigns, outcomes: () => [{ key: 'z', title: 'Z' }] },
    { rules: [rule(fine)], examples: [{ name: 'e', given: {}, expect: ['z'] }] },
  ],
  [campaigns, { rules: [rule({ all: [{ any: [fine, gold] }, { not: fine }, { not: gold }] })] }],
  [campaigns, { rules: [rule({ any: [{ all: [fine, gold] }, { not: fine }, { not: gold }] })] }],
  [loyaltyTiers, { tiers: tiers(spend('greaterThan', 9), spend('greaterThan', 5)) }],
  [
    loyaltyTiers,
    {
      tiers: tiers(
        test('tier', 'in', ['gold', 'silver']),
        test('tier', 'equal', 'silver'),
        test('tier', 'equal', 'gold'),
      ),
    },
  ],
  [loyaltyTiers, { tiers: tiers(spend('between', [1, 3]), spend('between', [8, 20]), spend('between', [15, 30])) }],
  [loyaltyTiers, { tiers: tiers(spend('in', [1, 2, 3]), spend('between', [2, 20])) }],
  [
    loyaltyTiers,
    {
      tiers: tiers(
        spend('between', [1, 2]),
        { all: [spend('greaterThan', 4), spend('lessThan', 9)] },
        spend('equal', 9),
      ),
    },
  ],
  [
    loyaltyTiers,
    {
      tiers: tiers(fine)
        .map((tier) => ({ ...tier, rank: 1 }))
        .concat(tiers(spend('lessThan', 1))),
    },
  ],
  [
    loyaltyTiers,
    { tiers: tiers(fine), examples: [example, { ...example, expect: ['nobody', 't'] }, { ...example, at: 'x' }] },
  ],
  [
    loyaltyTiers,
    {
      tiers: tiers(test('lastPurchaseAt', 'atLeastElapsedDaysAgo', 3), test('subscribed', 'known', true)),
      examples: [
        { ...example, given: { lastPurchaseAt: '2026-01-31T09:00:00Z' } },
        { ...example, given: { subscribed: true } },
      ],
    },
  ],
];

export const faulty: readonly Faulty[] = [...texts, ...ofKeywords, ...conditions, ...wholes];
