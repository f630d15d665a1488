import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileColumnTest, type FactColumns } from '../../src/rules/columns.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { catalogue, factsAt } from './catalogue.ts';
import { given, now, RUNS, rules } from './generated.ts';

it('rules hold for the same customers when they are tested a column at a time', () => {
  fc.assert(
    fc.property(rules, fc.array(given, { minLength: 1, maxLength: 5 }), now, (made, customers, at) => {
      const rows = customers.map((customer) => factsAt(customer, at));
      const compiled = compileRules(made, catalogue);
      const expected = rows.map((facts) => {
        const flags = new Uint8Array(made.length);
        compiled.evaluate(facts, flags);
        return [...flags];
      });
      const columns: FactColumns = {
        numbers: Array.from({ length: catalogue.numbers }, (_, place) =>
          Float64Array.from(rows, ({ numbers }) => numbers[place] ?? Number.NaN),
        ),
        texts: Array.from({ length: catalogue.texts }, (_, place) => rows.map(({ texts }) => texts[place])),
        now: at,
      };
      made.forEach(({ when }, rule) => {
        const holds = new Uint8Array(rows.length + 1).fill(7);
        compileColumnTest(when, catalogue, rows.length)(columns, rows.length, holds);
        expect([...holds]).toEqual([...expected.map((flags) => flags[rule]), 7]);
      });
    }),
    RUNS,
  );
});
