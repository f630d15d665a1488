import type { LeafCondition } from '../contract/condition.ts';
import type { Facts } from '../contract/fact.ts';
import { compilePattern } from './pattern.ts';

/** The test of a text fact as a function; every one but `unknown` is false while the text is undefined. */
export function textTest(leaf: LeafCondition, slot: number): (facts: Facts) => boolean {
  const value = leaf.value as string;
  switch (leaf.operator) {
    case 'known':
      return ({ texts }) => texts[slot] !== undefined;
    case 'unknown':
      return ({ texts }) => texts[slot] === undefined;
    case 'equal':
      return ({ texts }) => texts[slot] === value;
    case 'notEqual':
      return ({ texts }) => texts[slot] !== undefined && texts[slot] !== value;
    case 'startsWith':
      return ({ texts }) => texts[slot]?.startsWith(value) === true;
    case 'matches': {
      const pattern = compilePattern(value);
      return ({ texts }) => {
        const actual = texts[slot];
        return actual !== undefined && pattern.test(actual);
      };
    }
    default: {
      const set = new Set(leaf.value as readonly string[]);
      const wanted = leaf.operator === 'in';
      return ({ texts }) => {
        const actual = texts[slot];
        return actual !== undefined && set.has(actual) === wanted;
      };
    }
  }
}
