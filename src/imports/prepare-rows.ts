import { checkActivity, checkRef } from '../activities/check-activity.ts';
import type { ActivityDraft, ProfileDraft } from '../activities/draft.ts';
import type { ActivityKind } from '../contract/activity.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Issue } from '../errors.ts';
import { mapActivityRow, mapCustomerRow } from './map-row.ts';
import type { ActivityMapping, AttributeDeclarations, CustomerMapping, ValueMapping } from './mapping.ts';
import type { RowProblems } from './problems.ts';
import { customerReader } from './read-customer.ts';
import { lookUp } from './read-value.ts';
import { type ReadRow, type Row, rowProblem } from './row.ts';
import { Occurrences } from './row-key.ts';

/**
 * A batch of rows, ready for the road. `rows[i]` is the row of the activity or profile at `i`; a row may be of several
 * activities, which follow one another.
 */
export interface PreparedRows {
  readonly count: number;
  readonly activities: readonly ActivityDraft[];
  readonly profiles: readonly ProfileDraft[];
  readonly rows: readonly ReadRow[];
  readonly problems: readonly RowProblems[];
  /** Rows that do not travel: how they are kept, in the transaction of the others. */
  readonly beside?: KeptBeside;
}

export interface KeptBeside {
  readonly rows: readonly ReadRow[];
  /** Says of each row whether it was kept before, or why it is not kept; undefined: it is now. */
  keep(tx: Pick<RoadTransaction, 'query'>): Promise<readonly ('duplicate' | Issue | undefined)[]>;
}

/** What an issue is about. */
export type About = Partial<Pick<ActivityDraft, 'kind' | 'payload'>>;

/** Turns rows into what travels the road, and says where in a row a fault lies that the road finds. */
export interface RowPreparer {
  /** Rows that an earlier run has dealt with: only counted, for keys that depend on the rows before. */
  skip(rows: readonly Row[]): void;
  prepare(rows: readonly Row[]): PreparedRows;
  /** The faults of a row that the road, or a check, names by field. */
  place(row: ReadRow, about: About, issues: readonly Issue[]): RowProblems;
}

/** Prepares rows of activities. Without keys of its own a file gets keys by content, so every row must pass here. */
export function activityPreparer(
  mapping: ActivityMapping,
  kinds: ReadonlyMap<string, ActivityKind>,
  currency: string,
): RowPreparer {
  const occurrences = new Occurrences();
  const readCustomer = customerReader(mapping.customer, mapping.customerId);
  const place: RowPreparer['place'] = (row, { kind }, issues) => ({
    line: row.line,
    raw: row.raw,
    customer: readCustomer(row, []),
    problems: issues.map(({ path, code, message }) => {
      const column = columnOf(mapping, kind, path[0]);
      return rowProblem(row.line, column, column === null ? null : lookUp(row.values, column), code, message);
    }),
  });
  return {
    skip(rows) {
      if (mapping.key !== undefined) return;
      for (const row of rows) if (row.values) mapActivityRow(row, mapping, kinds, occurrences);
    },
    prepare(rows) {
      const activities: ActivityDraft[] = [];
      const taken: ReadRow[] = [];
      const problems: RowProblems[] = [];
      for (const row of rows) {
        if (!row.values) {
          problems.push({ line: row.line, raw: row.raw, problems: [row.problem] });
          continue;
        }
        const mapped = mapActivityRow(row, mapping, kinds, occurrences);
        const checked = mapped.input && checkActivity(mapped.input, kinds, currency);
        if (checked && 'draft' in checked) {
          activities.push(checked.draft);
          taken.push(row);
        } else if (checked) problems.push(place(row, { kind: mapped.input.kind }, checked.issues));
        else {
          const customer = readCustomer(row, []);
          problems.push({ line: row.line, raw: row.raw, customer, problems: mapped.problems ?? [] });
        }
      }
      return { count: rows.length, activities, profiles: [], rows: taken, problems };
    },
    place,
  };
}

/** Prepares rows of customers. */
export function customerPreparer(mapping: CustomerMapping, declared: AttributeDeclarations): RowPreparer {
  const readCustomer = customerReader(mapping.externalId, mapping.customerId);
  return {
    skip() {},
    prepare(rows) {
      const profiles: ProfileDraft[] = [];
      const taken: ReadRow[] = [];
      const problems: RowProblems[] = [];
      for (const row of rows) {
        const mapped = row.values ? mapCustomerRow(row, mapping, declared) : undefined;
        const wrong = row.problem ? [row.problem] : (mapped?.problems ?? checkCustomer(row, mapped?.input));
        if (wrong.length > 0 || !mapped?.input || !row.values) {
          const customer = row.values && readCustomer(row, []);
          problems.push({ line: row.line, raw: row.raw, customer, problems: wrong });
          continue;
        }
        profiles.push(mapped.input);
        taken.push(row);
      }
      return { count: rows.length, activities: [], profiles, rows: taken, problems };
    },
    place(row, _about, issues) {
      const column = columnIn(mapping.customerId ?? mapping.externalId);
      const problems = issues.map(({ code, message }) =>
        rowProblem(row.line, column, column === null ? null : lookUp(row.values, column), code, message),
      );
      return { line: row.line, raw: row.raw, customer: readCustomer(row, []), problems };
    },
  };
}

function checkCustomer(row: Row, profile: ProfileDraft | undefined) {
  return profile
    ? checkRef(profile.customer, ['customer']).map(({ code, message }) =>
        rowProblem(row.line, null, null, code, message),
      )
    : [];
}

/** The column that a part of an activity comes from. */
function columnOf(mapping: ActivityMapping, kind: string | undefined, part: string | undefined): string | null {
  if (part === 'customer') return columnIn(mapping.customer ?? mapping.customerId);
  if (part === 'key') return columnIn(mapping.key as ValueMapping | undefined);
  if (part === 'source') return columnIn(mapping.source);
  if (part === 'occurredAt') return columnIn(mapping.occurredAt);
  const entry = mapping.activities.find(
    (one) => one.kind === kind && part !== undefined && one.fields?.[part] !== undefined,
  );
  return columnIn(part === undefined ? undefined : entry?.fields?.[part]);
}

/** The first column that a value comes from. */
export function columnIn(value: ValueMapping | readonly string[] | undefined): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return (value as readonly string[])[0] ?? null;
  if (value === undefined || !('column' in value)) return null;
  return typeof value.column === 'string' ? value.column : (value.column[0] ?? null);
}
