import type { Activity, Field } from '../contract/activity.ts';
import type { Measure, MeasureCondition } from '../contract/metric.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { wholeThreads } from '../metrics/threads.ts';
import { overActivities } from './reach.ts';
import type { Value } from './what-if.ts';

/** A fact that is to take another value. */
export interface Wish {
  readonly fact: string;
  readonly from: Value;
  readonly to: Value;
}

/** Activities of one kind that are to be recorded: how many, what their fields add up to, and what the last one says. */
interface Order {
  readonly kind: string;
  readonly where: readonly MeasureCondition[];
  count: number;
  readonly sums: Map<string, number>;
  readonly last: Map<string, unknown>;
}

/** More would be no suggestion. */
const MOST = 1000;

/**
 * Activities that, recorded now, give metrics the wished values: for counts, sums, and what was said or done last.
 * Nothing when a wish does not follow from activities alone. `past` shows what is usual for the customer.
 */
export function produce(
  plan: MetricPlan,
  wishes: readonly Wish[],
  past: readonly Activity[],
  { customerId, now, currency }: { readonly customerId: string; readonly now: number; readonly currency: string },
): Activity[] | undefined {
  const orders: Order[] = [];
  for (const wish of wishes) {
    const measure = measureOf(plan, wish.fact);
    if (!measure || !overActivities(measure, plan)) return undefined;
    const kind = [measure.from].flat()[0] as string;
    const thread = plan.kinds.get(kind)?.thread;
    if (thread && wholeThreads(plan).has(thread.type)) return undefined;
    if (!place(orders, kind, measure, wish)) return undefined;
  }
  const total = orders.reduce((sum, { count }) => sum + count, 0);
  if (total > MOST) return undefined;
  let seq = past.reduce((most, one) => Math.max(most, one.seq), 0) + 1_000_000;
  return orders.flatMap((order) =>
    Array.from({ length: order.count }, (_, i): Activity => {
      const payload = payloadOf(plan, order, i, past, currency);
      return { id: `suggested-${seq}`, customerId, kind: order.kind, occurredAt: now, seq: seq++, payload };
    }),
  );
}

/** The measure that moves a fact; days since the last time follow from that time. */
function measureOf(plan: MetricPlan, fact: string): Measure | undefined {
  const metric = plan.metrics.get(fact)?.metric;
  if (metric?.derive?.form === 'daysSince') return plan.metrics.get(metric.derive.of)?.metric.measure;
  return metric?.measure;
}

function place(orders: Order[], kind: string, measure: Measure, { from, to }: Wish): boolean {
  const { aggregate, where = [], of = '' } = measure;
  const known = orders.find((one) => one.kind === kind && compatible(one.where, where));
  const order = known ?? { kind, where, count: 1, sums: new Map(), last: new Map() };
  if (!known) orders.push(order);
  const more = Number(to) - Number(from ?? 0);
  switch (aggregate) {
    case 'count':
      order.count = Math.max(order.count, more);
      return true;
    case 'sum':
      order.sums.set(of, Math.max(order.sums.get(of) ?? 0, more));
      return true;
    case 'distinctDays':
      return more === 1;
    case 'exists':
    case 'lastAt':
    case 'firstAt':
      return true;
    case 'last':
    case 'first':
    case 'max':
    case 'min':
      order.last.set(of, to);
      return true;
    case 'mean':
      return false;
  }
}

const compatible = (one: readonly MeasureCondition[], other: readonly MeasureCondition[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function payloadOf(
  { kinds }: MetricPlan,
  { kind, where, count, sums, last }: Order,
  i: number,
  past: readonly Activity[],
  currency: string,
): Record<string, unknown> {
  const usual = past.findLast((activity) => activity.kind === kind)?.payload ?? {};
  const payload: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kinds.get(kind)?.fields ?? {}))
    if (field.required) payload[name] = name === 'currency' ? currency : (usual[name] ?? plain(field, name));
  const thread = kinds.get(kind)?.thread;
  if (thread) payload[thread.by] = `suggested-${i}`;
  for (const condition of where)
    payload[condition.field] = meeting(condition, kinds.get(kind)?.fields[condition.field]);
  for (const [field, total] of sums) payload[field] = Math.ceil(total / count);
  for (const [field, value] of last) payload[field] = value;
  return payload;
}

function plain({ type, values, min }: Field, name: string): unknown {
  if (type === 'text') return name;
  if (type === 'enum') return values?.[0];
  return type === 'boolean' ? true : (min ?? 0);
}

function meeting({ operator, value }: MeasureCondition, field: Field | undefined): unknown {
  switch (operator) {
    case 'equal':
    case 'atLeast':
    case 'atMost':
      return value;
    case 'in':
      return [value].flat()[0];
    case 'notEqual':
      return field?.values?.find((one) => one !== value) ?? (typeof value === 'number' ? value + 1 : !value);
    case 'known':
      return value === true && field ? plain(field, 'known') : undefined;
  }
}
