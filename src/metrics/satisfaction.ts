import type { MeasureCondition, Metric } from '../contract/metric.ts';
import { type Phrase, titled } from '../language/phrase.ts';
import { metric } from './make-metric.ts';

const measuring = (measure: string): readonly MeasureCondition[] => [
  { field: 'measure', operator: 'equal', value: measure },
];
const answers = (measure: string, aggregate: 'last' | 'mean', of: string, windowDays?: number): Metric['measure'] => {
  const measured = { from: 'surveyAnswer', where: measuring(measure), aggregate, of } as const;
  return windowDays === undefined ? measured : { ...measured, windowDays };
};

const BANDS = [
  ['isPromoter', 'promoter', '推荐者', 9, 10],
  ['isPassive', 'passive', '中立者', 7, 8],
  ['isDetractor', 'detractor', '贬损者', 0, 6],
] as const;

const said = (en: string, zh: string): Phrase => titled(en, { zh });

const bands = BANDS.map(([key, name, zh, from, to]) =>
  metric(key, {
    title: `Is a ${name}`,
    description: `Whether the last answer to whether the customer would recommend us was ${from} to ${to}.`,
    zh: [`是${zh}`, `客户最近一次推荐意愿评分是否为 ${from} 至 ${to} 分。`],
    type: 'boolean',
    unit: 'truth',
    direction: key === 'isPromoter' ? 'higherIsBetter' : key === 'isDetractor' ? 'lowerIsBetter' : 'neutral',
    said: {
      yes: said(`the customer is a ${name}`, `客户是${zh}`),
      no: said(`the customer is no ${name}`, `客户不是${zh}`),
    },
    derive: { form: 'within', of: 'lastNps', from, to },
  }),
);

/** Effort on its two scales, which have opposite directions: never counted together. */
const efforts = (
  [
    ['1', 'from 1 to 5, where less is better', '1 至 5 分，越低越好', 'lowerIsBetter'],
    ['2', 'from 1 to 7, where more is better', '1 至 7 分，越高越好', 'higherIsBetter'],
  ] as const
).flatMap(([version, scale, zh, direction]) => [
  metric(`lastCes${version}`, {
    title: `Last effort score (CES ${version}.0)`,
    description: `How much effort it last took the customer, ${scale}.`,
    zh: [`最近一次费力度（CES ${version}.0）`, `客户最近一次的费力度评分，${zh}。`],
    type: 'decimal',
    unit: 'points',
    direction,
    measure: answers(`ces${version}`, 'last', 'score'),
  }),
  metric(`meanCes${version}`, {
    title: `Mean effort score (CES ${version}.0)`,
    description: `How much effort it took the customer on average, ${scale}.`,
    zh: [`平均费力度（CES ${version}.0）`, `客户费力度评分的平均值，${zh}。`],
    type: 'decimal',
    unit: 'points',
    direction,
    measure: answers(`ces${version}`, 'mean', 'score'),
  }),
]);

/**
 * How satisfied a customer is, by the answers to surveys. Scales of satisfaction differ between surveys, so it is counted
 * as a share of the way from the worst to the best answer: 0 to 100.
 */
export const satisfaction: readonly Metric[] = [
  metric('lastNps', {
    title: 'Last recommendation score',
    description: 'How likely the customer last said to recommend us, from 0 to 10.',
    zh: ['最近一次推荐意愿评分', '客户最近一次表示的推荐意愿，0 至 10 分。'],
    type: 'decimal',
    unit: 'points',
    measure: answers('nps', 'last', 'score'),
  }),
  metric('meanNps', {
    title: 'Mean recommendation score',
    description: 'Mean of all answers to whether the customer would recommend us, from 0 to 10.',
    zh: ['平均推荐意愿评分', '客户所有推荐意愿评分的平均值，0 至 10 分。'],
    type: 'decimal',
    unit: 'points',
    measure: answers('nps', 'mean', 'score'),
  }),
  metric('meanNpsLast90Days', {
    title: 'Mean recommendation score in the last 90 days',
    description:
      'Mean of the answers within the last 90 days to whether the customer would recommend us, from 0 to 10.',
    zh: ['近 90 天平均推荐意愿评分', '客户最近 90 天内推荐意愿评分的平均值，0 至 10 分。'],
    type: 'decimal',
    unit: 'points',
    measure: answers('nps', 'mean', 'score', 90),
  }),
  metric('npsTrend', {
    title: 'Trend of the recommendation score',
    description:
      'The last recommendation score minus the mean of all: below 0 when the customer thinks worse of us than usual.',
    zh: ['推荐意愿趋势', '最近一次推荐意愿评分减去全部评分的平均值：小于 0 表示客户对我们的评价低于平时。'],
    type: 'decimal',
    unit: 'points',
    derive: { form: 'difference', of: 'lastNps', minus: 'meanNps' },
  }),
  metric('lastNpsAt', {
    title: 'Time of the last recommendation score',
    description: 'When the customer last said how likely it is to recommend us.',
    zh: ['最近一次推荐意愿评分时间', '客户最近一次给出推荐意愿评分的时间。'],
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'surveyAnswer', where: measuring('nps'), aggregate: 'lastAt' },
  }),
  metric('daysSinceLastNps', {
    title: 'Days since the last recommendation score',
    description: 'Whole days of 24 hours since the customer last said how likely it is to recommend us.',
    zh: ['距最近一次推荐意愿评分天数', '自客户最近一次给出推荐意愿评分以来的整天数（每天按 24 小时计）。'],
    type: 'integer',
    unit: 'days',
    direction: 'lowerIsBetter',
    derive: { form: 'daysSince', of: 'lastNpsAt' },
  }),
  ...bands,
  metric('lastCsat', {
    title: 'Last satisfaction',
    description: 'The last rating of satisfaction, as a share of the way from the worst to the best answer: 0 to 100.',
    zh: ['最近一次满意度', '最近一次满意度评分，换算为从最差到最好的 0 至 100 分。'],
    type: 'decimal',
    unit: 'points',
    measure: answers('csat', 'last', 'goodness'),
  }),
  metric('meanCsat', {
    title: 'Mean satisfaction',
    description:
      'Mean of all ratings of satisfaction, each as a share of the way from the worst to the best answer: 0 to 100.',
    zh: ['平均满意度', '所有满意度评分的平均值，每个评分换算为从最差到最好的 0 至 100 分。'],
    type: 'decimal',
    unit: 'points',
    measure: answers('csat', 'mean', 'goodness'),
  }),
  metric('meanCsatLast90Days', {
    title: 'Mean satisfaction in the last 90 days',
    description:
      'Mean of the ratings of satisfaction within the last 90 days, each as a share of the way from the worst to the best answer: 0 to 100.',
    zh: ['近 90 天平均满意度', '最近 90 天内满意度评分的平均值，每个评分换算为从最差到最好的 0 至 100 分。'],
    type: 'decimal',
    unit: 'points',
    measure: answers('csat', 'mean', 'goodness', 90),
  }),
  metric('csatTrend', {
    title: 'Trend of satisfaction',
    description:
      'The mean satisfaction in the last 90 days minus that of all time; unknown without a rating in that time.',
    zh: ['满意度趋势', '近 90 天平均满意度减去累计平均满意度；期间没有评分时未知。'],
    type: 'decimal',
    unit: 'points',
    derive: { form: 'difference', of: 'meanCsatLast90Days', minus: 'meanCsat' },
  }),
  ...efforts,
];
