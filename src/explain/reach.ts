import type { Fact } from '../contract/fact.ts';
import type { Measure } from '../contract/metric.ts';
import type { MetricPlan } from '../metrics/plan.ts';

/** Which other values a fact can take by something that is done now; null is unknown. */
export type Reach = (from: number | null, to: number | null) => boolean;

const anything: Reach = () => true;
const nothing: Reach = () => false;
const known: Reach = (_from, to) => to !== null;
const up: Reach = (from, to) => to !== null && (from === null || to > from);
const down: Reach = (from, to) => to !== null && (from === null || to < from);
const firstOnly: Reach = (from, to) => from === null && to !== null;

/**
 * What may be changed of a fact. A number that is counted from activities only rises: it falls by time, which the agenda
 * tells. Threads open and close, so what follows from them may go either way; profiles can be edited.
 */
export function reachOf(fact: Fact, plan: MetricPlan, now: number): Reach {
  if (fact.measured === false) return nothing;
  const metric = plan.metrics.get(fact.name)?.metric;
  if (!metric) return anything;
  const { measure, derive } = metric;
  if (measure) return measureReach(measure, plan, now);
  const of = derive && 'of' in derive ? plan.metrics.get(derive.of)?.metric.measure : undefined;
  if (derive?.form === 'daysSince') {
    const last = of && isLatest(of) && overActivities(of, plan);
    return last ? (from, to) => to === 0 && from !== 0 : known;
  }
  return known;
}

function measureReach(measure: Measure, plan: MetricPlan, now: number): Reach {
  if (!overActivities(measure, plan)) return known;
  switch (measure.aggregate) {
    case 'count':
    case 'sum':
    case 'distinctDays':
    case 'exists':
    case 'max':
      return up;
    case 'min':
      return down;
    case 'first':
      return firstOnly;
    case 'firstAt':
      return (from, to) => from === null && to === now;
    case 'lastAt':
      return (_from, to) => to === now;
    case 'mean':
    case 'last':
      return known;
  }
}

const isLatest = ({ aggregate }: Measure): boolean => aggregate === 'lastAt' || aggregate === 'firstAt';

/** Whether a measure reads activities, and not threads. */
export const overActivities = ({ from }: Measure, plan: MetricPlan): boolean =>
  [from].flat().every((source) => plan.kinds.has(source));
