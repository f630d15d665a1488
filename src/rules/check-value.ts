import { phrase } from '../language/say.ts';
import { isObject } from './check-keys.ts';
import { checkScalar, type ScalarShape } from './check-scalar.ts';
import type { ValuePlace } from './checking.ts';
import { LIMITS } from './limits.ts';
import { under } from './pointer.ts';
import { quote } from './wording.ts';

/** Checks that a value has the shape its operator takes and lies within the limits. */
export function checkValue(value: unknown, place: ValuePlace): void {
  const { operator, pointer, checking } = place;
  if (isObject(value) && Object.hasOwn(value, 'fact')) {
    checking.refuse(pointer, 'FACT_AS_VALUE', phrase('value.isFact'));
    return;
  }
  switch (operator.value) {
    case 'numberList':
      checkList(value, 'number', '[10, 20]', place);
      break;
    case 'textList':
      checkList(value, 'text', '["a", "b"]', place);
      break;
    case 'numberRange':
      checkRange(value, place);
      break;
    default:
      checkScalar(value, operator.value, place);
  }
}

function checkList(value: unknown, shape: ScalarShape, example: string, place: ValuePlace): void {
  const { pointer, checking } = place;
  const operator = place.operator.name;
  if (!Array.isArray(value)) {
    checking.refuse(pointer, 'WRONG_VALUE', phrase('value.listExpected', { operator, example }));
    return;
  }
  if (value.length === 0) {
    checking.refuse(pointer, 'LIST_EMPTY', phrase('value.listEmpty', { operator }));
  }
  if (value.length > LIMITS.listValues) {
    const most = LIMITS.listValues;
    checking.refuse(pointer, 'LIST_TOO_LONG', phrase('value.listTooLong', { operator, count: value.length, most }));
    return;
  }
  const seen = new Set<unknown>();
  value.forEach((element, index) => {
    const at = under(pointer, index);
    if (!checkScalar(element, shape, { ...place, pointer: at })) return;
    if (seen.has(element)) {
      checking.refuse(at, 'LIST_REPEATS', phrase('value.repeats', { value: quote(element) }));
    }
    seen.add(element);
  });
}

function checkRange(value: unknown, place: ValuePlace): void {
  const { operator, pointer, checking } = place;
  if (!Array.isArray(value) || value.length !== 2) {
    checking.refuse(pointer, 'WRONG_VALUE', phrase('value.rangeExpected', { operator: operator.name }));
    return;
  }
  const fine = value.map((end, index) => checkScalar(end, 'number', { ...place, pointer: under(pointer, index) }));
  if (fine.every(Boolean) && value[0] > value[1]) {
    checking.refuse(pointer, 'RANGE_REVERSED', phrase('value.rangeReversed', { low: value[1], high: value[0] }));
  }
}
