import type { ActivityKind, Field, FieldType, ThreadType } from '../contract/activity.ts';
import type { Aggregate, Measure, MetricType } from '../contract/metric.ts';
import type { Issue } from '../errors.ts';
import { told } from '../language/told.ts';
import { conditionFault, ORDERED } from './check-measure-condition.ts';
import { meant } from './meant.ts';

/** What activities and threads there are to measure. */
export interface Measurable {
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly threads: ReadonlyMap<string, ThreadType>;
}

const MOST_CONDITIONS = 20;
const MOST_DAYS = 3650;
const WITHOUT_FIELD: ReadonlySet<Aggregate> = new Set<Aggregate>([
  'count',
  'exists',
  'distinctDays',
  'firstAt',
  'lastAt',
]);
const ON_THREADS: ReadonlySet<Aggregate> = new Set<Aggregate>(['count', 'exists', 'sum', 'mean', 'min', 'max']);
const AMOUNTS: ReadonlySet<FieldType> = new Set<FieldType>(['money', 'integer', 'decimal', 'duration']);
const KEPT: ReadonlySet<FieldType> = new Set<FieldType>([...ORDERED, 'boolean']);

/** Which fields an aggregate can take. */
const FITTING: Partial<Record<Aggregate, ReadonlySet<FieldType>>> = {
  sum: AMOUNTS,
  mean: AMOUNTS,
  min: ORDERED,
  max: ORDERED,
  first: KEPT,
  last: KEPT,
};

/** The type of a metric that measures this way, or everything that is wrong with it. */
export function checkMeasure(measure: Measure, sources: Measurable): { type: MetricType } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const fault = (path: string[], code: string, message: string): void => void issues.push({ path, code, message });
  const from = [measure.from].flat() as readonly string[];
  checkSources(from, sources, fault);
  if (issues.length > 0) return { issues };
  const onThread = from.some((source) => sources.threads.has(source));
  const fields = fieldsOf(from, sources);
  const { aggregate, of, windowDays, where = [] } = measure;
  if (windowDays !== undefined) {
    if (!Number.isInteger(windowDays) || windowDays < 1 || windowDays > MOST_DAYS)
      fault(['windowDays'], 'OUT_OF_RANGE', `A window has 1 to ${MOST_DAYS} days.`);
    if (onThread)
      fault(['windowDays'], 'NO_WINDOW', `A ${from[0]} has no single time, so no window fits; leave it out.`);
  }
  if (onThread && !ON_THREADS.has(aggregate))
    fault(
      ['aggregate'],
      'UNFIT_AGGREGATE',
      `"${aggregate}" does not fit a ${from[0]}; use ${[...ON_THREADS].join(', ')}.`,
    );
  const field = checkField(aggregate, of, fields, fault);
  if (where.length > MOST_CONDITIONS) fault(['where'], 'TOO_MANY', `At most ${MOST_CONDITIONS} conditions.`);
  where.forEach((condition, i) => {
    const found = conditionFault(condition, fields);
    if (found) issues.push({ path: ['where', String(i), found[0]], code: found[1], ...told(found[2]) });
  });
  return issues.length > 0 ? { issues } : { type: typeOf(aggregate, field) };
}

type Tell = (path: string[], code: string, message: string) => void;

function checkSources(from: readonly string[], { kinds, threads }: Measurable, fault: Tell): void {
  if (from.length === 0) fault(['from'], 'REQUIRED', 'Name the kinds of activity to measure, or a type of thread.');
  from.forEach((source, i) => {
    if (kinds.has(source) || threads.has(source)) return;
    fault(
      ['from', String(i)],
      'UNKNOWN_KIND',
      `There is no kind of activity "${source}".${meant(source, [...kinds.keys(), ...threads.keys()])}`,
    );
  });
  if (new Set(from).size < from.length) fault(['from'], 'REPEATED', 'Name each kind of activity once.');
  if (from.length > 1 && from.some((source) => threads.has(source)))
    fault(['from'], 'MIXED', 'A type of thread is measured alone; define a metric for each.');
}

/** The fields that at least one of the sources has; one that differs between them is left out. */
export function fieldsOf(from: readonly string[], { kinds, threads }: Measurable): Map<string, Field> {
  const fields = new Map<string, Field>();
  const differing = new Set<string>();
  for (const source of from) {
    for (const [name, field] of Object.entries(kinds.get(source)?.fields ?? threads.get(source)?.fields ?? {})) {
      if ((fields.get(name)?.type ?? field.type) !== field.type) differing.add(name);
      fields.set(name, field);
    }
  }
  for (const name of differing) fields.delete(name);
  return fields;
}

function checkField(
  aggregate: Aggregate,
  of: string | undefined,
  fields: ReadonlyMap<string, Field>,
  fault: Tell,
): Field | undefined {
  if (WITHOUT_FIELD.has(aggregate)) {
    if (of !== undefined) fault(['of'], 'NOT_NEEDED', `"${aggregate}" needs no field; leave "of" out.`);
    return undefined;
  }
  if (of === undefined) {
    fault(['of'], 'REQUIRED', `"${aggregate}" needs a field: one of ${[...fields.keys()].join(', ')}.`);
    return undefined;
  }
  const field = fields.get(of);
  if (!field) {
    fault(
      ['of'],
      'UNKNOWN_FIELD',
      `There is no field "${of}"; there are ${[...fields.keys()].join(', ')}.${meant(of, fields.keys())}`,
    );
    return undefined;
  }
  if (!FITTING[aggregate]?.has(field.type))
    fault(['aggregate'], 'UNFIT_AGGREGATE', `"${aggregate}" does not fit "${of}", which is of type ${field.type}.`);
  return field;
}

function typeOf(aggregate: Aggregate, field: Field | undefined): MetricType {
  if (aggregate === 'exists') return 'boolean';
  if (aggregate === 'firstAt' || aggregate === 'lastAt') return 'instant';
  if (!field) return 'integer';
  if (aggregate === 'mean' && field.type === 'integer') return 'decimal';
  return field.type as MetricType;
}
