import { type Annotation, readAnnotations } from '../analytics/annotations.ts';
import { findAsked, type Wish } from '../analytics/asked.ts';
import type { Scale } from '../analytics/measures.ts';
import { MOST_PERIODS, type Period, periodsIn } from '../analytics/periods.ts';
import { firstAnswer, type Population } from '../analytics/population.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { UserError } from '../errors.ts';
import { isTimeZone } from '../time/offsets.ts';
import { annotations } from './annotations.ts';
import { badInput } from './bad-input.ts';
import { type CoreContext, core } from './context.ts';
import { behindTypes } from './satisfaction-behind.ts';
import { readSplit, readTotal, type Satisfaction, satisfactionRef } from './satisfaction-cells.ts';
import { comparison } from './satisfaction-comparison.ts';
import { driverAnalysis } from './satisfaction-drivers.ts';
import { figureTypes } from './satisfaction-figure.ts';
import { COUNTING, groupType } from './satisfaction-group.ts';
import { groupingOf, NO_GROUPS } from './satisfaction-grouping.ts';
import { type GroupingInput, satisfactionInputs } from './satisfaction-inputs.ts';
import { type AnswersInput, populationOf } from './satisfaction-population.ts';
import type { QuestionTypes } from './survey-questions.ts';

/** Cost of what is selected of each group or period: about as many as there usually are. */
const MANY = 20;

/** `Query.satisfaction`: how satisfied many are. */
export function satisfaction(builder: Builder, { Measure }: Pick<QuestionTypes, 'Measure'>): void {
  const AnnotationRef = annotations(builder);
  const inputs = satisfactionInputs(builder, Measure);
  const figures = figureTypes(builder);
  const Group = groupType(builder, figures, inputs, behindTypes(builder));
  const ScaleRef = builder.objectRef<Scale>('SatisfactionScale').implement({
    extensions: inherited,
    description: 'On which scale answers were given.',
    fields: (t) => ({
      measure: t.field({ type: Measure, description: 'What is measured.', resolve: ({ measure }) => measure }),
      min: t.exposeFloat('min', { description: 'The lowest score.' }),
      max: t.exposeFloat('max', { description: 'The highest score.' }),
      higherIsBetter: t.exposeBoolean('higherIsBetter', { description: 'Which end is the good one.' }),
      satisfiedFrom: t.exposeFloat('satisfiedFrom', {
        nullable: true,
        description: 'From which score on somebody is satisfied; where lower is better, up to which.',
      }),
    }),
  });
  const Ref = satisfactionRef(builder);
  Ref.implement({
    extensions: needs('satisfaction:read'),
    description: 'How satisfied many are: figures of the answers that were asked for.',
    fields: (t) => ({
      scale: t.field({
        type: ScaleRef,
        description: 'The scale of the answers.',
        resolve: ({ population }) => population.asked.scale,
      }),
      total: t.field({
        type: Group,
        complexity: COUNTING,
        description: 'Of all of them.',
        resolve: (of, _args, context) => readTotal(context, of),
      }),
      groups: t.field({
        type: [Group],
        complexity: { field: COUNTING, multiplier: MANY },
        description: 'By group, in the order of their keys; answers of no group come last, with the key null.',
        args: { by: t.arg({ type: inputs.By, required: true, description: 'Into which groups.' }) },
        resolve: async (of, { by }, context) => {
          const named = await groupingOf(core(context), of.population, by as GroupingInput);
          return readSplit(context, of, { ...named, windows: null });
        },
      }),
      series: t.field({
        type: [Group],
        complexity: { field: COUNTING, multiplier: MANY },
        description:
          'Period by period, those without answers as well; of several groups one after the other. The first and the last ' +
          `period end where the window does. At most ${MOST_PERIODS} periods.`,
        args: {
          every: t.arg({ type: inputs.Every, required: true, description: 'Of which length.' }),
          timeZone: t.arg.string({ description: 'IANA name of a time zone; else that of the account.' }),
          by: t.arg({ type: inputs.By, description: 'Into which groups besides.' }),
        },
        resolve: async (of, { every, timeZone, by }, context) => {
          const { population } = of;
          const named = by ? await groupingOf(core(context), population, by as GroupingInput) : NO_GROUPS;
          const windows = await windowsOf(core(context), population, every as Period, timeZone ?? undefined);
          return windows.length === 0 ? [] : readSplit(context, of, { ...named, windows });
        },
      }),
      annotations: t.field({
        type: [AnnotationRef],
        complexity: { field: 1, multiplier: MANY },
        description: 'Changes that were noted in the window, the earliest first; at most 200.',
        resolve: ({ population }, _args, context): Promise<Annotation[]> => readAnnotations(context, population),
      }),
    }),
  });
  comparison(builder, Ref, { figures, inputs, Group });
  driverAnalysis(builder, Ref);
  builder.queryField('satisfaction', (t) =>
    t.field({
      extensions: needs('satisfaction:read'),
      type: Ref,
      description:
        'Figures of the answers to a survey, a question or a measure. Of a survey about the relationship, the last answer ' +
        'of a respondent in each wave counts (in no wave: the last one in the window); of a transactional one, all. Each ' +
        'field of it is one statement, however many groups there are.',
      args: {
        of: t.arg({ type: inputs.Of, required: true, description: 'Whose answers.' }),
        from: t.arg({ type: 'DateTime', description: 'Answers from this instant on; else from the first one.' }),
        to: t.arg({ type: 'DateTime', description: 'Answers before this instant; else until now.' }),
        where: t.arg({ type: inputs.Filter, description: 'Which of them.' }),
        customers: t.arg({
          extensions: needs('customers:find'),
          type: 'CustomerFilter',
          description: 'Only answers of customers for whom this holds now.',
        }),
        weighted: t.arg.boolean({
          defaultValue: false,
          description: 'Whether answers count as much as their weight says.',
        }),
        level: t.arg.float({ defaultValue: 0.95, description: 'The level of intervals: 0.5 to 0.999.' }),
      },
      resolve: async (_root, { of, level, weighted, ...answers }, context): Promise<Satisfaction> => {
        const confidence = level ?? 0.95;
        if (!(confidence >= 0.5 && confidence <= 0.999)) throw badInput('A level is 0.5 to 0.999.');
        const asked = await findAsked(context, of as Wish);
        const counting = { asked, weighted: weighted ?? false };
        return { population: await populationOf(core(context), counting, answers as AnswersInput), level: confidence };
      },
    }),
  );
}

async function windowsOf({ services, query }: CoreContext, population: Population, every: Period, zone?: string) {
  if (zone !== undefined && !isTimeZone(zone))
    throw new UserError('UNKNOWN_TIME_ZONE', `“${zone}” is no time zone: name one as "Europe/Berlin".`, ['timeZone']);
  const from = population.from ?? (await firstAnswer({ query }, population));
  if (from === null || from >= population.to) return [];
  const windows = periodsIn({ from, to: population.to }, every, zone ?? services.timeZone);
  if (windows.length > MOST_PERIODS)
    throw new UserError(
      'SERIES_TOO_LONG',
      `More than ${MOST_PERIODS} periods; choose longer ones, or a later "from".`,
      ['every'],
    );
  return windows;
}
