import type { LeafCondition } from '../contract/condition.ts';
import { type Fact, type FactCatalogue, factTitle } from '../contract/fact.ts';
import { type Phrase, titled, type Value, within } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { parseInstant } from '../rules/instants.ts';
import { operatorFor } from '../rules/operators.ts';
import { quote } from '../rules/wording.ts';
import { type Account, money } from './account.ts';

/** A test as people say it: "spend in the last 365 days is at least £1,000". It stands inside a sentence. */
export function testWords(leaf: LeafCondition, { facts }: FactCatalogue, account: Account): Phrase {
  const fact = facts.get(leaf.fact);
  const operator = fact && operatorFor(fact.type, leaf.operator)?.name;
  // a stored version can outlive a fact, and what it asks of it must still be told
  if (!fact || !operator)
    return phrase('test.other', { fact: titled(leaf.fact), operator: leaf.operator, value: quote(leaf.value) });
  const title = within(factTitle(fact));
  const write = (value: unknown): Value => valueWords(fact, value, account);
  const { value } = leaf;
  switch (operator) {
    case 'between': {
      const [low, high] = value as readonly unknown[];
      return phrase('test.between', { fact: title, low: write(low), high: write(high) });
    }
    case 'in':
    case 'notIn':
      return phrase(`test.${operator}`, { fact: title, values: { list: (value as unknown[]).map(write), by: 'or' } });
    case 'equal':
    case 'notEqual':
      return fact.type === 'boolean'
        ? yesOrNo(fact, operator, value === true)
        : phrase(`test.${operator}`, { fact: title, value: write(value) });
    default:
      return operatorFor(fact.type, operator)?.clock
        ? phrase(`test.${operator}`, { fact: title, count: { quantity: value as number, as: 'number' } })
        : phrase(`test.${operator}`, { fact: title, value: write(value) });
  }
}

/** What is known to be not true is false. */
function yesOrNo(fact: Fact, operator: 'equal' | 'notEqual', value: boolean): Phrase {
  const yes = value === (operator === 'equal');
  if (fact.said) return yes ? fact.said.yes : fact.said.no;
  return phrase(yes ? 'test.yes' : 'test.no', { fact: within(factTitle(fact)) });
}

/** A value of a fact as people write it. */
function valueWords(fact: Fact, value: unknown, account: Account): Value {
  if (typeof value === 'number') {
    if (fact.type === 'instant') return { quantity: value, as: 'instant', timeZone: account.timeZone };
    if (fact.writtenAs === 'money') return money(value, account);
    return { quantity: value, as: fact.writtenAs ?? 'number' };
  }
  if (fact.type === 'instant' && typeof value === 'string')
    return { quantity: parseInstant(value), as: 'instant', timeZone: account.timeZone };
  return typeof value === 'boolean' ? phrase(value ? 'value.yes' : 'value.no') : quote(value);
}
