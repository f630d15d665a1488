import type { Fact, Facts } from '../contract/fact.ts';
import type { MetricPlan } from '../metrics/plan.ts';

/** What a customer's facts are read from. */
export interface Readable {
  readonly numbers: Float64Array;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly locale: string | null;
  readonly joinedAt: number | null;
}

/** Puts one fact of a customer into its place. */
export interface FactSource {
  readonly fact: Fact;
  fill(facts: Facts, customer: Readable, now: number): void;
}

/** The source of a metric, attribute or profile fact; nothing for facts that rule sets provide. */
export function sourceOf(fact: Fact, plan: MetricPlan): FactSource | undefined {
  const { index, name } = fact;
  const metric = plan.metrics.get(name);
  if (metric) {
    const { read } = metric;
    return {
      fact,
      fill: (facts, { numbers }, now) => {
        facts.numbers[index] = read(numbers, now);
      },
    };
  }
  if (name === 'joinedAt')
    return {
      fact,
      fill: (facts, { joinedAt }) => {
        facts.numbers[index] = joinedAt ?? Number.NaN;
      },
    };
  if (name === 'locale')
    return {
      fact,
      fill: (facts, { locale }) => {
        facts.texts[index] = locale ?? undefined;
      },
    };
  if (!name.startsWith('attribute.')) return undefined;
  const key = name.slice('attribute.'.length);
  return fact.type === 'text'
    ? {
        fact,
        fill: (facts, { attributes }) => {
          const value = attributes[key];
          facts.texts[index] = typeof value === 'string' ? value : undefined;
        },
      }
    : {
        fact,
        fill: (facts, { attributes }) => {
          facts.numbers[index] = numberOf(attributes[key], fact.type === 'instant');
        },
      };
}

/** Attributes of type date are kept as ISO dates and compared as the instant at which that day begins in UTC. */
function numberOf(value: unknown, instant: boolean): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return instant && typeof value === 'string' ? Date.parse(value) : Number.NaN;
}
