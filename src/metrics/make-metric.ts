import { defineMetric, type Metric } from '../contract/metric.ts';

/** What a metric says besides its key; `higherIsBetter` unless it says otherwise. `zh`: title and description. */
type Spec = Pick<Metric, 'title' | 'description' | 'type' | 'unit'> &
  Partial<Pick<Metric, 'direction' | 'measure' | 'derive' | 'said'>> & {
    readonly zh: readonly [title: string, description: string];
  };

/** What one is, in Chinese. */
const UNITS: Readonly<Record<string, string>> = {
  orders: '单',
  money: '金额',
  days: '天',
  refunds: '次',
  interactions: '次',
  complaints: '件',
  plans: '个',
  times: '次',
  referrals: '人',
  points: '分',
  responses: '份',
  invitations: '次',
  comments: '条',
  truth: '是否',
  share: '比例',
  milliseconds: '毫秒',
  time: '时间',
};

/** One metric of core. */
export function metric(key: string, { zh: [title, description], ...spec }: Spec): Metric {
  const zh = { title, description, unit: UNITS[spec.unit] ?? spec.unit };
  return defineMetric({ key, direction: 'higherIsBetter', ...spec, translations: { zh } });
}

/** A metric in the last 30, 90 and 365 days, and ever. */
export function overTime(
  name: string,
  what: string,
  zh: string,
  spec: Pick<Metric, 'type' | 'unit'> & Pick<Spec, 'direction'> & { readonly measure: NonNullable<Metric['measure']> },
): Metric[] {
  const windows = [30, 90, 365].map((days) =>
    metric(`${name}Last${days}Days`, {
      ...spec,
      title: `${what} in the last ${days} days`,
      description: `${what} whose time lies within the last ${days} days of 24 hours.`,
      zh: [`近 ${days} 天${zh}`, `最近 ${days} 天（每天按 24 小时计）内的${zh}。`],
      measure: { ...spec.measure, windowDays: days },
    }),
  );
  const ever = metric(`${name}Ever`, {
    ...spec,
    title: `${what} ever`,
    description: `${what}, of all time.`,
    zh: [`累计${zh}`, `全部时间内的${zh}。`],
  });
  return [...windows, ever];
}

/** One metric divided by another. */
export const ratio = (
  key: string,
  title: string,
  zh: string,
  of: string,
  by: string,
  spec: Pick<Metric, 'type' | 'unit'>,
): Metric =>
  metric(key, {
    ...spec,
    title,
    description: `${title}; unknown without any.`,
    zh: [zh, `${zh}；没有任何记录时未知。`],
    derive: { form: 'ratio', of, by },
  });
