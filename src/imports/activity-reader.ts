import type { RawActivity } from '../activities/check-activity.ts';
import type { ActivityKind } from '../contract/activity.ts';
import type { ActivityMapping } from './mapping.ts';
import { conditionReader } from './read-condition.ts';
import { customerReader } from './read-customer.ts';
import { fieldsReader } from './read-fields.ts';
import { requiredTimeReader } from './read-time.ts';
import { lookUp, valueReader } from './read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from './row.ts';
import { columnKey, contentKey, type Occurrences } from './row-key.ts';

/** What became of a row: an activity still to be checked, or everything that is wrong with the row. */
export type MappedActivity =
  | { readonly input: RawActivity; readonly problems?: never }
  | { readonly problems: readonly RowProblem[]; readonly input?: never };

const DEFAULT_SOURCE = 'import';

/** Compiles a mapping that has been checked. */
export function activityReader(
  mapping: ActivityMapping,
  kinds: ReadonlyMap<string, ActivityKind>,
): (row: ReadRow, occurrences: Occurrences) => MappedActivity {
  const readCustomer = customerReader(mapping.customer, mapping.customerId);
  const readSource = mapping.source === undefined ? undefined : valueReader(mapping.source);
  const readTime = mapping.occurredAt === undefined ? undefined : requiredTimeReader(mapping.occurredAt);
  const keyColumns = typeof mapping.key === 'string' ? [mapping.key] : mapping.key;
  const entries = mapping.activities.map((entry) => ({
    kind: entry.kind,
    conditions: (entry.when ?? []).map(conditionReader),
    readFields: fieldsReader(entry, kinds.get(entry.kind) as ActivityKind),
  }));
  const deciding = decidingColumn(mapping);

  return (row, occurrences) => {
    const problems: RowProblem[] = [];
    // Counted for every row, so that mending one row does not move the keys of others.
    const key = keyColumns ? columnKey(row, keyColumns) : contentKey(row, occurrences);
    const customer = readCustomer(row, problems);
    const occurredAt = readTime?.(row, problems);
    const source = readSource?.(row, problems);
    if (typeof source?.value === 'object' && source.value !== null) {
      problems.push(rowProblem(row.line, source.column, source.value, 'NOT_A_TEXT', 'The source must be a text.'));
    }
    if (key === undefined) {
      const column = keyColumns?.[0] ?? null;
      problems.push(rowProblem(row.line, column, null, 'MISSING_KEY', 'This row has no key.'));
    }
    const fitting = entries.filter(({ conditions }) => conditions.every((holds) => holds(row.values)));
    const [entry] = fitting;
    if (entry === undefined) {
      const value = deciding === null ? null : lookUp(row.values, deciding);
      const message = 'No kind of activity of the mapping fits this row.';
      problems.push(rowProblem(row.line, deciding, value, 'NO_KIND', message));
    } else if (mapping.exclusive && fitting.length > 1) {
      const message = `This row is of several kinds: ${fitting.map(({ kind }) => kind).join(', ')}. Split it.`;
      problems.push(rowProblem(row.line, null, null, 'SEVERAL_KINDS', message));
    }
    const fields = entry?.readFields(row, problems);
    if (problems.length > 0 || !entry || !fields || customer === undefined || key === undefined) return { problems };
    const input = { customer, kind: entry.kind, key, source: String(source?.value ?? DEFAULT_SOURCE), fields };
    return { input: occurredAt === undefined ? input : { ...input, occurredAt } };
  };
}

/** The column to name when no kind fits: the one that all conditions test, if there is such a one. */
function decidingColumn(mapping: ActivityMapping): string | null {
  const columns = new Set(mapping.activities.flatMap(({ when = [] }) => when.map(({ column }) => column)));
  const [only] = columns;
  return columns.size === 1 && only !== undefined ? only : null;
}
