import type { Activity, Metric } from '../../src/contract/index.ts';

const DAY = 86_400_000;

/**
 * Every metric of one customer computed from nothing but the list of activities, in the plainest way: the oracle that
 * the road must agree with. Shares no code with the product. Days are UTC. Undefined means unknown.
 */
export function naiveMetrics(
  metrics: readonly Metric[],
  activities: readonly Activity[],
  now: number,
): Map<string, number | undefined> {
  const values = new Map<string, number | undefined>();
  const inOrder = activities.toSorted((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq);
  const records = new Map<string, Rec[]>([
    ['complaint', complaints(inOrder)],
    ['plan', plans(inOrder)],
  ]);
  // where nothing is published that a keeper goes by, what it keeps is what it began with
  for (const { key, kept } of metrics) if (kept) values.set(key, kept.initial);
  for (const metric of metrics)
    if (metric.measure) values.set(metric.key, measured(metric.measure, inOrder, records, now));
  const get = (key: string): number | undefined => values.get(key);
  for (let pass = 0; pass < 3; pass++) {
    for (const { key, derive } of metrics) if (derive) values.set(key, derived(derive, get, now));
  }
  return values;
}

interface Rec {
  at: number;
  fields: Record<string, unknown>;
}

function measured(
  measure: NonNullable<Metric['measure']>,
  inOrder: readonly Activity[],
  records: ReadonlyMap<string, Rec[]>,
  now: number,
): number | undefined {
  const from = [measure.from].flat();
  const all =
    records.get(from[0] ?? '') ??
    inOrder.filter(({ kind }) => from.includes(kind)).map((a) => ({ at: a.occurredAt, fields: a.payload }));
  const list = all
    .filter(({ at }) => measure.windowDays === undefined || at > now - measure.windowDays * DAY)
    .filter(({ fields }) =>
      (measure.where ?? []).every(({ field, operator, value }) => {
        const actual = fields[field];
        if (operator === 'equal') return actual === value;
        if (operator === 'notEqual') return actual !== undefined && actual !== value;
        if (operator === 'in') return (value as unknown[]).includes(actual);
        if (operator === 'atLeast') return typeof actual === 'number' && actual >= (value as number);
        if (operator === 'atMost') return typeof actual === 'number' && actual <= (value as number);
        return (actual !== undefined) === value;
      }),
    );
  const numbers = list.map(({ fields }) => fields[measure.of ?? '']).filter((value) => typeof value === 'number');
  switch (measure.aggregate) {
    case 'count':
      return list.length;
    case 'exists':
      return Number(list.length > 0);
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'mean':
      return numbers.length ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : undefined;
    case 'min':
      return numbers.length ? Math.min(...numbers) : undefined;
    case 'max':
      return numbers.length ? Math.max(...numbers) : undefined;
    case 'first':
      return numbers[0];
    case 'last':
      return numbers.at(-1);
    case 'firstAt':
      return list[0]?.at;
    case 'lastAt':
      return list.at(-1)?.at;
    case 'distinctDays':
      return new Set(list.map(({ at }) => new Date(at).toISOString().slice(0, 10))).size;
  }
}

function derived(
  derive: NonNullable<Metric['derive']>,
  get: (key: string) => number | undefined,
  now: number,
): number | undefined {
  if (derive.form === 'daysSince') {
    const of = get(derive.of);
    return of === undefined ? undefined : Math.floor((now - of) / DAY);
  }
  if (derive.form === 'daysUntil') {
    const of = get(derive.of);
    return of === undefined ? undefined : Math.ceil((of - now) / DAY);
  }
  if (derive.form === 'ratio') {
    const [of, by] = [get(derive.of), get(derive.by)];
    return of === undefined || !by ? undefined : of / by;
  }
  if (derive.form === 'difference') {
    const [of, minus] = [get(derive.of), get(derive.minus)];
    return of === undefined || minus === undefined ? undefined : of - minus;
  }
  if (derive.form === 'within') {
    const of = get(derive.of);
    return of === undefined ? undefined : Number(derive.from <= of && of <= derive.to);
  }
  if (derive.form !== 'rateChange') return undefined;
  const since = get(derive.since);
  const [recent = 0, whole = 0] = [get(derive.recent), get(derive.whole)];
  if (since === undefined || whole - recent <= 0) return undefined;
  const age = Math.floor((now - since) / DAY) + 1;
  const days = Math.min(derive.wholeDays, age) - derive.recentDays;
  return days > 0 ? recent / derive.recentDays / ((whole - recent) / days) - 1 : undefined;
}

function complaints(inOrder: readonly Activity[]): Rec[] {
  const keys = new Set(
    inOrder.filter(({ kind }) => kind.startsWith('complaint')).map(({ payload }) => payload.complaint),
  );
  return [...keys].flatMap((key) => {
    const own = inOrder.filter(({ kind, payload }) => kind.startsWith('complaint') && payload.complaint === key);
    const opened = own.find(({ kind }) => kind === 'complaintOpened');
    if (!opened) return [];
    const answered = own.find(({ kind }) => kind === 'complaintAnswered');
    const lastMove = own.findLast(({ kind }) => kind === 'complaintResolved' || kind === 'complaintReopened');
    const closed = lastMove?.kind === 'complaintResolved';
    const reopened = own.some(({ kind }) => kind === 'complaintReopened');
    const fields: Record<string, unknown> = { open: !closed, resolved: closed };
    if (answered) fields.responseTime = Math.max(0, answered.occurredAt - opened.occurredAt);
    if (closed) {
      fields.resolutionTime = Math.max(0, lastMove.occurredAt - opened.occurredAt);
      fields.firstContact = lastMove.payload.firstContact === true && !reopened;
    }
    return [{ at: opened.occurredAt, fields }];
  });
}

function plans(inOrder: readonly Activity[]): Rec[] {
  const keys = new Set(inOrder.filter(({ kind }) => kind.startsWith('plan')).map(({ payload }) => payload.plan));
  return [...keys].flatMap((key) => {
    const own = inOrder.filter(({ kind, payload }) => kind.startsWith('plan') && payload.plan === key);
    const term = own.findLast(({ kind }) => kind === 'planStarted' || kind === 'planRenewed');
    if (!term) return [];
    const lastMove = own.findLast(({ kind }) => ['planStarted', 'planRenewed', 'planCancelled'].includes(kind));
    if (lastMove?.kind === 'planCancelled') return [{ at: 0, fields: { active: false } }];
    const fields: Record<string, unknown> = { active: true };
    const value = own.findLast(({ payload }) => payload.value !== undefined)?.payload.value as number | undefined;
    const period = own.findLast(({ payload }) => payload.period !== undefined)?.payload.period as string | undefined;
    const months = period === undefined ? undefined : { month: 1, quarter: 3, year: 12 }[period];
    if (months) {
      if (value !== undefined) fields.yearlyValue = value * (12 / months);
      const start = new Date(term.occurredAt);
      const end = new Date(term.occurredAt);
      end.setUTCMonth(end.getUTCMonth() + months);
      // the day did not exist: the last day of the month before the one it ran into
      if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0);
      fields.renewsAt = end.getTime();
    }
    return [{ at: 0, fields }];
  });
}
