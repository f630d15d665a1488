import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loyaltyTiers } from '../../plugins/loyalty-tiers/tiers/rule-set.ts';
import type { Condition } from '../../src/contract/condition.ts';
import type { Phrase } from '../../src/language/phrase.ts';
import { tellIn } from '../../src/language/told.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { givenFacts } from '../../src/rules/given-facts.ts';
import { segments } from '../../src/segments/segments.ts';
import { catalogue, factsAt } from './catalogue.ts';
import { condition, given, now, RUNS, tightCondition } from './generated.ts';

const test = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const spend = (operator: string, value: unknown): Condition => test('spendLast90Days', operator, value);
const orders = (operator: string, value: unknown): Condition => test('ordersLast90Days', operator, value);

/** Tiers from the lowest to the highest. */
const tiersOf = (...conditions: Condition[]) => ({
  tiers: conditions.map((when, i) => ({ key: `t${i}`, title: `T${i}`, rank: i + 1, when })),
});
const segmentsOf = (...conditions: Condition[]) => ({
  segments: conditions.map((when, i) => ({ key: `s${i}`, title: `S${i}`, when })),
});

const OF_RIVALS = new Set(['SHADOWED', 'SAME_AS_OTHER', 'GAP', 'OVERLAP']);
const found = (kind: typeof segments, document: object) =>
  checkDocument(kind, document, catalogue).problems.filter(({ code }) => OF_RIVALS.has(code));
const told = (kind: typeof segments, document: object): string[] =>
  found(kind, document).map(({ pointer, code, message }) => `${pointer} ${code}: ${message}`);

describe('a tier that can never be reached', () => {
  const shadowed = (other: string) => [
    `/tiers/0/when SHADOWED: “T0” can never be reached: where it holds, “${other}” holds as well, and that comes first.`,
  ];

  it.each<[string, Condition, Condition]>([
    ['a higher threshold than the better tier', spend('greaterThan', 1000), spend('greaterThanInclusive', 500)],
    ['the same conditions', spend('greaterThan', 100), { all: [spend('greaterThan', 100)] }],
    ['one condition more', { all: [spend('greaterThan', 100), orders('greaterThan', 3)] }, spend('greaterThan', 100)],
    [
      'stricter in every part',
      { all: [spend('between', [200, 300]), orders('equal', 5)] },
      { all: [orders('greaterThan', 3), spend('greaterThan', 100)] },
    ],
    [
      'each of its ways leads there',
      { any: [spend('greaterThan', 300), orders('greaterThan', 30)] },
      { any: [orders('greaterThan', 3), spend('greaterThan', 100)] },
    ],
    [
      'each of its cases leads there',
      { all: [test('tier', 'in', ['gold', 'silver']), { any: [spend('equal', 5), orders('equal', 5)] }] },
      { any: [orders('greaterThan', 3), spend('greaterThan', 3)] },
    ],
    ['what is not so follows', spend('lessThan', 10), { not: spend('greaterThan', 20) }],
  ])('is warned of: %s', (_what, lower, higher) => {
    expect(told(loyaltyTiers, tiersOf(lower, higher))).toEqual(shadowed('T1'));
  });

  it('is warned of when several better ones cover it together', () => {
    const document = tiersOf(
      test('tier', 'in', ['gold', 'silver']),
      test('tier', 'equal', 'silver'),
      test('tier', 'equal', 'gold'),
    );
    expect(told(loyaltyTiers, document)).toEqual([
      '/tiers/0/when SHADOWED: “T0” can never be reached: where it holds, one of those that come first holds as well.',
    ]);
  });

  it.each<[string, Condition, Condition]>([
    ['the usual order', spend('greaterThan', 100), spend('greaterThan', 1000)],
    ['another fact', spend('greaterThan', 1000), orders('greaterThan', 1)],
    ['unknown is not less', { not: spend('greaterThan', 20) }, spend('lessThan', 30)],
  ])('is not claimed: %s', (_what, lower, higher) => {
    expect(told(loyaltyTiers, tiersOf(lower, higher))).toEqual([]);
  });

  it('is not said of one that never holds at all', () => {
    const never = { all: [spend('greaterThan', 100), spend('lessThan', 50)] };
    const { problems } = checkDocument(loyaltyTiers, tiersOf(never, spend('greaterThan', 10)), catalogue);
    expect(problems.map(({ code }) => code)).toEqual(['NEVER_HOLDS']);
  });

  it('is really never reached, whatever the rules and the customer', () => {
    let claims = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof(tightCondition, condition), { minLength: 2, maxLength: 4 }),
        fc.array(given, { minLength: 10, maxLength: 10 }),
        now,
        (conditions, customers, at) => {
          const document = tiersOf(...conditions);
          const shadowed = found(loyaltyTiers, document).filter(({ code }) => code === 'SHADOWED');
          if (shadowed.length === 0) return;
          claims++;
          const rules = loyaltyTiers.rules(document as never);
          const holds = new Uint8Array(rules.length);
          const compiled = compileRules(rules, catalogue);
          for (const customer of customers) {
            compiled.evaluate(factsAt(customer, at), holds);
            const [outcome] = loyaltyTiers.decide({
              document: document as never,
              holds,
              before: [],
              now: at,
              decidedAt: at,
              days: catalogue,
            });
            expect(shadowed.map(({ pointer }) => pointer)).not.toContain(`/tiers/${outcome?.rule}/when`);
          }
        },
      ),
      { numRuns: RUNS.numRuns * 2 },
    );
    expect(claims).toBeGreaterThan(50);
  });
});

describe('segments that say the same', () => {
  it('are warned of', () => {
    const document = segmentsOf(
      { all: [spend('greaterThan', 5), { not: spend('greaterThan', 9) }] },
      orders('equal', 1),
      { all: [spend('lessThanInclusive', 9), spend('greaterThan', 5)] },
    );
    expect(told(segments, document)).toEqual([
      '/segments/2/when SAME_AS_OTHER: “S2” and “S0” hold for exactly the same customers.',
    ]);
  });

  it('really hold for the same customers', () => {
    let claims = 0;
    fc.assert(
      fc.property(
        tightCondition,
        tightCondition,
        fc.array(given, { minLength: 10, maxLength: 10 }),
        now,
        (one, two, customers, at) => {
          const [claim] = found(segments, segmentsOf(one, two, { all: [one, { any: [one, two] }] }));
          if (!claim) return;
          claims++;
          const rules = segments.rules(segmentsOf(one, two, { all: [one, { any: [one, two] }] }) as never);
          const holds = new Uint8Array(rules.length);
          const compiled = compileRules(rules, catalogue);
          const names = Object.values(claim.phrase?.values ?? {}).map((value) =>
            Number((value as Phrase).key.slice(-1)),
          );
          for (const customer of customers) {
            compiled.evaluate(factsAt(customer, at), holds);
            expect(holds[names[0] as number]).toBe(holds[names[1] as number]);
          }
        },
      ),
      RUNS,
    );
    expect(claims).toBeGreaterThan(50);
  });
});

describe('ranges of one number', () => {
  it.each<[string, Condition[], string[]]>([
    ['a gap', [spend('between', [100, 200]), spend('greaterThan', 500)], ['/tiers/1/when GAP: Nothing']],
    ['no gap from one to the next', [spend('between', [100, 200]), spend('greaterThanInclusive', 200)], []],
    ['no gap between whole numbers', [orders('between', [1, 4]), orders('greaterThanInclusive', 5)], []],
    ['no gap below the lowest', [spend('greaterThan', 100), spend('greaterThan', 500)], []],
    ['an overlap', [spend('between', [100, 300]), spend('between', [200, 500])], ['/tiers/0/when OVERLAP: “T0” ends']],
    ['no overlap at one number', [spend('between', [100, 200]), spend('between', [200, 500])], []],
    [
      'nothing with another fact in it',
      [spend('between', [1, 2]), { all: [spend('greaterThan', 9), orders('equal', 1)] }],
      [],
    ],
  ])('have warnings where they do not meet: %s', (_what, conditions, expected) => {
    const starts = told(loyaltyTiers, tiersOf(...conditions)).map((one) => one.split(' ').slice(0, 4).join(' '));
    expect(starts.map((one, i) => one.slice(0, expected[i]?.length))).toEqual(expected);
  });

  it('are told in both languages', () => {
    const [gap] = found(loyaltyTiers, tiersOf(spend('between', [100, 200]), spend('greaterThan', 500)));
    const [overlap] = found(loyaltyTiers, tiersOf(spend('between', [100, 300]), spend('between', [200, 500])));
    expect([gap, overlap].map((one) => [tellIn(one as never, 'en'), tellIn(one as never, 'zh')])).toEqual([
      [
        'Nothing holds with “Spend in 90 days” of more than 200 and at most 500, while something does with less and with more.',
        '“近 90 天消费”大于 200 且至多为 500 时没有任何一项成立，而更小和更大时都有。',
      ],
      [
        '“T0” ends inside “T1”: with “Spend in 90 days” of at least 200 and at most 300 both hold, and “T1” comes first.',
        '“T0”的范围与“T1”重叠：“近 90 天消费”至少为 200 且至多为 300 时两者都成立，“T1”优先。',
      ],
    ]);
  });

  it('really have nothing in their gaps, and something on either side', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 6 }), fc.constantFrom('between', 'in'))
      .map(([from, length, operator]) =>
        spend(operator, [from, from + length === from && operator === 'in' ? from + 1 : from + length]),
      );
    let claims = 0;
    fc.assert(
      fc.property(fc.array(range, { minLength: 2, maxLength: 4 }), (conditions) => {
        const document = tiersOf(...conditions);
        const rules = loyaltyTiers.rules(document as never);
        const compiled = compileRules(rules, catalogue);
        const any = (value: number): boolean => {
          const holds = new Uint8Array(rules.length);
          compiled.evaluate(givenFacts({ spendLast90Days: value }, 0, catalogue), holds);
          return holds.includes(1);
        };
        for (const { code, phrase } of found(loyaltyTiers, document)) {
          if (code !== 'GAP') continue;
          claims++;
          const [from, to] = [phrase?.values?.from, phrase?.values?.to] as [Phrase, Phrase];
          const [low, high] = [Number(from.values?.value), Number(to.values?.value)];
          const inside = Array.from({ length: 21 }, (_, i) => low + ((high - low) * i) / 20).slice(
            from.key === 'bound.atLeast' ? 0 : 1,
            to.key === 'bound.atMost' ? undefined : -1,
          );
          expect(inside.filter(any)).toEqual([]);
        }
      }),
      RUNS,
    );
    expect(claims).toBeGreaterThan(50);
  });
});
