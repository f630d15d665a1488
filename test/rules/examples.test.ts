import { describe, expect, it } from 'vitest';
import { loyaltyTiers } from '../../plugins/loyalty-tiers/tiers/rule-set.ts';
import type { Condition } from '../../src/contract/condition.ts';
import { tellIn } from '../../src/language/told.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { segments } from '../../src/segments/segments.ts';
import { catalogue } from './catalogue.ts';

const test = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const spend = (value: number): Condition => test('spendLast90Days', 'greaterThanInclusive', value);
const TIERS = [
  { key: 'silver', title: 'Silver', rank: 1, when: { all: [spend(100)] } },
  { key: 'gold', title: 'Gold', rank: 2, when: { all: [spend(1000), { not: test('npsScore', 'lessThan', 9) }] } },
];

/** What is told of a document of tiers with these examples, as an author writes it. */
const told = (examples: unknown[], tiers: object[] = TIERS): string[] =>
  checkDocument(loyaltyTiers, JSON.stringify({ tiers, examples }), catalogue)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ pointer, code, message }) => `${pointer} ${code}: ${message}`);

const example = (given: object, expected: string[], more: object = {}) => ({
  name: 'somebody',
  given,
  expect: expected,
  ...more,
});

describe('an example in a document', () => {
  it('is tried, and says nothing when what it expects comes', () => {
    expect(told([example({}, []), example({ spendLast90Days: 100 }, ['silver'])])).toEqual([]);
    expect(told([example({ spendLast90Days: 1000, npsScore: 9 }, ['gold'])])).toEqual([]);
    const both = { segments: TIERS.map(({ key, title, when }) => ({ key, title, when })) };
    const { problems } = checkDocument(
      segments,
      { ...both, examples: [example({ spendLast90Days: 1000 }, ['gold', 'silver'])] },
      catalogue,
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('refuses the document when something else comes, with what decided, in both languages', () => {
    const source = { tiers: TIERS, examples: [example({ spendLast90Days: 2000, npsScore: 3 }, ['gold'])] };
    const { document, problems } = checkDocument(loyaltyTiers, source, catalogue);
    expect(document).toBeUndefined();
    const [fault] = problems.filter(({ code }) => code === 'EXAMPLE_FAILS');
    expect(fault).toMatchObject({ pointer: '/examples/0/expect', severity: 'error' });
    expect([tellIn(fault as never, 'en'), tellIn(fault as never, 'zh')]).toEqual([
      'The example "somebody" expects "gold", and "silver" came: "gold" fails by “NPS score is less than 9” with 3, "silver" holds by “Spend in 90 days is at least 100” with 2000.',
      '示例“somebody”期望"gold"，实际得到"silver"："gold" 不成立，依据：“NPS 得分小于 9”（给出 3）、"silver" 成立，依据：“近 90 天消费至少为 100”（给出 2000）。',
    ]);
  });

  it('is told of where it stands, when nothing or too much came', () => {
    expect(told([example({}, []), example({}, ['silver'])])).toEqual([
      '/examples/1/expect EXAMPLE_FAILS: The example "somebody" expects "silver", and nothing came: "silver" fails by “Spend in 90 days is at least 100” with unknown.',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'an unknown fact',
      { spendLast90Day: 3 },
      '/given/spendLast90Day UNKNOWN_FACT: There is no fact "spendLast90Day"; did you mean "spendLast90Days"?',
    ],
    [
      'a text for a number',
      { spendLast90Days: '3' },
      '/given/spendLast90Days WRONG_VALUE: Write 3 without quotation marks.',
    ],
    [
      'null for a number',
      { spendLast90Days: null },
      '/given/spendLast90Days WRONG_VALUE: "Spend in 90 days" is a number: write a number, not null.',
    ],
    [
      'a number for true',
      { subscribed: 1 },
      '/given/subscribed WRONG_VALUE: "Subscribed" is true or false: write true or false, not 1.',
    ],
    [
      'a value that the fact never has',
      { tier: 'golf' },
      '/given/tier VALUE_NOT_ALLOWED: "Tier" is never "golf". Did you mean "gold"?',
    ],
    [
      'a day without a time',
      { lastPurchaseAt: '2026-01-31' },
      '/given/lastPurchaseAt WRONG_VALUE: "Last purchase" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not "2026-01-31".',
    ],
  ])('is refused when it gives %s', (_what, given, fault) => {
    expect(told([example(given, [])])).toEqual([`/examples/0${fault}`]);
  });

  it('is refused when it expects what the document does not have', () => {
    expect(told([example({}, ['slver', 'nobody'])])).toEqual([
      '/examples/0/expect/0 UNKNOWN_OUTCOME: This document has no outcome "slver"; did you mean "silver"?',
      '/examples/0/expect/1 UNKNOWN_OUTCOME: This document has no outcome "nobody". There are "silver" and "gold".',
    ]);
  });

  it('is refused when it lacks a part, or has one too many', () => {
    expect(told([{ name: 'a', given: {}, expcet: [] }])).toEqual([
      '/examples/0/expcet UNKNOWN_PROPERTY: "expcet" has no meaning here. Did you mean "expect"?',
    ]);
    expect(told(Array.from({ length: 101 }, () => example({}, [])))).toEqual([
      '/examples TOO_MANY: This list is too long: 100 entries is the most.',
    ]);
  });
});

describe('an example about time', () => {
  const recent = [
    { key: 'recent', title: 'Recent', rank: 1, when: { all: [test('lastPurchaseAt', 'lessThanElapsedDaysAgo', 30)] } },
  ];
  const lastPurchaseAt = '2026-01-01T00:00:00Z';

  it('says at what instant it is judged', () => {
    expect(told([example({ lastPurchaseAt }, ['recent'], { at: '2026-01-30T23:59:59Z' })], recent)).toEqual([]);
    expect(told([example({ lastPurchaseAt }, [], { at: '2026-01-31T00:00:00Z' })], recent)).toEqual([]);
    expect(told([example({ lastPurchaseAt }, [])], recent)).toEqual([
      '/examples/0 EXAMPLE_NEEDS_TIME: This example gives "Last purchase", and a rule asks how long ago it is or how far ahead. Add "at", the instant at which the example is judged.',
    ]);
    expect(told([example({ lastPurchaseAt }, [], { at: 'today' })], recent)).toEqual([
      '/examples/0/at WRONG_VALUE: "at" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not "today".',
    ]);
  });

  it('need not give what follows from what it gives', () => {
    const idle = [
      {
        key: 'idle',
        title: 'Idle',
        rank: 1,
        when: { all: [test('daysSinceLastPurchase', 'greaterThanInclusive', 30)] },
      },
    ];
    expect(told([example({ lastPurchaseAt }, ['idle'], { at: '2026-01-31T00:00:00Z' })], idle)).toEqual([]);
    expect(told([example({ lastPurchaseAt }, [], { at: '2026-01-30T23:59:59Z' })], idle)).toEqual([]);
    expect(told([example({ daysSinceLastPurchase: 30 }, ['idle'])], idle)).toEqual([]);
  });
});
