import { isUuid } from '../activities/identify.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { NotFoundError } from '../errors.ts';
import { Job } from '../jobs/job.ts';
import { type Preview as KeptPreview, readPreviews } from '../preview/read-preview.ts';
import type { MetricResult, MoveCount, OutcomeCount, RuleSetResult, Spread } from '../preview/result.ts';
import { type ForecastMessages, forecastMessages } from '../webhooks/forecast.ts';
import type { ChangeTypes } from './changes.ts';
import { core } from './context.ts';
import { readJobs } from './jobs.ts';
import { previewForecast } from './preview-forecast.ts';
import { previewMovers } from './preview-movers.ts';

/** A preview as the API shows it. */
export class Preview {
  readonly kept: KeptPreview;

  constructor(kept: KeptPreview) {
    this.kept = kept;
  }
}

/** `Preview`: what publishing would change, and who would move. */
export function previewType(builder: Builder, changes: ChangeTypes) {
  const RuleSetRef = ruleSetResult(builder, changes);
  const MetricRef = metricResult(builder);
  const ForecastRef = previewForecast(builder, changes);
  const MessagesRef = builder.objectRef<ForecastMessages>('PreviewMessages').implement({
    extensions: inherited,
    description: 'Messages that a webhook endpoint would be sent.',
    fields: (t) => ({
      endpoint: t.field({
        type: 'WebhookEndpoint' as never,
        description: 'The endpoint.',
        resolve: ({ endpoint }) => endpoint as never,
      }),
      messages: t.int({ description: 'How many.', resolve: ({ messages }) => messages }),
    }),
  });
  const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));
  const Node = builder.loadableNode(Preview, {
    extensions: needs('rules:read'),
    name: 'Preview',
    description:
      'What publishing would change, for every customer of one instant. Kept for 30 days, the newest 50; what was found is null until the job has succeeded.',
    id: { resolve: ({ kept }) => kept.id, description: 'Id of the preview.' },
    isTypeOf: (value) => value instanceof Preview,
    load: async (ids: string[], context) => {
      const known = await readPreviews(core(context).services.database, ids.filter(isUuid));
      const found = new Map(known.map((one) => [one.id, new Preview(one)]));
      return ids.map((id) => found.get(id) ?? new NotFoundError('There is no preview with this id.', ['id']));
    },
    fields: (t) => ({
      job: t.field({
        type: Job,
        description: 'How far it has come. Stop it with `cancelJob`.',
        resolve: async ({ kept }, _args, context) => (await readJobs(context, [kept.id]))[0] as Job,
      }),
      at: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'The instant at which customers were judged.',
        resolve: ({ kept }) => instant(kept.judgedAt),
      }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'When it was asked for.',
        resolve: ({ kept }) => new Date(kept.createdAt),
      }),
      customers: t.field({
        type: 'Long',
        nullable: true,
        description: 'How many customers were judged.',
        resolve: ({ kept }) => kept.customers,
      }),
      moved: t.field({
        type: 'Long',
        nullable: true,
        description: 'For how many of them anything changes.',
        resolve: ({ kept }) => kept.moved,
      }),
      hash: t.string({
        nullable: true,
        description: 'Names what was previewed, on which ground, and what was found: publish with it.',
        resolve: ({ kept }) => kept.hash,
      }),
      ruleSets: t.field({
        type: [RuleSetRef],
        nullable: true,
        description: 'What changes by rule set: those of the drafts, and those that read something that moves.',
        resolve: ({ kept }) => kept.result?.ruleSets as RuleSetResult[] | undefined,
      }),
      metrics: t.field({
        type: [MetricRef],
        nullable: true,
        description: 'How the values lie of metrics that are measured in another way.',
        resolve: ({ kept }) => kept.result?.metrics as MetricResult[] | undefined,
      }),
      forecasts: t.field({
        type: [ForecastRef],
        nullable: true,
        description:
          'What would be done at once to those for whom an outcome begins, such as offers that would be made; as far as it ' +
          'can be told before: how often somebody may be contacted is seen only then.',
        resolve: ({ kept }) => kept.result && [...(kept.result.forecasts ?? [])],
      }),
      webhooks: t.field({
        extensions: needs('webhooks:write'),
        type: [MessagesRef],
        nullable: true,
        complexity: 20,
        description: 'Which endpoints that you keep would be sent how many messages, by what they follow now.',
        resolve: async ({ kept }, _args, context) => {
          if (!kept.result) return null;
          const { ruleSets, forecasts = [] } = kept.result;
          const changes = [
            ...ruleSets.flatMap((one) => one.moves),
            ...forecasts.map(({ type, key, customers }) => ({ type, key, count: customers })),
          ];
          return forecastMessages(core(context).services.webhooks, context.viewer, changes);
        },
      }),
      csvUrl: t.string({
        extensions: needs('customers:find'),
        description: 'Path of a CSV file with everybody who moves.',
        resolve: ({ kept }) => `/previews/${kept.id}/movers.csv`,
      }),
    }),
  });
  previewMovers(builder, Node, changes);
  return Node;
}

function ruleSetResult(builder: Builder, { Type }: ChangeTypes) {
  const RuleRef = builder.objectRef<RuleSetResult['rules'][number]>('PreviewRule').implement({
    extensions: inherited,
    description: 'One rule of a previewed document.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name in the document.' }),
      holds: t.expose('holds', { type: 'Long', description: 'For how many it holds.' }),
    }),
  });
  const OutcomeRef = builder.objectRef<OutcomeCount>('PreviewOutcome').implement({
    extensions: inherited,
    description: 'How many customers have an outcome.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the outcome.' }),
      before: t.expose('before', { type: 'Long', description: 'By what is published.' }),
      after: t.expose('after', { type: 'Long', description: 'By what is previewed.' }),
      enter: t.expose('enter', { type: 'Long', description: 'For how many it begins.' }),
      leave: t.expose('leave', { type: 'Long', description: 'For how many it ends.' }),
    }),
  });
  const MoveRef = builder.objectRef<MoveCount>('PreviewMove').implement({
    extensions: inherited,
    description: 'A change, and how many customers it would be told of.',
    fields: (t) => ({
      type: t.field({ type: Type, description: 'Type of the change.', resolve: ({ type }) => type as never }),
      key: t.exposeString('key', { description: 'The outcome it is about.' }),
      from: t.exposeString('from', { nullable: true, description: 'What held before; null: nothing.' }),
      to: t.exposeString('to', { nullable: true, description: 'What holds then; null: nothing.' }),
      count: t.expose('count', { type: 'Long', description: 'How many customers.' }),
    }),
  });
  return builder.objectRef<RuleSetResult>('PreviewRuleSet').implement({
    extensions: inherited,
    description: 'What changes of one rule set.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the rule set.' }),
      kind: t.exposeString('kind', { description: 'Key of its kind.' }),
      isDraft: t.exposeBoolean('draft', {
        description: 'False: its document stays, and it reads something that moves.',
      }),
      rules: t.field({
        type: [RuleRef],
        description: 'Its rules, in their order.',
        resolve: ({ rules }) => [...rules],
      }),
      outcomes: t.field({
        type: [OutcomeRef],
        description: 'Its outcomes.',
        resolve: ({ outcomes }) => [...outcomes],
      }),
      moves: t.field({
        type: [MoveRef],
        description: 'Its changes, the most frequent first.',
        resolve: ({ moves }) => [...moves],
      }),
    }),
  });
}

function metricResult(builder: Builder) {
  const SpreadRef = builder.objectRef<Spread>('PreviewSpread').implement({
    extensions: inherited,
    description: 'How the values of a metric lie over all customers, in its unit.',
    fields: (t) => ({
      known: t.expose('known', { type: 'Long', description: 'How many customers have a value.' }),
      least: t.exposeFloat('least', { nullable: true, description: 'The least value.' }),
      greatest: t.exposeFloat('greatest', { nullable: true, description: 'The greatest value.' }),
      mean: t.exposeFloat('mean', { nullable: true, description: 'The mean of the values.' }),
    }),
  });
  return builder.objectRef<MetricResult>('PreviewMetric').implement({
    extensions: inherited,
    description: 'A metric that is measured in another way.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its key.' }),
      before: t.field({
        type: SpreadRef,
        nullable: true,
        description: 'By its definition now; null: it is new.',
        resolve: ({ before }) => before,
      }),
      after: t.field({
        type: SpreadRef,
        description: 'By the definition that is previewed.',
        resolve: ({ after }) => after,
      }),
    }),
  });
}
