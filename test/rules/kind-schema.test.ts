import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindSchema } from '../../src/rules/kind-schema.ts';
import { catalogue } from './catalogue.ts';
import { condition, RUNS } from './generated.ts';
import { campaigns } from './kinds.ts';

const schema = kindSchema(campaigns, catalogue);
const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
const errorsFor = (when: unknown): string[] => {
  validate({ rules: [{ name: 'a', when }] });
  return (validate.errors ?? [])
    .filter((error) => error.keyword !== 'if')
    .map((error) => `${error.instancePath.replace('/rules/0/when', '')} ${error.keyword}`);
};

describe('the schema for editors', () => {
  it('accepts every document that saving accepts', () => {
    fc.assert(
      fc.property(condition, (when) => {
        expect(errorsFor(when)).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each([
    ['an unknown fact', { fact: 'teir', operator: 'equal', value: 'gold' }, ['/fact enum']],
    ['an operator that does not fit', { fact: 'tier', operator: 'lessThan', value: 'gold' }, ['/operator enum']],
    ['a value that the fact never has', { fact: 'tier', operator: 'in', value: ['golf'] }, ['/value/0 enum']],
    ['a value of the wrong type', { fact: 'spendLast90Days', operator: 'equal', value: '1' }, ['/value type']],
    ['half a calendar day', { fact: 'renewsAt', operator: 'atLeastCalendarDaysAgo', value: 0.5 }, ['/value type']],
    ['false for known', { fact: 'renewsAt', operator: 'known', value: false }, ['/value const']],
    ['a missing value', { fact: 'tier', operator: 'equal' }, [' required']],
    ['a priority', { fact: 'tier', operator: 'known', value: true, priority: 1 }, [' additionalProperties']],
    ['an empty group', { any: [] }, ['/any minItems']],
    [
      'a fault inside groups',
      { all: [{ not: { fact: 'tier', operator: 'is', value: true } }] },
      ['/all/0/not/operator enum'],
    ],
  ])('has one error for %s', (_what, when, expected) => {
    expect(errorsFor(when)).toEqual(expected);
  });

  it('tells what each fact and operator is', () => {
    const { test } = schema.$defs as { test: { properties: { fact: { enum: string[]; enumDescriptions: string[] } } } };
    const { fact } = test.properties;
    expect(fact.enumDescriptions[fact.enum.indexOf('ordersLast90Days')]).toBe('Orders in 90 days (orders)');
    expect(JSON.stringify(schema)).toContain('is known and is none of');
    expect(schema).toMatchObject({ title: 'Campaigns', description: 'Whom to write to.' });
  });
});
