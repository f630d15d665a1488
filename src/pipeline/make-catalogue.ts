import type { Fact, FactCatalogue, FactTiming, FactType } from '../contract/fact.ts';
import type { ProvidedFact } from '../contract/kind.ts';
import type { MetricType } from '../contract/metric.ts';
import type { AttributeType } from '../customers/attribute.ts';
import type { DeclaredAttribute } from '../customers/read-attributes.ts';
import type { MetricPlan } from '../metrics/plan.ts';

const METRIC_FACTS: Record<MetricType, FactType> = {
  integer: 'number',
  decimal: 'number',
  money: 'number',
  duration: 'number',
  instant: 'instant',
  boolean: 'boolean',
};

const ATTRIBUTE_FACTS: Record<AttributeType, FactType> = {
  string: 'text',
  enum: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'instant',
};

/** All facts that exist now: metrics, the profile, declared attributes but personal ones, and what rule sets provide. */
export function makeCatalogue(
  plan: MetricPlan,
  attributes: readonly DeclaredAttribute[],
  provided: readonly ProvidedFact[],
): FactCatalogue {
  const facts = new Map<string, Fact>();
  let numbers = 0;
  let texts = 0;
  const add = (fact: Omit<Fact, 'index'>): void => {
    facts.set(fact.name, { ...fact, index: fact.type === 'text' ? texts++ : numbers++ });
  };
  for (const { metric } of plan.metrics.values()) {
    const { key: name, title, unit, type } = metric;
    add({ name, title, unit, type: METRIC_FACTS[type] });
  }
  add({ name: 'joinedAt', title: 'Joined', type: 'instant' });
  add({ name: 'locale', title: 'Locale', type: 'text' });
  const personal = new Set<string>();
  for (const { key, title, type, options, personal: isPersonal } of attributes) {
    const fact = { name: `attribute.${key}`, title, type: ATTRIBUTE_FACTS[type] };
    if (isPersonal) personal.add(fact.name);
    else add(type === 'enum' ? { ...fact, values: options } : fact);
  }
  for (const { name, title, type, values } of provided)
    add(values ? { name, title, type, values } : { name, title, type });
  for (const [name, fact] of facts) {
    const timing = plan.metrics.get(name)?.timing;
    if (timing) facts.set(name, { ...fact, timing: placed(timing, facts) });
  }
  const { calendar } = plan;
  return { facts, numbers, texts, personal, calendarDay: calendar.dayOf, startOfDay: calendar.startOf };
}

function placed(
  { form, metric }: { form: FactTiming['form']; metric: string },
  facts: ReadonlyMap<string, Fact>,
): FactTiming {
  const { index } = facts.get(metric) as Fact;
  return form === 'eachDaySince' ? { form, anchor: index } : { form, of: index };
}
