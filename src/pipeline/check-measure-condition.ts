import type { Field, FieldType } from '../contract/activity.ts';
import type { MeasureCondition } from '../contract/metric.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { nearest } from '../rules/nearest.ts';
import { listed, quote } from '../rules/wording.ts';

/** Where in a condition a fault lies, its code, and a sentence. */
export type ConditionFault = readonly [part: 'field' | 'operator' | 'value', code: string, said: Phrase];

/** Types whose values have an order. */
export const ORDERED: ReadonlySet<FieldType> = new Set<FieldType>([
  'money',
  'integer',
  'decimal',
  'duration',
  'instant',
]);

const MOST_VALUES = 200;
const LONGEST = 1000;

/** What is wrong with one condition on the fields of activities, if anything is. */
export function conditionFault(
  { field: name, operator, value }: MeasureCondition,
  fields: ReadonlyMap<string, Field>,
): ConditionFault | undefined {
  const field = fields.get(name);
  if (!field) return ['field', 'UNKNOWN_FIELD', unknownField(name, fields)];
  if (field.personal) return ['field', 'PERSONAL_FIELD', phrase('measure.personalField', { name: quote(name) })];
  if (field.type === 'items') return ['field', 'UNFIT_FIELD', phrase('measure.items')];
  if (operator === 'known')
    return typeof value === 'boolean' ? undefined : ['value', 'WRONG_TYPE', phrase('measure.knownTakes')];
  if ((operator === 'in') !== Array.isArray(value)) {
    const said = operator === 'in' ? phrase('measure.listNeeded') : phrase('measure.oneNeeded', { operator });
    return ['value', 'WRONG_TYPE', said];
  }
  if ((operator === 'atLeast' || operator === 'atMost') && !ORDERED.has(field.type)) {
    const said = phrase('measure.unfitOperator', { operator, name: quote(name), type: field.type });
    return ['operator', 'UNFIT_OPERATOR', said];
  }
  const values = [value].flat();
  if (values.length < 1 || values.length > MOST_VALUES)
    return ['value', 'BAD_LENGTH', phrase('measure.howMany', { most: MOST_VALUES })];
  for (const each of values) {
    const fault = valueFault(name, field, each);
    if (fault) return ['value', ...fault];
  }
  return undefined;
}

function unknownField(name: string, fields: ReadonlyMap<string, Field>): Phrase {
  const near = nearest(name, fields.keys());
  if (near !== undefined) return phrase('measure.fieldMeant', { name: quote(name), near });
  return phrase('measure.unknownField', { name: quote(name), fields: listed([...fields.keys()], 'and') });
}

const WANTED = {
  number: 'measure.wantsNumber',
  boolean: 'measure.wantsBoolean',
  string: 'measure.wantsText',
} as const;

function valueFault(name: string, field: Field, value: unknown): readonly [code: string, said: Phrase] | undefined {
  const wanted = ORDERED.has(field.type) ? 'number' : field.type === 'boolean' ? 'boolean' : 'string';
  if (typeof value !== wanted) return ['WRONG_TYPE', phrase(WANTED[wanted], { name: quote(name) })];
  if (field.values && !field.values.includes(value as string)) {
    const about = { name: quote(name), value: quote(value) };
    const near = nearest(String(value), field.values);
    const said =
      near === undefined
        ? phrase('measure.never', { ...about, values: listed(field.values, 'or') })
        : phrase('measure.valueMeant', { ...about, near });
    return ['UNKNOWN_VALUE', said];
  }
  if (typeof value === 'string' && value.length > LONGEST)
    return ['BAD_LENGTH', phrase('measure.textTooLong', { most: LONGEST })];
  return undefined;
}
