import type { Fact, FactCatalogue, FactTiming, FactType } from '../contract/fact.ts';
import type { ProvidedFact } from '../contract/kind.ts';
import type { Metric, MetricType } from '../contract/metric.ts';
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

function howWritten({ type, unit }: Metric): Fact['writtenAs'] {
  if (type === 'money' || type === 'duration') return type;
  return METRIC_FACTS[type] === 'number' && (unit === 'share' || unit === 'days') ? unit : undefined;
}

const PROFILE_FACTS: readonly Omit<Fact, 'index'>[] = [
  { name: 'joinedAt', title: 'Joined', translations: { zh: { title: '加入时间' } }, type: 'instant' },
  { name: 'locale', title: 'Locale', translations: { zh: { title: '语言地区' } }, type: 'text' },
];

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
    const { key: name, title, description, translations, unit, type, said } = metric;
    const writtenAs = howWritten(metric);
    add({
      name,
      title,
      description,
      unit,
      type: METRIC_FACTS[type],
      ...(translations && { translations }),
      ...(writtenAs && { writtenAs }),
      ...(said && { said }),
    });
  }
  for (const fact of PROFILE_FACTS) add(fact);
  const personal = new Set<string>();
  for (const { key, title, type, options, personal: isPersonal } of attributes) {
    const fact = { name: `attribute.${key}`, title, type: ATTRIBUTE_FACTS[type] };
    if (isPersonal) personal.add(fact.name);
    else add(type === 'enum' ? { ...fact, values: options } : fact);
  }
  for (const { value: _, ...fact } of provided) add(fact);
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
