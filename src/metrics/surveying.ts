import type { MeasureCondition, Metric } from '../contract/metric.ts';
import { metric, overTime, ratio } from './make-metric.ts';

const holds = (field: string): MeasureCondition => ({ field, operator: 'equal', value: true });

/** Of all time, and in the last year. */
const everAndYear = (
  name: string,
  what: string,
  zh: string,
  spec: Pick<Metric, 'unit' | 'measure'> & { readonly measure: NonNullable<Metric['measure']> },
): Metric[] =>
  [undefined, 365].map((windowDays) =>
    metric(`${name}${windowDays ? `Last${windowDays}Days` : 'Ever'}`, {
      title: `${what} ${windowDays ? `in the last ${windowDays} days` : 'ever'}`,
      description: `${what}${windowDays ? ` within the last ${windowDays} days` : ', of all time'}.`,
      zh: windowDays
        ? [`近 ${windowDays} 天${zh}`, `最近 ${windowDays} 天内的${zh}。`]
        : [`累计${zh}`, `全部时间内的${zh}。`],
      type: 'integer',
      unit: spec.unit,
      direction: 'neutral',
      measure: windowDays ? { ...spec.measure, windowDays } : spec.measure,
    }),
  );

const comments = (
  [
    ['positive', 'Positive comments', '正面评论数', 'higherIsBetter'],
    ['negative', 'Negative comments', '负面评论数', 'lowerIsBetter'],
    ['suggestion', 'Suggestions', '建议数', 'neutral'],
  ] as const
).map(([label, title, zh, direction]) =>
  metric(label === 'suggestion' ? 'suggestions' : `${label}Comments`, {
    title,
    description: `${title} among the answers to surveys, of all time.`,
    zh: [zh, `全部时间内调查回答中的${zh}。`],
    type: 'integer',
    unit: 'comments',
    direction,
    measure: {
      from: 'surveyAnswer',
      where: [{ field: 'sentiment', operator: 'equal', value: label }],
      aggregate: 'count',
    },
  }),
);

/** How often a customer is asked and answers, and what kind of comments come. Responses are counted, not their answers. */
export const surveying: readonly Metric[] = [
  ...overTime('surveyResponses', 'Responses to surveys', '调查回复数', {
    type: 'integer',
    unit: 'responses',
    measure: { from: 'surveyAnswer', where: [holds('firstOfResponse')], aggregate: 'count' },
  }),
  ...everAndYear('surveyInvitations', 'Invitations to surveys', '调查邀请数', {
    unit: 'invitations',
    measure: { from: 'surveyInvited', aggregate: 'count' },
  }),
  ...everAndYear('invitedResponses', 'Responses to invitations', '受邀回复数', {
    unit: 'responses',
    measure: { from: 'surveyAnswer', where: [holds('firstOfResponse'), holds('invited')], aggregate: 'count' },
  }),
  ratio(
    'responseRate',
    'Share of invitations that were answered',
    '邀请回复率',
    'invitedResponsesEver',
    'surveyInvitationsEver',
    {
      type: 'decimal',
      unit: 'share',
    },
  ),
  ratio(
    'responseRateLast365Days',
    'Share of invitations that were answered in the last 365 days',
    '近 365 天邀请回复率',
    'invitedResponsesLast365Days',
    'surveyInvitationsLast365Days',
    { type: 'decimal', unit: 'share' },
  ),
  metric('lastAnswerAt', {
    title: 'Last answer to a survey',
    description: 'When the customer last answered a question of a survey.',
    zh: ['最近一次回答调查时间', '客户最近一次回答调查问题的时间。'],
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'surveyAnswer', aggregate: 'lastAt' },
  }),
  metric('daysSinceLastAnswer', {
    title: 'Days since the last answer to a survey',
    description: 'Whole days of 24 hours since the customer last answered a question of a survey.',
    zh: ['距最近一次回答调查天数', '自客户最近一次回答调查问题以来的整天数（每天按 24 小时计）。'],
    type: 'integer',
    unit: 'days',
    direction: 'lowerIsBetter',
    derive: { form: 'daysSince', of: 'lastAnswerAt' },
  }),
  ...comments,
];
