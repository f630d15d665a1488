import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrderedRuleSet, orderRuleSets } from '../../src/rules/order-rule-sets.ts';
import { RUNS } from './generated.ts';

const FACTS = ['a', 'b', 'c', 'd', 'e', 'f'];
const names = fc.uniqueArray(fc.constantFrom(...FACTS), { maxLength: 2 });
const ruleSets = fc
  .array(fc.record({ reads: names, provides: names }), { maxLength: 7 })
  .map((list) => list.map((set, index): OrderedRuleSet => ({ ...set, key: `set ${index}` })));

const feeds = (from: OrderedRuleSet | undefined, to: OrderedRuleSet | undefined): boolean =>
  from?.provides.some((fact) => to?.reads.includes(fact)) === true;

describe('the order of rule sets', () => {
  it('puts each after those it reads, or names a circle in which each reads the next', () => {
    const seen = { ordered: 0, circles: 0 };
    fc.assert(
      fc.property(ruleSets, (sets) => {
        const { order, cycle } = orderRuleSets(sets);
        const byKey = new Map(sets.map((set) => [set.key, set]));
        order.forEach((key, place) => {
          const later = sets.filter((set) => !order.slice(0, place).includes(set.key));
          expect(later.filter((set) => feeds(set, byKey.get(key)))).toEqual([]);
        });
        if (cycle) {
          seen.circles++;
          expect(cycle.length).toBeGreaterThan(0);
          cycle.forEach((key, place) => {
            expect(feeds(byKey.get(cycle[(place + 1) % cycle.length] ?? ''), byKey.get(key))).toBe(true);
          });
          expect(new Set(cycle).size).toBe(cycle.length);
        } else {
          seen.ordered++;
          expect(order.toSorted()).toEqual(sets.map((set) => set.key));
        }
      }),
      RUNS,
    );
    expect(Math.min(seen.ordered, seen.circles)).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('keeps the places of sets that do not depend on one another', () => {
    const plain = (key: string, reads: string[] = [], provides: string[] = []) => ({ key, reads, provides });
    const sets = [plain('z'), plain('offers', ['tier']), plain('a'), plain('tiers', [], ['tier']), plain('m')];
    expect(orderRuleSets(sets)).toEqual({ order: ['z', 'a', 'tiers', 'offers', 'm'] });
  });

  it('names a set that reads its own outcome', () => {
    expect(orderRuleSets([{ key: 'a', reads: ['x'], provides: ['x'] }])).toEqual({ order: [], cycle: ['a'] });
  });
});
