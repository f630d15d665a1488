import type { Field, FieldType } from '../contract/activity.ts';
import type { MeasureCondition } from '../contract/metric.ts';
import { meant } from './meant.ts';

/** Where in a condition a fault lies, its code, and a sentence. */
export type ConditionFault = readonly [part: 'field' | 'operator' | 'value', code: string, message: string];

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

/** What is wrong with one condition of a measure, if anything is. */
export function conditionFault(
  { field: name, operator, value }: MeasureCondition,
  fields: ReadonlyMap<string, Field>,
): ConditionFault | undefined {
  const field = fields.get(name);
  if (!field) {
    const there = `There is no field "${name}"; there are ${[...fields.keys()].join(', ')}.`;
    return ['field', 'UNKNOWN_FIELD', `${there}${meant(name, fields.keys())}`];
  }
  if (field.personal)
    return ['field', 'PERSONAL_FIELD', `"${name}" is what a person wrote or is known by; no metric looks at it.`];
  if (field.type === 'items') return ['field', 'UNFIT_FIELD', 'Lists of items cannot be compared.'];
  if (operator === 'known')
    return typeof value === 'boolean' ? undefined : ['value', 'WRONG_TYPE', '"known" is compared with true or false.'];
  if ((operator === 'in') !== Array.isArray(value))
    return ['value', 'WRONG_TYPE', operator === 'in' ? '"in" needs a list.' : `"${operator}" needs one value.`];
  if ((operator === 'atLeast' || operator === 'atMost') && !ORDERED.has(field.type))
    return ['operator', 'UNFIT_OPERATOR', `"${operator}" does not fit "${name}", which is of type ${field.type}.`];
  const values = [value].flat();
  if (values.length < 1 || values.length > MOST_VALUES)
    return ['value', 'BAD_LENGTH', `A list has 1 to ${MOST_VALUES} values.`];
  for (const each of values) {
    const fault = valueFault(name, field, each);
    if (fault) return ['value', ...fault];
  }
  return undefined;
}

function valueFault(name: string, field: Field, value: unknown): readonly [code: string, message: string] | undefined {
  const wanted = ORDERED.has(field.type) ? 'number' : field.type === 'boolean' ? 'boolean' : 'string';
  if (typeof value !== wanted)
    return ['WRONG_TYPE', `"${name}" is compared with ${wanted === 'string' ? 'text' : `a ${wanted}`}.`];
  if (field.values && !field.values.includes(value as string)) {
    const never = `"${name}" is never "${String(value)}"; it is one of ${field.values.join(', ')}.`;
    return ['UNKNOWN_VALUE', `${never}${meant(String(value), field.values)}`];
  }
  if (typeof value === 'string' && value.length > LONGEST)
    return ['BAD_LENGTH', `A text has at most ${LONGEST} characters.`];
  return undefined;
}
