import type { Metric } from '../contract/metric.ts';
import { shown } from '../metrics/shown.ts';
import type { Engine } from '../pipeline/engine.ts';
import { badInput } from './bad-input.ts';
import { allOf, type Comparable, type Condition, checkDepth, checkLength, compare } from './compare.ts';
import type { Comparison } from './comparison-inputs.ts';
import { attributeKind } from './customer-attributes.ts';
import type {
  AttributeFilter,
  CustomerFilter,
  OutcomesFilter,
  OwnMetricFilter,
  SegmentsFilter,
} from './customer-filter.ts';
import { toMinor } from './money.ts';
import type { OutcomeNames } from './outcome-names.ts';

/** What a filter of customers is read against. `now` is the placeholder of the instant. */
export interface FilterSetting {
  readonly engine: Engine;
  readonly names: OutcomeNames;
  readonly currency: string;
  readonly now: string;
  readonly condition: Condition;
}

const CREATED: Comparable<Date> = { sql: 'c.created_at', type: 'timestamptz', convert: (date) => date.toISOString() };
const JOINED: Comparable<Date> = { ...CREATED, sql: 'c.joined_at' };

/** The filter as a condition over `customer c`; every value is a parameter. */
export function whereOf(filter: CustomerFilter, setting: FilterSetting, depth = 1): string {
  checkDepth(depth);
  const { condition } = setting;
  const parts: string[] = [];
  const nested = (list: readonly CustomerFilter[]): string[] => {
    checkLength(list);
    return list.map((one) => {
      condition.take();
      return whereOf(one, setting, depth + 1);
    });
  };
  if (filter.externalId) parts.push(compare(filter.externalId, { sql: 'c.external_id', type: 'text' }, condition));
  if (filter.locale) parts.push(compare(filter.locale, { sql: 'c.locale', type: 'text' }, condition));
  if (filter.createdAt) parts.push(compare(filter.createdAt, CREATED, condition));
  if (filter.joinedAt) parts.push(compare(filter.joinedAt, JOINED, condition));
  for (const [key, comparison] of Object.entries(filter.metrics ?? {}))
    if (comparison) parts.push(metricTest(key, comparison, setting));
  for (const own of listOf(filter.metric)) parts.push(ownMetric(own, setting));
  for (const attribute of listOf(filter.attributes)) parts.push(attributeTest(attribute, setting));
  if (filter.segments) parts.push(...outcomeTests({ kind: 'segments', ...filter.segments }, setting));
  for (const outcome of listOf(filter.outcomes)) parts.push(...outcomeTests(outcome, setting));
  if (filter.and) parts.push(...nested(filter.and));
  if (filter.or) parts.push(`(${nested(filter.or).join(' or ') || 'false'})`);
  if (filter.not) parts.push(`not ${whereOf(filter.not, setting, depth + 1)}`);
  return allOf(parts);
}

function listOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  checkLength(list ?? []);
  return list ?? [];
}

function metricTest(
  key: string,
  comparison: Comparison<never>,
  { engine: { plan }, now, currency, condition }: FilterSetting,
): string {
  const planned = plan.metrics.get(key);
  if (!planned) throw badInput(`There is no metric "${key}".`, 'UNKNOWN_METRIC');
  const sql = shown(planned, plan).sql('c.metrics', now);
  return compare(comparison, { sql, type: 'float8', convert: convertFor(planned.metric, currency) }, condition);
}

/** What a caller's value is in the unit in which the metric is kept. */
function convertFor({ type }: Metric, currency: string): (value: unknown) => number {
  if (type === 'money') return (value) => toMinor(value as string, currency);
  if (type === 'instant') return (value) => (value as Date).getTime();
  return Number;
}

function ownMetric({ key, ...tests }: OwnMetricFilter, setting: FilterSetting): string {
  const type = setting.engine.plan.metrics.get(key)?.metric.type;
  if (!type) throw badInput(`There is no metric "${key}".`, 'UNKNOWN_METRIC');
  const field = type === 'money' || type === 'instant' || type === 'boolean' ? type : 'number';
  return metricTest(key, oneTest(tests, field, `The metric "${key}"`) as Comparison<never>, setting);
}

/** The one test that fits the type; tests of another type are refused. */
function oneTest(tests: Readonly<Record<string, unknown>>, field: string, what: string): Comparison<unknown> {
  const given = Object.keys(tests).filter((name) => tests[name] !== undefined && tests[name] !== null);
  if (given.length !== 1 || given[0] !== field)
    throw badInput(`${what} is tested with "${field}", and with nothing else.`, 'BAD_FILTER');
  return tests[field] as Comparison<unknown>;
}

function attributeTest({ key, ...tests }: AttributeFilter, { engine, condition }: FilterSetting): string {
  const kind = attributeKind(engine, key);
  if (!kind) throw badInput(`There is no attribute "${key}".`, 'UNKNOWN_ATTRIBUTE');
  const test = oneTest(tests, kind, `The attribute "${key}"`);
  const name = condition.parameters.bind(key, 'text');
  // values were checked when they were set; the type is asked again, so that a cast never fails
  const held = (type: string, cast: string): string =>
    `case when jsonb_typeof(c.attributes -> ${name}) = '${type}' then (c.attributes ->> ${name})${cast} end`;
  switch (kind) {
    case 'number':
      return compare(test, { sql: `(${held('number', '::float8')})`, type: 'float8' }, condition);
    case 'boolean':
      return compare(test, { sql: `(${held('boolean', '::boolean')})`, type: 'boolean' }, condition);
    case 'date':
      // ISO days sort as their characters do
      return compare(test, { sql: `(left(${held('string', '')}, 10) collate "C")`, type: 'text' }, condition);
    case 'string':
      return compare(test, { sql: `(${held('string', '')})`, type: 'text' }, condition);
  }
}

function outcomeTests(filter: OutcomesFilter & Partial<SegmentsFilter>, { names, condition }: FilterSetting): string[] {
  const { kind, ruleSet } = filter;
  const codesOf = (keys: readonly string[]): number[] => {
    checkLength(keys);
    return keys.flatMap((key) => {
      const found = [...names.values()].filter(
        (name) => name.kind === kind && name.key === key && (ruleSet ?? name.ruleSet) === name.ruleSet,
      );
      if (found.length === 0) throw badInput(`No rule set of kind "${kind}" has "${key}".`, 'UNKNOWN_OUTCOME');
      return found.map(({ code }) => code);
    });
  };
  const held = (keys: readonly string[]): string => {
    condition.take();
    const codes = condition.parameters.bind(codesOf(keys), 'int[]');
    return `exists (select 1 from outcome o where o.customer_id = c.id and o.code = any(${codes}))`;
  };
  const tests: string[] = [];
  if (typeof filter.has === 'string') tests.push(held([filter.has]));
  if (filter.hasAny) tests.push(held(filter.hasAny));
  if (filter.hasAll) tests.push(...filter.hasAll.map((key) => held([key])));
  if (filter.hasNone) tests.push(`not ${held(filter.hasNone)}`);
  return tests;
}
