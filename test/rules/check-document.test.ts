import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/rules/check-document.ts';
import { catalogue } from './catalogue.ts';
import { RUNS } from './generated.ts';
import { campaigns } from './kinds.ts';

const told = (source: unknown): string[] =>
  checkDocument(campaigns, source, catalogue).problems.map(
    ({ line, column, pointer, code, message }) => `${line ?? '-'}:${column ?? '-'} ${pointer} ${code}: ${message}`,
  );

const WHEN = '{"fact": "tier", "operator": "equal", "value": "gold"}';

describe('a document', () => {
  it('comes back when nothing refuses it, from text and from JSON already read', () => {
    const text = JSON.stringify(campaigns.example);
    expect(checkDocument(campaigns, text, catalogue)).toEqual({ document: campaigns.example, problems: [] });
    expect(checkDocument(campaigns, campaigns.example, catalogue)).toEqual({
      document: campaigns.example,
      problems: [],
    });
    expect(checkDocument(campaigns, `\uFEFF${text}`, catalogue).document).toEqual(campaigns.example);
  });

  it('comes back with warnings, which do not refuse it', () => {
    const check = checkDocument(campaigns, '{"rules": [],\n  "budget": 0}', catalogue);
    expect(check.document).toEqual({ rules: [], budget: 0 });
    expect(check.problems).toEqual([
      {
        pointer: '/budget',
        code: 'NO_BUDGET',
        message: 'Without a budget nobody is written to.',
        severity: 'warning',
        line: 2,
        column: 13,
      },
    ]);
  });

  it('has its faults named with line and column, those of conditions with those of the rest', () => {
    const text = `{
  "rules": [
    { "name": "a", "chanel": "email", "when": { "fact": "teir", "operator": "equal", "value": 1 } },
    { "nam": "b", "when": { "all": [] } }
  ]
}`;
    expect(told(text)).toEqual([
      '3:20 /rules/0/chanel UNKNOWN_PROPERTY: "chanel" has no meaning here. Did you mean "channel"?',
      '4:7 /rules/1/nam UNKNOWN_PROPERTY: "nam" has no meaning here. Did you mean "name"?',
      '3:57 /rules/0/when/fact UNKNOWN_FACT: There is no fact "teir"; did you mean "tier"?',
      '4:36 /rules/1/when/all EMPTY_GROUP: "all" is empty, so it says nothing about the customer. Put at least one condition into it, or remove it.',
    ]);
  });

  it.each([
    ['{}', '1:1  MISSING_PROPERTY: "rules" is missing here.'],
    ['[]', '1:1  WRONG_TYPE: Write an object in curly brackets here, not [].'],
    ['{"rules": {}}', '1:11 /rules WRONG_TYPE: Write a list in square brackets here, not {}.'],
    ['{"rules": [{}]}', '1:12 /rules/0 MISSING_PROPERTY: "name" and "when" are missing here.'],
    [
      '{"rules": [], "colour": 1}',
      '1:15 /colour UNKNOWN_PROPERTY: "colour" has no meaning here. Remove it, or use one of "rules", "budget", "start", "limit", "reward" and "examples".',
    ],
    ['{"rules": [], "budget": -1}', '1:25 /budget TOO_SMALL: -1 is too small: 0 is the least.'],
    ['{"rules": [], "budget": 2000000}', '1:25 /budget TOO_LARGE: 2000000 is too large: 1000000 is the most.'],
    ['{"rules": [], "budget": "a"}', '1:25 /budget WRONG_TYPE: Write a number here, not "a".'],
    [
      '{"rules": [], "start": "31.1.2026"}',
      '1:24 /start WRONG_FORM: "31.1.2026" does not have the form needed here. An example: "2026-01-31".',
    ],
    ['{"rules": [], "limit": "x"}', '1:24 /limit NO_FORM_FITS: Write a whole number or null here, not "x".'],
    [
      '{"rules": [], "reward": {"kind": "points", "points": "x"}}',
      '1:54 /reward/points WRONG_TYPE: Write a whole number here, not "x".',
    ],
    [`{"rules": [{"name": "", "when": ${WHEN}}]}`, '1:21 /rules/0/name TOO_SHORT: This text is empty. Fill it in.'],
    [
      `{"rules": [{"name": "a", "channel": "emial", "when": ${WHEN}}]}`,
      '1:37 /rules/0/channel VALUE_NOT_ALLOWED: "emial" is not possible here; did you mean "email"?',
    ],
    [
      `{"rules": [{"name": "a", "channel": 3, "when": ${WHEN}}]}`,
      '1:37 /rules/0/channel VALUE_NOT_ALLOWED: 3 is not possible here. Choose "email" or "letter".',
    ],
    [
      '{"rules": [{"name": "a", "when": "gold"}]}',
      '1:34 /rules/0/when CONDITION_EXPECTED: Write a condition here. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
    ],
  ])('has one sentence for its fault: %s', (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  it.each([
    ['', '1:1  NOT_JSON: The document ends where a value belongs.'],
    ['{"rules": [1,]}', '1:13  NOT_JSON: Remove the comma before "]".'],
    ['{"rules": [],\n}', '1:13  NOT_JSON: Remove the comma before "}".'],
    ['{"rules": [] "budget": 1}', '1:14  NOT_JSON: A comma or "}" belongs here.'],
    ['{"rules" []}', '1:10  NOT_JSON: A colon belongs after "rules".'],
    ['{rules: []}', '1:2  NOT_JSON: A name in quotation marks belongs here, such as "name".'],
    ['{"rules": \'x\'}', '1:11  NOT_JSON: Write texts between straight double quotation marks: "…".'],
    [
      '{"rules": [],\r\n "start": "2026}',
      '2:11  NOT_JSON: This text is not closed, or has a line break or a wrong "\\" in it. Write it between two "" on one line.',
    ],
    ['{"rules": [ // none\n]}', '1:13  NOT_JSON: Comments are not allowed in a document. Remove this one.'],
    ['{"rules": [', '1:12  NOT_JSON: The document ends where a value belongs.'],
    ['{"rules": [1', '1:11  NOT_JSON: The document ends, and a "]" is still missing.'],
    ['{"rules": []} x', '1:15  NOT_JSON: Nothing may follow the end of the document. Remove what stands here.'],
    [
      '{"rules": NaN}',
      '1:11  NOT_JSON: A value belongs here: a text in quotation marks, a number, true, false, a list or an object.',
    ],
    [
      '{"rules": [],\n "rules": []}',
      '2:2 /rules DUPLICATE_KEY: "rules" is written twice in this object. Keep one of them.',
    ],
  ])('is refused with line and column when it is not JSON: %j', (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });
});

describe('whatever is written', () => {
  /** Values that use the names of the language in the wrong places as often as in the right ones. */
  const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
    anything: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>('tier', 'gold', 'equal', 'in', 'known', 'lastPurchaseAt', 'before', '(', 'rules', ''),
      fc.constantFrom<unknown>(0, -1, 1e308, Number.POSITIVE_INFINITY, Number.NaN, true, null, undefined),
      fc.array(tie('anything'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'rules',
          'name',
          'when',
          'all',
          'any',
          'not',
          'fact',
          'operator',
          'value',
          'path',
          '__proto__',
          'x',
        ),
        tie('anything'),
        { maxKeys: 4 },
      ),
    ),
  }));

  it('is judged, and either accepted or refused with sentences', () => {
    const wrapped = anything.map((when) => ({ rules: [{ name: 'a', when }] }));
    fc.assert(
      fc.property(fc.oneof(anything, wrapped), fc.boolean(), (source, asText) => {
        const given = asText ? (JSON.stringify(source) ?? '') : source;
        const { document, problems } = checkDocument(campaigns, given, catalogue);
        expect(problems.some(({ severity }) => severity === 'error')).toBe(document === undefined);
        for (const { message } of problems) expect(message).toMatch(/^["\p{L}\d[{-].*[.?]$/su);
      }),
      RUNS,
    );
  });
});
