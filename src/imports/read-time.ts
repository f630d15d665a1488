import { converter } from './convert.ts';
import type { TimeMapping } from './mapping.ts';
import { valueReader } from './read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from './row.ts';

/**
 * Compiles how a row says when something happened. An empty time is a problem unless the mapping calls it optional:
 * taken for "now", it would be wrong without anybody noticing.
 */
export function requiredTimeReader(mapping: TimeMapping): (row: ReadRow, problems: RowProblem[]) => number | undefined {
  const how = typeof mapping === 'string' ? {} : mapping;
  const read = valueReader(mapping);
  const convert = converter('instant', how);
  const optional = 'optional' in how && how.optional === true;
  return (row, problems) => {
    const before = problems.length;
    const { column, value } = read(row, problems);
    if (value == null) {
      const message = 'This row does not say when it happened.';
      if (!optional && problems.length === before) {
        problems.push(rowProblem(row.line, column, null, 'MISSING_TIME', message));
      }
      return undefined;
    }
    const converted = convert(value);
    if ('value' in converted) return converted.value as number;
    problems.push(rowProblem(row.line, column, value, converted.code, converted.message));
    return undefined;
  };
}
