import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileRules } from '../../src/rules/compile.ts';
import { LIMITS } from '../../src/rules/limits.ts';
import { testApp } from '../support/app.ts';
import { ask } from './asked.ts';
import { grown, rowCounts } from './counts.ts';
import { hostileJson, hostileText } from './hostile.ts';
import { mutatedJson } from './mutated-json.ts';

const RUNS = 10_000;

const system = await testApp({ rateLimit: 0 });
const { app } = system;
const { ruleSetKinds } = app.road.sources;
const kinds = [...ruleSetKinds.values()];

/** Conditions of every shape, so that edits meet each of them. */
const CONDITIONS = {
  all: [
    { fact: 'ordersLast30Days', operator: 'between', value: [1, 5] },
    { any: [{ fact: 'lastPurchaseAt', operator: 'atLeastElapsedDaysAgo', value: 3 }] },
    { not: { fact: 'spendEver', operator: 'known', value: true } },
    { fact: 'meanRating', operator: 'in', value: [1, 2.5] },
  ],
};
const right = (key: string): object[] => {
  const { example } = ruleSetKinds.get(key) as { example: object };
  const text = JSON.stringify(example);
  return [example, JSON.parse(text, (name, value) => (name === 'when' ? CONDITIONS : value)) as object];
};

const SAVE = `mutation ($kind: String!, $source: String!) {
  saveRuleSet(input: { key: $kind, kind: $kind, title: "Hostile", source: $source }) {
    __typename
    ... on SaveRuleSetSuccess { version { number } }
    ... on UserError { code message }
    ... on ValidationError { issues { path code message } }
  }
}`;

interface Saved {
  readonly saveRuleSet: {
    readonly __typename: string;
    readonly issues?: readonly { readonly path: readonly string[]; readonly code: string; readonly message: string }[];
  };
}

/** The text of a document, as an editor, a program or somebody who means harm would send it. */
const sources = (key: string): fc.Arbitrary<string> => {
  const mutated = mutatedJson(right(key)).map((document) => JSON.stringify(document) ?? '');
  return fc.oneof(
    { weight: 14, arbitrary: mutated },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...right(key)), fc.nat(), fc.nat(6), hostileText)
        .map(([document, at, length, text]) => {
          const whole = JSON.stringify(document, null, 1);
          const from = at % whole.length;
          return whole.slice(0, from) + text + whole.slice(from + length);
        }),
    },
    { weight: 1, arbitrary: hostileText },
    { weight: 1, arbitrary: hostileJson.map((json) => JSON.stringify(json) ?? '') },
    fc.constantFrom(9, 300, 30_000).map((depth) => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`),
    fc.constantFrom(9, 300, 30_000).map((depth) => '['.repeat(depth)),
    fc.constantFrom(1, 200, LIMITS.documentBytes).map((length) => `{"segments":[${' '.repeat(length)}]}`),
  );
};

it(`${RUNS} malformed rule documents are refused with sentences, or accepted and then can be judged; nothing is half-written`, {
  timeout: 180_000,
}, async () => {
  const before = await rowCounts(app.database);
  const { catalogue } = await app.road.engine();
  const facts = {
    numbers: new Float64Array(catalogue.numbers),
    texts: new Array<string | undefined>(catalogue.texts).fill(undefined),
    now: Date.UTC(2026, 10, 27),
  };
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds).chain((kind) => fc.tuple(fc.constant(kind), sources(kind.key))),
      async ([kind, source]) => {
        const { status, data, text } = await ask(system, SAVE, { kind: kind.key, source });
        expect([status, text.slice(0, 500)]).toEqual([200, expect.any(String)]);
        const { __typename, issues = [] } = (data as Saved).saveRuleSet;
        if (__typename === 'SaveRuleSetSuccess') {
          accepted += 1;
          const rules = kind.rules(JSON.parse(source.replace(/^\uFEFF/, '')) as never);
          const compiled = compileRules(rules, catalogue);
          compiled.evaluate(facts, new Uint8Array(compiled.size));
          for (let rule = 0; rule < compiled.size; rule++) compiled.explain(rule, facts);
          expect(compiled.nextFlip(facts)).toBeGreaterThan(facts.now);
          return;
        }
        expect([__typename, issues.length > 0]).toEqual(['ValidationError', true]);
        for (const issue of issues) {
          expect(issue.path[0]).toBe('source');
          expect(issue.message).toMatch(/[.?)]$/);
        }
      },
    ),
    { numRuns: RUNS },
  );
  console.log(`${accepted} of ${RUNS} were accepted`);
  expect(accepted).toBeGreaterThan(RUNS / 100);
  expect(grown(before, await rowCounts(app.database))).toEqual({
    rule_set: kinds.length,
    rule_set_version: accepted,
    audit_entry: accepted,
    // each is saved, and each but the first of a rule set takes the place of the one before
    rule_set_entry: 2 * accepted - kinds.length,
  });
});
