import type { ColumnValue, ConstantValue, ValueMapping } from './mapping.ts';
import { type ReadRow, type RowProblem, rowProblem } from './row.ts';

/** What stands at a place of a row. `value` is undefined when nothing does; JSON's `null` stays `null`. */
export interface Found {
  readonly column: string | null;
  readonly value: unknown;
}

/** Finds a value in a row; what is wrong with it is added to `problems`. */
export type ReadValue = (row: ReadRow, problems: RowProblem[]) => Found;

/** The value of a column: by its exact name, else by the path that its dots make. Texts come without outer white space. */
export function lookUp(values: Readonly<Record<string, unknown>>, column: string): unknown {
  const found = Object.hasOwn(values, column)
    ? values[column]
    : column.includes('.')
      ? inside(values, column)
      : undefined;
  if (typeof found !== 'string') return found;
  const text = found.trim();
  return text === '' ? undefined : text;
}

function inside(values: unknown, path: string): unknown {
  let at = values;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

/** Compiles where a value comes from. */
export function valueReader(mapping: ValueMapping): ReadValue {
  if (typeof mapping === 'string') return columnReader(mapping);
  const read = originReader(mapping);
  const { values } = mapping;
  if (!values) return read;
  return (row, problems) => {
    const { column, value } = read(row, problems);
    const text = String(value);
    return { column, value: Object.hasOwn(values, text) ? values[text] : value };
  };
}

function originReader(mapping: ColumnValue | ConstantValue): ReadValue {
  if ('value' in mapping) {
    const found = { column: null, value: mapping.value };
    return () => found;
  }
  const { column } = mapping;
  if (typeof column === 'string') return columnReader(column);
  return (row, problems) => {
    const filled = column
      .map((name) => ({ column: name, value: lookUp(row.values, name) }))
      .filter(({ value }) => value !== undefined && value !== null);
    const [first = { column: column[0] ?? null, value: undefined }] = filled;
    const other = filled.find(({ value }) => String(value) !== String(first.value));
    if (other === undefined) return first;
    const message = `“${first.column}” and “${other.column}” must say the same; one says “${first.value}”.`;
    problems.push(rowProblem(row.line, other.column, other.value, 'COLUMNS_DISAGREE', message));
    return { column: first.column, value: undefined };
  };
}

const columnReader =
  (column: string): ReadValue =>
  (row) => ({ column, value: lookUp(row.values, column) });
