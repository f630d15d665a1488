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
    checking.refuse(
      pointer,
      'FACT_AS_VALUE',
      'A fact is compared with a fixed value, not with another fact. Write the value itself; to compare two facts, test a metric that is their difference or ratio.',
    );
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
  const { operator, pointer, checking } = place;
  if (!Array.isArray(value)) {
    checking.refuse(pointer, 'WRONG_VALUE', `"${operator.name}" takes a list in square brackets, such as ${example}.`);
    return;
  }
  if (value.length === 0) {
    checking.refuse(pointer, 'LIST_EMPTY', `The list of "${operator.name}" is empty. Put at least one value into it.`);
  }
  if (value.length > LIMITS.listValues) {
    checking.refuse(
      pointer,
      'LIST_TOO_LONG',
      `The list of "${operator.name}" has ${value.length} values; ${LIMITS.listValues} is the most. Split it into several conditions.`,
    );
    return;
  }
  const seen = new Set<unknown>();
  value.forEach((element, index) => {
    const at = under(pointer, index);
    if (!checkScalar(element, shape, { ...place, pointer: at })) return;
    if (seen.has(element)) {
      checking.refuse(at, 'LIST_REPEATS', `${quote(element)} is in this list more than once. Remove the repetition.`);
    }
    seen.add(element);
  });
}

function checkRange(value: unknown, place: ValuePlace): void {
  const { operator, pointer, checking } = place;
  if (!Array.isArray(value) || value.length !== 2) {
    checking.refuse(
      pointer,
      'WRONG_VALUE',
      `"${operator.name}" takes two numbers in square brackets, the lower one first, such as [10, 20].`,
    );
    return;
  }
  const fine = value.map((end, index) => checkScalar(end, 'number', { ...place, pointer: under(pointer, index) }));
  if (fine.every(Boolean) && value[0] > value[1]) {
    checking.refuse(
      pointer,
      'RANGE_REVERSED',
      `The lower number comes first: write [${quote(value[1])}, ${quote(value[0])}].`,
    );
  }
}
