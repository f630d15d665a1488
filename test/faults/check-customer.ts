import type { Activity, Metric } from '../../src/contract/index.ts';
import { readFloats } from '../../src/db/arrays.ts';
import type { MetricPlan } from '../../src/metrics/plan.ts';
import { naiveMetrics } from '../support/naive-metrics.ts';
import type { ActivityRow, ChangeRow, CustomerRow } from './check.ts';
import type { Findings } from './findings.ts';
import { outcomesOf } from './rule-sets.ts';

interface Reference {
  readonly metrics: readonly Metric[];
  readonly plan: MetricPlan;
  readonly now: number;
}

/** I2, I3 and I5 for one customer: metrics and outcomes as computed from nothing but the activities; numbers; replay. */
export function checkCustomer(
  customer: CustomerRow,
  rows: readonly ActivityRow[],
  changes: readonly ChangeRow[],
  { metrics, plan, now }: Reference,
  findings: Findings,
): void {
  const activities = rows.map(
    ({ id, customer_id, kind, payload, at, seq }): Activity => ({
      id,
      customerId: customer_id,
      kind,
      payload,
      occurredAt: at,
      seq,
    }),
  );
  const expected = naiveMetrics(metrics, activities, now);
  const numbers = plan.initial.slice();
  readFloats(customer.metrics, numbers);
  // what keepers give follows from tables of theirs, and not from activities alone
  const measured = [...plan.metrics].filter(([key]) => expected.has(key));
  const agrees = measured.every(([key, { read }]) => isClose(read(numbers, now), expected.get(key)));
  if (!agrees) findings.wrongMetrics += 1;

  const outcomes = [...outcomesOf(expected)].sort().join();
  if (outcomes !== customer.outcomes.toSorted().join() || outcomes !== customer.held.toSorted().join())
    findings.wrongMemberships += 1;

  const seqs = activities.map(({ seq }) => seq).sort((a, b) => a - b);
  const numbered =
    seqs.every((seq, i) => seq === i + 1) &&
    customer.activity_seq === seqs.length &&
    changes.every(({ seq }, i) => seq === i + 1) &&
    customer.change_seq === changes.length;
  if (!numbered || replay(changes) !== customer.outcomes.toSorted().join()) findings.wrongNumbers += 1;
}

const isClose = (value: number, wanted: number | undefined): boolean =>
  wanted === undefined ? Number.isNaN(value) : Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));

/** The outcomes to which the changes lead, one after the other; nothing that ends may not have begun. */
function replay(changes: readonly ChangeRow[]): string {
  const held = new Set<string>();
  for (const { from, to } of changes) {
    if (from !== null && !held.delete(from)) return `${from} ended and had not begun`;
    if (to !== null) held.add(to);
  }
  return [...held].sort().join();
}
