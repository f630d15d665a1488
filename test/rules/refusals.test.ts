/** Everything that is refused when a rule set is saved, in the words that the marketer reads. */
import { describe, expect, it } from 'vitest';
import { checkConditions } from '../../src/rules/check-conditions.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { orderRuleSets } from '../../src/rules/order-rule-sets.ts';
import { catalogue } from './catalogue.ts';
import { campaigns } from './kinds.ts';

const test = (fact: unknown, operator: unknown, value: unknown, more: object = {}) => ({
  fact,
  operator,
  value,
  ...more,
});
const spend = (operator: unknown, value: unknown, more: object = {}) => test('spendLast90Days', operator, value, more);
const fine = spend('greaterThan', 100);

const nested = (groups: number): unknown => (groups === 0 ? fine : { not: nested(groups - 1) });
const many = (count: number): unknown => ({ any: Array.from({ length: count }, (_, index) => spend('equal', index)) });
const fromJson = (text: string): unknown => JSON.parse(text);

/** Where the fault lies inside the condition, its code, and the sentence. */
type Fault = readonly [pointer: string, code: string, message: string];

function refused(when: unknown): Fault[] {
  return checkConditions(when, '', catalogue)
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer, code, message }) => [pointer, code, message]);
}

const CASES: Readonly<Record<string, readonly (readonly [what: string, when: unknown, fault: Fault])[]>> = {
  'an unknown fact': [
    [
      'a slip of the pen',
      test('spendLst90Days', 'greaterThan', 1),
      ['/fact', 'UNKNOWN_FACT', 'There is no fact "spendLst90Days"; did you mean "spendLast90Days"?'],
    ],
    [
      'another case',
      test('spendlast90days', 'greaterThan', 1),
      ['/fact', 'UNKNOWN_FACT', 'There is no fact "spendlast90days"; did you mean "spendLast90Days"?'],
    ],
    [
      'its title instead of its name',
      test('Spend in 90 days', 'greaterThan', 1),
      ['/fact', 'UNKNOWN_FACT', 'There is no fact "Spend in 90 days"; did you mean "spendLast90Days"?'],
    ],
    [
      'something nobody knows',
      test('weather', 'greaterThan', 1),
      [
        '/fact',
        'UNKNOWN_FACT',
        'There is no fact "weather". There are "ordersLast90Days", "spendLast90Days", "daysSinceLastPurchase", "daysUntilRenewal", "orderTrend", "subscribed", "lastPurchaseAt", "renewsAt", "firstSeenAt", "npsScore", "country" and "tier".',
      ],
    ],
    [
      'no name at all',
      test(3, 'greaterThan', 1),
      ['/fact', 'UNKNOWN_FACT', '"fact" takes the name of a fact in quotation marks, not 3.'],
    ],
    [
      'a name from JavaScript',
      test('__proto__', 'greaterThan', 1),
      [
        '/fact',
        'UNKNOWN_FACT',
        'There is no fact "__proto__". There are "ordersLast90Days", "spendLast90Days", "daysSinceLastPurchase", "daysUntilRenewal", "orderTrend", "subscribed", "lastPurchaseAt", "renewsAt", "firstSeenAt", "npsScore", "country" and "tier".',
      ],
    ],
  ],
  'an unknown operator': [
    [
      'a slip of the pen',
      spend('greaterThen', 1),
      ['/operator', 'UNKNOWN_OPERATOR', 'There is no operator "greaterThen"; did you mean "greaterThan"?'],
    ],
    [
      'a sign',
      spend('>=', 1),
      [
        '/operator',
        'UNKNOWN_OPERATOR',
        'There is no operator ">=". "Spend in 90 days" is a number; use "equal", "notEqual", "lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive", "between", "in", "notIn", "known" or "unknown".',
      ],
    ],
    [
      'a slip for one that does not fit',
      test('subscribed', 'startWith', true),
      [
        '/operator',
        'UNKNOWN_OPERATOR',
        'There is no operator "startWith". "Subscribed" is true or false; use "equal", "notEqual", "known" or "unknown".',
      ],
    ],
    [
      'no name at all',
      spend(null, 1),
      ['/operator', 'UNKNOWN_OPERATOR', '"operator" takes the name of an operator in quotation marks, not null.'],
    ],
  ],
  'an operator that does not fit the fact': [
    [
      'more than true',
      test('subscribed', 'greaterThan', true),
      [
        '/operator',
        'OPERATOR_DOES_NOT_FIT',
        '"greaterThan" does not fit here. "Subscribed" is true or false; use "equal", "notEqual", "known" or "unknown".',
      ],
    ],
    [
      'a pattern for a number',
      spend('matches', '1'),
      [
        '/operator',
        'OPERATOR_DOES_NOT_FIT',
        '"matches" does not fit here. "Spend in 90 days" is a number; use "equal", "notEqual", "lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive", "between", "in", "notIn", "known" or "unknown".',
      ],
    ],
    [
      'days ago for a text',
      test('country', 'atLeastElapsedDaysAgo', 3),
      [
        '/operator',
        'OPERATOR_DOES_NOT_FIT',
        '"atLeastElapsedDaysAgo" does not fit here. "Country" is a text; use "equal", "notEqual", "in", "notIn", "startsWith", "matches", "known" or "unknown".',
      ],
    ],
    [
      'in a list for a date',
      test('lastPurchaseAt', 'in', []),
      [
        '/operator',
        'OPERATOR_DOES_NOT_FIT',
        '"in" does not fit here. "Last purchase" is a date and time; use "before", "after", "atLeastElapsedDaysAgo", "lessThanElapsedDaysAgo", "atLeastCalendarDaysAgo", "lessThanCalendarDaysAgo", "withinElapsedDaysAhead", "known" or "unknown".',
      ],
    ],
  ],
  'an empty group': [
    [
      'all',
      { all: [] },
      [
        '/all',
        'EMPTY_GROUP',
        '"all" is empty, so it says nothing about the customer. Put at least one condition into it, or remove it.',
      ],
    ],
    [
      'any',
      { any: [] },
      [
        '/any',
        'EMPTY_GROUP',
        '"any" is empty, so it says nothing about the customer. Put at least one condition into it, or remove it.',
      ],
    ],
    [
      'inside another',
      { all: [fine, { any: [] }] },
      [
        '/all/1/any',
        'EMPTY_GROUP',
        '"any" is empty, so it says nothing about the customer. Put at least one condition into it, or remove it.',
      ],
    ],
  ],
  'a value of the wrong type': [
    [
      'a number in quotation marks',
      spend('greaterThan', '150'),
      ['/value', 'WRONG_VALUE', 'Write 150 without quotation marks.'],
    ],
    [
      'a word for a number',
      spend('greaterThan', 'many'),
      ['/value', 'WRONG_VALUE', '"Spend in 90 days" is a number: write a number, not "many".'],
    ],
    [
      'null for a number',
      spend('greaterThan', null),
      ['/value', 'WRONG_VALUE', '"Spend in 90 days" is a number: write a number, not null.'],
    ],
    [
      'true in quotation marks',
      test('subscribed', 'equal', 'true'),
      ['/value', 'WRONG_VALUE', 'Write true without quotation marks.'],
    ],
    [
      'a number for true',
      test('subscribed', 'equal', 1),
      ['/value', 'WRONG_VALUE', '"Subscribed" is true or false: write true or false, not 1.'],
    ],
    [
      'a number for a text',
      test('country', 'equal', 49),
      ['/value', 'WRONG_VALUE', '"Country" is a text: write it in quotation marks, not 49.'],
    ],
    [
      'one value for a list',
      test('country', 'in', 'DE'),
      ['/value', 'WRONG_VALUE', '"in" takes a list in square brackets, such as ["a", "b"].'],
    ],
    [
      'a word in a list of numbers',
      spend('in', [1, 'a']),
      ['/value/1', 'WRONG_VALUE', '"Spend in 90 days" is a number: write a number, not "a".'],
    ],
    [
      'one number for a range',
      spend('between', 5),
      [
        '/value',
        'WRONG_VALUE',
        '"between" takes two numbers in square brackets, the lower one first, such as [10, 20].',
      ],
    ],
    [
      'a word in a range',
      spend('between', [1, 'a']),
      ['/value/1', 'WRONG_VALUE', '"Spend in 90 days" is a number: write a number, not "a".'],
    ],
    [
      'a range from high to low',
      spend('between', [5, 1]),
      ['/value', 'RANGE_REVERSED', 'The lower number comes first: write [1, 5].'],
    ],
    [
      'a date without time',
      test('lastPurchaseAt', 'before', '2026-01-31'),
      [
        '/value',
        'WRONG_VALUE',
        '"Last purchase" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not "2026-01-31".',
      ],
    ],
    [
      'a date without zone',
      test('lastPurchaseAt', 'before', '2026-01-31T09:00:00'),
      [
        '/value',
        'WRONG_VALUE',
        '"Last purchase" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not "2026-01-31T09:00:00".',
      ],
    ],
    [
      'a day that does not exist',
      test('lastPurchaseAt', 'before', '2026-02-30T00:00:00Z'),
      [
        '/value',
        'WRONG_VALUE',
        '"Last purchase" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not "2026-02-30T00:00:00Z".',
      ],
    ],
    [
      'a word for days',
      test('lastPurchaseAt', 'atLeastElapsedDaysAgo', 'a week'),
      ['/value', 'WRONG_VALUE', '"atLeastElapsedDaysAgo" takes a number of days: write a number, not "a week".'],
    ],
    [
      'days below zero',
      test('lastPurchaseAt', 'lessThanElapsedDaysAgo', -1),
      ['/value', 'WRONG_VALUE', '"lessThanElapsedDaysAgo" takes from 0 to 36500 days, not -1.'],
    ],
    [
      'more than a hundred years',
      test('renewsAt', 'withinElapsedDaysAhead', 36501),
      ['/value', 'WRONG_VALUE', '"withinElapsedDaysAhead" takes from 0 to 36500 days, not 36501.'],
    ],
    [
      'half a calendar day',
      test('lastPurchaseAt', 'atLeastCalendarDaysAgo', 1.5),
      ['/value', 'WRONG_VALUE', 'Calendar days are counted whole: write 1 or 2.'],
    ],
    [
      'false for known',
      test('country', 'known', false),
      ['/value', 'WRONG_VALUE', '"known" takes the value true. To test for the opposite, use "unknown".'],
    ],
  ],
  'a value that the fact never has': [
    [
      'a slip of the pen',
      test('tier', 'equal', 'golf'),
      ['/value', 'VALUE_NOT_ALLOWED', '"Tier" is never "golf". Did you mean "gold"?'],
    ],
    [
      'another word',
      test('tier', 'in', ['gold', 'platinum']),
      ['/value/1', 'VALUE_NOT_ALLOWED', '"Tier" is never "platinum". Choose "bronze", "silver" or "gold".'],
    ],
  ],
  'a number that is not finite': [
    [
      'infinity, as 1e400 is read',
      spend('greaterThan', fromJson('1e400')),
      ['/value', 'NOT_FINITE', 'This number is too large to be computed with. Write a smaller one.'],
    ],
    [
      'in a list',
      spend('in', [1, Number.NEGATIVE_INFINITY]),
      ['/value/1', 'NOT_FINITE', 'This number is too large to be computed with. Write a smaller one.'],
    ],
    [
      'in days',
      test('lastPurchaseAt', 'atLeastElapsedDaysAgo', fromJson('1e400')),
      ['/value', 'NOT_FINITE', 'This number is too large to be computed with. Write a smaller one.'],
    ],
  ],
  'a pattern that is not linear-time': [
    [
      'looking ahead',
      test('country', 'matches', 'a(?=b)'),
      [
        '/value',
        'PATTERN_NOT_LINEAR',
        'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
      ],
    ],
    [
      'looking ahead for nothing',
      test('country', 'matches', 'a(?!b)'),
      [
        '/value',
        'PATTERN_NOT_LINEAR',
        'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
      ],
    ],
    [
      'looking back',
      test('country', 'matches', '(?<=a)b'),
      [
        '/value',
        'PATTERN_NOT_LINEAR',
        'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
      ],
    ],
    [
      'referring back',
      test('country', 'matches', '(a)\\1'),
      [
        '/value',
        'PATTERN_NOT_LINEAR',
        'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
      ],
    ],
    [
      'referring back by name',
      test('country', 'matches', '(?<x>a)\\k<x>'),
      [
        '/value',
        'PATTERN_NOT_LINEAR',
        'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
      ],
    ],
  ],
  'a pattern that cannot be used': [
    [
      'wrongly written',
      test('country', 'matches', '[a-z'),
      ['/value', 'PATTERN_INVALID', 'This pattern cannot be read: missing closing ]: `[a-z`.'],
    ],
    [
      'an atomic group',
      test('country', 'matches', '(?>a)'),
      ['/value', 'PATTERN_INVALID', 'This pattern cannot be read: invalid or unsupported Perl syntax: `(?>`.'],
    ],
    [
      'longer than 200 characters',
      test('country', 'matches', 'x'.repeat(201)),
      ['/value', 'PATTERN_TOO_LONG', 'This pattern has 201 characters; 200 is the most. Shorten it.'],
    ],
    [
      'of too many repetitions',
      test('country', 'matches', '(a{1,30}b{1,30}){1,30}'),
      [
        '/value',
        'PATTERN_TOO_LARGE',
        'This pattern repeats its parts too many times. Use smaller counts in curly brackets, or "*" and "+".',
      ],
    ],
  ],
  'what other dialects allow': [
    [
      'a path',
      spend('equal', 1, { path: '$.amount' }),
      [
        '/path',
        'NO_PATH',
        '"path" is not used here: every metric and attribute is a fact of its own. Name that fact and remove "path".',
      ],
    ],
    [
      'parameters',
      spend('equal', 1, { params: { days: 30 } }),
      [
        '/params',
        'NO_PARAMS',
        '"params" is not used here: facts take no parameters. Choose the fact that has the period you need and remove "params".',
      ],
    ],
    [
      'a priority in a test',
      spend('equal', 1, { priority: 2 }),
      [
        '/priority',
        'NO_PRIORITY',
        '"priority" is not used inside a condition: all conditions are tested, and their order does not matter. Remove it.',
      ],
    ],
    [
      'a priority in a group',
      { all: [fine], priority: 2 },
      [
        '/priority',
        'NO_PRIORITY',
        '"priority" is not used inside a condition: all conditions are tested, and their order does not matter. Remove it.',
      ],
    ],
    [
      'a named condition',
      { condition: 'bigSpender' },
      [
        '/condition',
        'NO_NAMED_CONDITION',
        'Conditions cannot be named and referred to by "condition". Write the test itself here.',
      ],
    ],
    [
      'a fact as the value',
      spend('greaterThan', { fact: 'ordersLast90Days' }),
      [
        '/value',
        'FACT_AS_VALUE',
        'A fact is compared with a fixed value, not with another fact. Write the value itself; to compare two facts, test a metric that is their difference or ratio.',
      ],
    ],
  ],
  'an unknown or missing name': [
    [
      'a slip in a test',
      { fact: 'spendLast90Days', operater: 'equal', value: 1 },
      ['/operater', 'UNKNOWN_PROPERTY', 'A condition has no "operater"; did you mean "operator"?'],
    ],
    ['a slip in a group', { al: [fine] }, ['/al', 'UNKNOWN_PROPERTY', 'A condition has no "al"; did you mean "all"?']],
    [
      'something else in a test',
      spend('equal', 1, { colour: 'red' }),
      ['/colour', 'UNKNOWN_PROPERTY', 'A test holds "fact", "operator" and "value"; remove "colour".'],
    ],
    [
      'something else in a group',
      { any: [fine], note: 'x' },
      ['/note', 'UNKNOWN_PROPERTY', 'A group holds "any" and nothing beside it; remove "note".'],
    ],
    [
      'no value',
      { fact: 'spendLast90Days', operator: 'equal' },
      ['', 'MISSING_PROPERTY', '"value" is missing in this test. A test needs "fact", "operator" and "value".'],
    ],
    [
      'only a fact',
      { fact: 'spendLast90Days' },
      [
        '',
        'MISSING_PROPERTY',
        '"operator" and "value" are missing in this test. A test needs "fact", "operator" and "value".',
      ],
    ],
    [
      'a reserved name in a test',
      fromJson('{"fact":"spendLast90Days","operator":"equal","value":1,"__proto__":{}}'),
      ['/__proto__', 'RESERVED_NAME', 'The name "__proto__" is reserved and cannot be used. Remove it.'],
    ],
    [
      'a reserved name in a group',
      { all: [fine], constructor: 1 },
      ['/constructor', 'RESERVED_NAME', 'The name "constructor" is reserved and cannot be used. Remove it.'],
    ],
    [
      'a reserved name alone',
      fromJson('{"__proto__":{}}'),
      ['/__proto__', 'RESERVED_NAME', 'The name "__proto__" is reserved and cannot be used. Remove it.'],
    ],
  ],
  'what is no condition': [
    [
      'nothing',
      null,
      [
        '',
        'CONDITION_EXPECTED',
        'Write a condition here. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
      ],
    ],
    [
      'a text',
      'big spenders',
      [
        '',
        'CONDITION_EXPECTED',
        'Write a condition here. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
      ],
    ],
    [
      'a list',
      [fine],
      [
        '',
        'CONDITION_EXPECTED',
        'Write a condition here. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
      ],
    ],
    [
      'an empty object',
      {},
      [
        '',
        'CONDITION_EXPECTED',
        'This is not a condition yet. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
      ],
    ],
    [
      'one condition in a group without a list',
      { all: fine },
      ['/all', 'LIST_EXPECTED', '"all" takes a list of conditions in square brackets.'],
    ],
    [
      'a list in not',
      { not: [fine] },
      [
        '/not',
        'CONDITION_EXPECTED',
        '"not" takes one condition, not a list. To negate several, write a group of "all" or "any" inside it.',
      ],
    ],
    [
      'two groups in one',
      { all: [fine], any: [fine] },
      ['', 'MIXED_CONDITION', 'Write one of "all" and "any" here, not several in one; put one group inside another.'],
    ],
    [
      'a group and a test in one',
      { all: [fine], ...fine },
      [
        '',
        'MIXED_CONDITION',
        'Write either a test ("fact", "operator", "value") or a group ("all") here, not both in one.',
      ],
    ],
  ],
  'too much of it': [
    [
      'more than 8 groups inside one another',
      nested(9),
      [
        '/not/not/not/not/not/not/not/not',
        'TOO_DEEP',
        'Groups are nested more than 8 deep here. Bring this group further out, or make it a rule of its own.',
      ],
    ],
    [
      'more than 200 conditions in a rule',
      many(201),
      [
        '',
        'TOO_MANY_CONDITIONS',
        'This rule has 201 conditions; 200 is the most. Split it into several rules, or test for many values at once with "in".',
      ],
    ],
    [
      'more than 100 values in a list',
      spend(
        'in',
        Array.from({ length: 101 }, (_, index) => index),
      ),
      [
        '/value',
        'LIST_TOO_LONG',
        'The list of "in" has 101 values; 100 is the most. Split it into several conditions.',
      ],
    ],
    [
      'no value in a list',
      test('country', 'in', []),
      ['/value', 'LIST_EMPTY', 'The list of "in" is empty. Put at least one value into it.'],
    ],
    [
      'a value twice in a list',
      test('country', 'in', ['DE', 'FR', 'DE']),
      ['/value/2', 'LIST_REPEATS', '"DE" is in this list more than once. Remove the repetition.'],
    ],
    [
      'a text of more than 1 kB',
      test('country', 'equal', 'é'.repeat(513)),
      ['/value', 'TEXT_TOO_LONG', 'This text is longer than 1024 bytes. Shorten it.'],
    ],
  ],
};

for (const [title, cases] of Object.entries(CASES)) {
  describe(title, () => {
    it.each(cases)('is refused: %s', (_what, when, fault) => {
      expect(refused(when)).toEqual([fault]);
    });
  });
}

describe('what lies just within the limits', () => {
  it.each([
    ['8 groups inside one another', nested(8)],
    ['200 conditions in a rule', many(200)],
    [
      '100 values in a list',
      spend(
        'in',
        Array.from({ length: 100 }, (_, index) => index),
      ),
    ],
    ['a text of 1 kB', test('country', 'equal', 'x'.repeat(1024))],
    ['a pattern of 200 characters', test('country', 'matches', 'x'.repeat(200))],
    ['a linear-time pattern', test('country', 'matches', '^(a+)+$')],
    ['a day that exists in leap years', test('lastPurchaseAt', 'after', '2028-02-29T23:59:59.5-03:30')],
  ])('is accepted: %s', (_what, when) => {
    expect(refused(when)).toEqual([]);
  });
});

describe('several faults', () => {
  it('are all named at once, one sentence for each', () => {
    const when = {
      all: [test('weathr', 'equal', 1), spend('greaterThen', 1), spend('lessThan', 'x', { priority: 2 })],
    };
    expect(refused(when).map(([pointer, code]) => `${pointer} ${code}`)).toEqual([
      '/all/0/fact UNKNOWN_FACT',
      '/all/1/operator UNKNOWN_OPERATOR',
      '/all/2/priority NO_PRIORITY',
      '/all/2/value WRONG_VALUE',
    ]);
  });
});

describe('a whole document', () => {
  const rule = (name: string, when: unknown = fine) => ({ name, when });
  const faults = (source: unknown): string[] => {
    const { document, problems } = checkDocument(campaigns, source, catalogue);
    expect(document).toBeUndefined();
    return problems.map(
      ({ pointer, code, message, line, column }) => `${line}:${column} ${pointer} ${code}: ${message}`,
    );
  };

  it('is refused above 64 kB', () => {
    const padded = `${JSON.stringify({ rules: [rule('a')] })}${' '.repeat(64 * 1024)}`;
    expect(faults(padded)).toEqual([
      '1:1  DOCUMENT_TOO_LARGE: This document has 65 kB; 64 kB is the most. Split it into several rule sets.',
    ]);
    expect(checkDocument(campaigns, padded.slice(0, 64 * 1024), catalogue).problems).toEqual([]);
  });

  it('is refused above 64 kB when it comes as JSON already read', () => {
    const rules = Array.from({ length: 400 }, (_, index) => rule(`${'x'.repeat(100)}${index}`));
    expect(faults({ rules })).toEqual([
      'undefined:undefined  DOCUMENT_TOO_LARGE: This document has 73 kB; 64 kB is the most. Split it into several rule sets.',
    ]);
  });

  it('is refused with more than 500 rules', () => {
    const rules = Array.from({ length: 501 }, (_, index) => rule(`${index}`, test('tier', 'known', true)));
    expect(faults(JSON.stringify({ rules }))).toEqual([
      '1:1  TOO_MANY_RULES: There are 501 rules; 500 is the most. Split the document into several rule sets.',
    ]);
    expect(checkDocument(campaigns, { rules: rules.slice(0, 500) }, catalogue).problems).toEqual([]);
  });

  it('is refused with a number that is infinite once read', () => {
    expect(faults('{"rules": [], "budget": 1e400}')).toEqual([
      '1:25 /budget NOT_FINITE: This number is too large to be computed with. Write a smaller one.',
    ]);
    expect(
      faults(`{"rules": [{"name": "a", "when": {"fact": "spendLast90Days", "operator": "in", "value": [-1e400]}}]}`),
    ).toEqual([
      '1:90 /rules/0/when/value/0 NOT_FINITE: This number is too large to be computed with. Write a smaller one.',
    ]);
  });

  it('is refused with a name that reaches into JavaScript’s prototypes', () => {
    expect(faults('{"rules": [],\n "__proto__": {"x": 1}}')).toEqual([
      '2:2 /__proto__ RESERVED_NAME: The name "__proto__" is reserved and cannot be used. Remove it.',
    ]);
  });

  it('is refused when two rules have one name', () => {
    expect(faults(JSON.stringify({ rules: [rule('a'), rule('a')] }))).toEqual([
      '1:95 /rules/1 RULE_NAME_TAKEN: Another rule is called "a" already. Give this one a name of its own.',
    ]);
  });
});

describe('a document nested without end', () => {
  const message = 'Brackets are nested more than 100 deep here.';
  it('is refused as text', () => {
    const { problems } = checkDocument(campaigns, `${'['.repeat(30_000)}`, catalogue);
    expect(problems).toEqual([{ pointer: '', code: 'NOT_JSON', message, severity: 'error', line: 1, column: 102 }]);
  });

  it('is refused as JSON already read', () => {
    const endless: unknown[] = [];
    endless.push(endless);
    const { problems } = checkDocument(campaigns, { rules: endless }, catalogue);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });
});

describe('rule sets that read one another in a circle', () => {
  it('are named in the order of the circle', () => {
    const sets = [
      { key: 'offers', reads: ['tier'], provides: ['offer'] },
      { key: 'tiers', reads: ['inSegment'], provides: ['tier'] },
      { key: 'segments', reads: ['tier'], provides: ['inSegment'] },
    ];
    expect(orderRuleSets(sets).cycle).toEqual(['tiers', 'segments']);
  });
});
