import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import type { PlannedMetric } from '../metrics/plan.ts';
import { shown } from '../metrics/shown.ts';
import { readTouchpoints, type TouchpointSatisfaction } from '../surveys/read-satisfaction.ts';
import { core } from './context.ts';
import { type CustomerRow, rowOf } from './customer-row.ts';

/** Effort on one of its two scales. */
interface Effort {
  readonly version: 'ces1' | 'ces2';
  readonly last: number;
  readonly mean: number;
}

const BANDS = { isPromoter: 'promoter', isPassive: 'passive', isDetractor: 'detractor' } as const;

/** `Customer.satisfaction`: what a customer's answers say, in one place. All of it but touchpoints is read from the row. */
export function satisfactionOfCustomer(builder: Builder): void {
  const Satisfaction = builder.objectRef<CustomerRow>('CustomerSatisfaction').implement({
    extensions: needs('surveys:read'),
    description: 'What a customer’s answers to surveys say. What is null is not known, never 0.',
    fields: (t) => ({
      nps: t.field({
        type: npsType(builder),
        description: 'Whether the customer would recommend us.',
        resolve: (row) => row,
      }),
      csat: t.float({
        nullable: true,
        description: 'Mean satisfaction over all touchpoints, from 0 to 100.',
        resolve: read('meanCsat'),
      }),
      csatByTouchpoint: t.field({
        type: [touchpointType(builder)],
        description: 'Satisfaction by touchpoint, the one with the latest answer first.',
        resolve: ({ id }, _args, context) =>
          context.batch
            .of<string, TouchpointSatisfaction[]>('touchpoints-of-customers', (ids) =>
              readTouchpoints(core(context).services.database, ids),
            )
            .load(id),
      }),
      ces: t.field({
        type: [effortType(builder)],
        description:
          'How much effort it takes the customer. The two versions have opposite scales and are never mixed.',
        resolve: (row): Effort[] =>
          (['1', '2'] as const).flatMap((version) => {
            const [last, mean] = [read(`lastCes${version}`)(row), read(`meanCes${version}`)(row)];
            return last === null || mean === null ? [] : [{ version: `ces${version}` as const, last, mean }];
          }),
      }),
      trend: t.float({
        nullable: true,
        description: 'Mean satisfaction in the last 90 days minus that of all time: below 0 is a turn for the worse.',
        resolve: read('csatTrend'),
      }),
      responses: t.int({
        description: 'Responses to surveys, of all time.',
        resolve: (row) => read('surveyResponsesEver')(row) ?? 0,
      }),
      invitations: t.int({
        description: 'Invitations to surveys, of all time.',
        resolve: (row) => read('surveyInvitationsEver')(row) ?? 0,
      }),
      responseRate: t.float({
        nullable: true,
        description: 'Share of the invitations that were answered; null without any.',
        resolve: read('responseRate'),
      }),
      lastAnswerAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the customer last answered.',
        resolve: (row) => instant(read('lastAnswerAt')(row)),
      }),
      daysSinceLastAnswer: t.int({
        nullable: true,
        description: 'Whole days of 24 hours since then.',
        resolve: read('daysSinceLastAnswer'),
      }),
      comments: t.field({
        type: commentsType(builder),
        description: 'What kind of comments came.',
        resolve: (row) => row,
      }),
    }),
  });
  builder.objectField(Customer, 'satisfaction', (t) =>
    t.field({
      extensions: needs('surveys:read'),
      type: Satisfaction,
      description: 'What the customer’s answers to surveys say.',
      resolve: (parent) => rowOf(parent),
    }),
  );
}

/** Reads a metric of the row; null when it is not known. */
const read =
  (key: string) =>
  ({ engine: { plan }, numbers, now }: CustomerRow): number | null => {
    const value = shown(plan.metrics.get(key) as PlannedMetric, plan).read(numbers, now);
    return Number.isNaN(value) ? null : value;
  };

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

function npsType(builder: Builder) {
  const Band = builder.enumType('NpsBand', {
    description: 'What somebody is by how likely they are to recommend us.',
    values: {
      PROMOTER: { value: 'promoter', description: '9 or 10.' },
      PASSIVE: { value: 'passive', description: '7 or 8.' },
      DETRACTOR: { value: 'detractor', description: '0 to 6.' },
    } as const,
  });
  return builder.objectRef<CustomerRow>('CustomerNps').implement({
    extensions: inherited,
    description: 'How likely the customer is to recommend us, from 0 to 10.',
    fields: (t) => ({
      last: t.float({ nullable: true, description: 'The last answer.', resolve: read('lastNps') }),
      mean: t.float({ nullable: true, description: 'The mean of all answers.', resolve: read('meanNps') }),
      band: t.field({
        type: Band,
        nullable: true,
        description: 'By the last answer.',
        resolve: (row) => Object.entries(BANDS).find(([key]) => read(key)(row) === 1)?.[1] ?? null,
      }),
      at: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it was last answered.',
        resolve: (row) => instant(read('lastNpsAt')(row)),
      }),
      trend: t.float({
        nullable: true,
        description: 'The last answer minus the mean of all: below 0 is a turn for the worse.',
        resolve: read('npsTrend'),
      }),
    }),
  });
}

function touchpointType(builder: Builder) {
  return builder.objectRef<TouchpointSatisfaction>('CustomerTouchpoint').implement({
    extensions: inherited,
    description:
      'A customer’s satisfaction with one touchpoint, from 0 to 100 whatever the scales of the surveys were.',
    fields: (t) => ({
      touchpoint: t.exposeString('touchpoint', { nullable: true, description: 'Which; null: answers that name none.' }),
      answers: t.exposeInt('answers', { description: 'How many ratings there are.' }),
      last: t.exposeFloat('last', { description: 'The last one.' }),
      mean: t.exposeFloat('mean', { description: 'Their mean.' }),
      at: t.field({ type: 'DateTime', description: 'When the last one was given.', resolve: ({ at }) => new Date(at) }),
    }),
  });
}

function effortType(builder: Builder) {
  const Version = builder.enumType('EffortVersion', {
    description: 'How effort was asked for.',
    values: {
      CES1: { value: 'ces1', description: 'How much effort it took, from 1 to 5: less is better.' },
      CES2: { value: 'ces2', description: 'Whether it was made easy, from 1 to 7: more is better.' },
    } as const,
  });
  return builder.objectRef<Effort>('CustomerEffort').implement({
    extensions: inherited,
    description: 'How much effort it takes a customer, on one of the two scales.',
    fields: (t) => ({
      version: t.expose('version', { type: Version, description: 'Which scale.' }),
      last: t.exposeFloat('last', { description: 'The last answer.' }),
      mean: t.exposeFloat('mean', { description: 'The mean of all answers.' }),
    }),
  });
}

function commentsType(builder: Builder) {
  const counted = {
    positive: ['positiveComments', 'Comments that praise.'],
    negative: ['negativeComments', 'Comments that complain.'],
    suggestions: ['suggestions', 'Comments that propose something.'],
  } as const;
  return builder.objectRef<CustomerRow>('CustomerComments').implement({
    extensions: inherited,
    description: 'How many comments of each kind a customer wrote in answers to surveys.',
    fields: (t) =>
      Object.fromEntries(
        Object.entries(counted).map(([name, [key, description]]) => [
          name,
          t.int({ description, resolve: (row) => read(key)(row) ?? 0 }),
        ]),
      ),
  });
}
