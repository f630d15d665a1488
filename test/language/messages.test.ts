import { expect, it } from 'vitest';
import type { Phrase, Value } from '../../src/language/phrase.ts';
import { analysis } from '../../src/language/phrases/analysis.ts';
import { conditions } from '../../src/language/phrases/conditions.ts';
import { documents } from '../../src/language/phrases/documents.ts';
import { examples } from '../../src/language/phrases/examples.ts';
import { patterns } from '../../src/language/phrases/patterns.ts';
import { schemas } from '../../src/language/phrases/schemas.ts';
import { values } from '../../src/language/phrases/values.ts';
import { tellIn } from '../../src/language/told.ts';
import { checkConditions } from '../../src/rules/check-conditions.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { catalogue } from '../rules/catalogue.ts';
import { catalogue as coreFacts, test } from '../wording/setting.ts';
import { faulty } from './faulty.ts';

const problems = [
  ...faulty.flatMap(
    ([kind, source]) => checkDocument(kind, source, { ...catalogue, personal: new Set(['attribute.name']) }).problems,
  ),
  ...[
    test('spendEver', 'equal', 0.5),
    test('meanResponseTime', 'lessThan', 24),
    test('firstContactShare', 'equal', 80),
  ].flatMap((when) => checkConditions(when, '', coreFacts)),
];

/** A phrase and all that are said inside it. */
function* saidIn(value: Value): Generator<Phrase> {
  if (typeof value !== 'object') return;
  if ('list' in value) for (const part of value.list) yield* saidIn(part);
  if (!('key' in value)) return;
  yield value;
  for (const part of Object.values(value.values ?? {})) yield* saidIn(part);
}

it('Every message about a document is told in both languages', async () => {
  const table = new Map(
    problems.map((one) => [`${one.severity} ${one.code}\n  ${tellIn(one, 'en')}\n  ${tellIn(one, 'zh')}`, one]),
  );
  await expect(`${[...table.keys()].sort().join('\n')}\n`).toMatchFileSnapshot('messages.txt');
  for (const [text, { phrase }] of table) expect(phrase, text).toBeDefined();
});

it('The table has every message there is', () => {
  const said = new Set(problems.flatMap(({ phrase }) => [...saidIn(phrase as Phrase)]).map(({ key }) => key));
  const topics = { ...documents, ...schemas, ...conditions, ...values, ...patterns, ...analysis, ...examples };
  expect(Object.keys(topics).filter((key) => !said.has(key) && !ELSEWHERE.test(key))).toEqual([]);
});

/** Said where a document is saved, offered or edited. */
const ELSEWHERE = /^(document\.atPlace|example\.(below|at|above)|editor\..*)$/;
