import type { CustomerRef } from '../activities/draft.ts';
import type { ValueMapping } from './mapping.ts';
import { valueReader } from './read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from './row.ts';

/** Compiles how a row names its customer; a row that does not is a problem. */
export function customerReader(
  externalId: ValueMapping | undefined,
  customerId: ValueMapping | undefined,
): (row: ReadRow, problems: RowProblem[]) => CustomerRef | undefined {
  const readId = customerId === undefined ? undefined : valueReader(customerId);
  const readExternalId = externalId === undefined ? undefined : valueReader(externalId);
  return (row, problems) => {
    const id = readId?.(row, problems);
    const found = id?.value == null ? (readExternalId?.(row, problems) ?? id) : id;
    const column = found?.column ?? null;
    if (found?.value == null) {
      const message = 'This row does not say which customer it belongs to.';
      problems.push(rowProblem(row.line, column, null, 'MISSING_CUSTOMER', message));
      return undefined;
    }
    const { value } = found;
    if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
      const message = 'The id of a customer must be a text or a whole number.';
      problems.push(rowProblem(row.line, column, value, 'BAD_CUSTOMER', message));
      return undefined;
    }
    return found === id ? { id: String(value) } : { externalId: String(value) };
  };
}
