/** Everything that is refused when a rule set is saved, in the words that the marketer reads: first of all refusals.txt. */
import { readFileSync } from 'node:fs';
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

/** The cases of refusals.txt: heading, what it is, the condition as written, and the fault expected. */
const CASES = readFileSync(new URL('refusals.txt', import.meta.url), 'utf8')
  .split(/^# /m)
  .slice(1)
  .flatMap((chapter) => {
    const [title = '', ...cases] = chapter.split(/^## /m);
    return cases.map((text) => [title.trim(), ...text.trimEnd().split('\n')] as [string, string, string, string]);
  });

/** Each fault as `pointer CODE: sentence`. */
const refused = (when: unknown): string[] =>
  checkConditions(when, '', catalogue)
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer, code, message }) => `${pointer || '(here)'} ${code}: ${message}`);

describe('conditions', () => {
  it.each(CASES)('are refused with one sentence for %s: %s', (_title, _what, when, fault) => {
    expect(refused(JSON.parse(when))).toEqual([fault]);
  });

  it('are refused with a sentence for every code there is', () => {
    const codes = new Set([...CASES, ...TOO_MUCH].map((one) => /([A-Z_]+):/.exec(one.at(-1) as string)?.[1]));
    expect(codes.size).toBe(29);
  });
});

const TOO_MUCH: readonly (readonly [what: string, when: unknown, fault: string])[] = [
  [
    'more than 8 groups inside one another',
    nested(9),
    `${'/not'.repeat(8)} TOO_DEEP: Groups are nested more than 8 deep here. Bring this group further out, or make it a rule of its own.`,
  ],
  [
    'more than 200 conditions in a rule',
    many(201),
    '(here) TOO_MANY_CONDITIONS: This rule has 201 conditions; 200 is the most. Split it into several rules, or test for many values at once with "in".',
  ],
  [
    'more than 100 values in a list',
    spend(
      'in',
      Array.from({ length: 101 }, (_, index) => index),
    ),
    '/value LIST_TOO_LONG: The list of "in" has 101 values; 100 is the most. Split it into several conditions.',
  ],
  [
    'a text of more than 1 kB',
    test('country', 'equal', 'é'.repeat(513)),
    '/value TEXT_TOO_LONG: This text is longer than 1024 bytes. Shorten it.',
  ],
  [
    'a pattern of more than 200 characters',
    test('country', 'matches', 'x'.repeat(201)),
    '/value PATTERN_TOO_LONG: This pattern has 201 characters; 200 is the most. Shorten it.',
  ],
];

describe('too much of it', () => {
  it.each(TOO_MUCH)('is refused: %s', (_what, when, fault) => {
    expect(refused(when)).toEqual([fault]);
  });
});

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
    expect(refused(when).map((fault) => fault.slice(0, fault.indexOf(':')))).toEqual([
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
      '1:1  DOCUMENT_TOO_LARGE: This document has 65 kB; 64 kB is the most. Split it into several.',
    ]);
    expect(checkDocument(campaigns, padded.slice(0, 64 * 1024), catalogue).problems).toEqual([]);
  });

  it('is refused above 64 kB when it comes as JSON already read', () => {
    const rules = Array.from({ length: 400 }, (_, index) => rule(`${'x'.repeat(100)}${index}`));
    expect(faults({ rules })).toEqual([
      'undefined:undefined  DOCUMENT_TOO_LARGE: This document has 73 kB; 64 kB is the most. Split it into several.',
    ]);
  });

  it('is refused with more than 500 rules', () => {
    const rules = Array.from({ length: 501 }, (_, index) => rule(`${index}`, test('tier', 'known', true)));
    expect(faults(JSON.stringify({ rules }))).toEqual([
      '1:1  TOO_MANY_RULES: There are 501 rules; 500 is the most. Split the document into several rule sets.',
    ]);
    expect(checkDocument(campaigns, { rules: rules.slice(0, 500) }, catalogue).document).toBeDefined();
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
    expect(problems).toMatchObject([
      { pointer: '', code: 'NOT_JSON', message, severity: 'error', line: 1, column: 102 },
    ]);
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
