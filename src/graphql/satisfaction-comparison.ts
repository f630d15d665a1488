import { readAnnotation } from '../analytics/annotations.ts';
import { type Compared, compareMeans, compareNps, compareSatisfied, type Sides } from '../analytics/compare.ts';
import type { Reason } from '../analytics/figure.ts';
import type { Making } from '../analytics/measures.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { calendarOf } from '../metrics/calendar.ts';
import type { NpsMethod } from '../statistics/nps.ts';
import { badInput } from './bad-input.ts';
import { core } from './context.ts';
import { readTotal, type Satisfaction, type SatisfactionRef, type ShownCell } from './satisfaction-cells.ts';
import type { FigureTypes } from './satisfaction-figure.ts';
import { COUNTING, type groupType } from './satisfaction-group.ts';
import type { SatisfactionInputs } from './satisfaction-inputs.ts';
import { type AnswersInput, populationOf } from './satisfaction-population.ts';

interface Comparison {
  readonly these: ShownCell;
  readonly those: ShownCell;
  /** Whether both windows have passed. */
  readonly complete: boolean;
}

interface Types {
  readonly figures: FigureTypes;
  readonly inputs: SatisfactionInputs;
  readonly Group: ReturnType<typeof groupType>;
}

/** `Satisfaction.against` and `beforeAfter`: two groups of answers, and how far they lie apart. */
export function comparison(builder: Builder, Ref: SatisfactionRef, { figures, inputs, Group }: Types): void {
  const DifferenceRef = builder.objectRef<Compared>('SatisfactionDifference').implement({
    extensions: inherited,
    description: 'How far two figures lie apart: this one less the other one.',
    fields: (t) => ({
      value: t.float({
        nullable: true,
        description: 'The difference, not rounded; null with a `reason` where it cannot be told.',
        resolve: (of) => (isReason(of) ? null : of.value),
      }),
      interval: t.field({
        type: figures.IntervalRef,
        nullable: true,
        description: 'Where the true difference lies.',
        resolve: (of) => (isReason(of) ? null : of.interval),
      }),
      z: t.float({
        nullable: true,
        description: 'The difference in standard errors (of means: Welch’s t); null where nothing varies.',
        resolve: (of) => (isReason(of) ? null : of.z),
      }),
      p: t.float({
        nullable: true,
        description: 'How probable a difference as large as this is, either way, when in truth there is none.',
        resolve: (of) => (isReason(of) ? null : of.p),
      }),
      reason: t.field({
        type: figures.ReasonType,
        nullable: true,
        description: 'Why it cannot be told.',
        resolve: (of) => (isReason(of) ? of : null),
      }),
    }),
  });
  const ComparisonRef = builder.objectRef<Comparison>('SatisfactionComparison').implement({
    extensions: inherited,
    description:
      'Two groups of answers and how far they lie apart. That one thing follows another does not say that it follows from it.',
    fields: (t) => ({
      these: t.field({ type: Group, description: 'What is compared; after a change.', resolve: ({ these }) => these }),
      those: t.field({ type: Group, description: 'With what; before a change.', resolve: ({ those }) => those }),
      complete: t.exposeBoolean('complete', {
        description: 'Whether both windows have passed: no answer can be added in time.',
      }),
      nps: t.field({
        type: DifferenceRef,
        description: 'Of the Net Promoter Scores, in points: SE = √(SE₁² + SE₂²).',
        args: {
          interval: t.arg({
            type: inputs.NpsMethod,
            defaultValue: 'adjusted-wald',
            description: 'Which errors of the two.',
          }),
        },
        resolve: (of, { interval }) =>
          compare(of, (sides, making) => compareNps(sides, making, (interval ?? 'adjusted-wald') as NpsMethod)),
      }),
      satisfied: t.field({
        type: DifferenceRef,
        description: 'Of the shares of the satisfied: Newcombe’s interval, z of the pooled two-proportion test.',
        resolve: (of) => compare(of, compareSatisfied),
      }),
      mean: t.field({
        type: DifferenceRef,
        description: 'Of the mean scores, by Welch’s test.',
        resolve: (of) => compare(of, compareMeans),
      }),
    }),
  });
  builder.objectField(Ref, 'against', (t) =>
    t.field({
      type: ComparisonRef,
      complexity: { field: 2 * COUNTING },
      description:
        'These answers against others to the same questions: another window, or another group. An answer should not be on ' +
        'both sides; of the same filters, give what differs.',
      args: {
        from: t.arg({ type: 'DateTime', description: 'Those from this instant on; else from the first one.' }),
        to: t.arg({ type: 'DateTime', description: 'Those before this instant; else until now.' }),
        where: t.arg({ type: inputs.Filter, description: 'Which of those.' }),
        customers: t.arg({
          extensions: needs('customers:find'),
          type: 'CustomerFilter',
          description: 'Only those of customers for whom this holds now.',
        }),
      },
      resolve: async ({ population, level }, args, context) => {
        const other = await populationOf(core(context), population, args as AnswersInput);
        return sides(context, { population, level }, { population: other, level });
      },
    }),
  );
  builder.objectField(Ref, 'beforeAfter', (t) =>
    t.field({
      type: ComparisonRef,
      complexity: { field: 2 * COUNTING },
      description:
        'The answers so many days after a change that was noted, against those as many days before; days of the calendar ' +
        'in the time zone of the account. The window of the query does not matter, its filters do.',
      args: {
        annotation: t.arg.string({ required: true, description: 'Key of the annotation.' }),
        days: t.arg.int({ required: true, description: '1 to 730.' }),
      },
      resolve: async ({ population, level }, { annotation, days }, context) => {
        if (days < 1 || days > 730) throw badInput('Days are 1 to 730.');
        const { at } = await readAnnotation(context, annotation);
        const { timeZone } = core(context).services;
        const [before, after] = [daysFrom(at, -days, timeZone), daysFrom(at, days, timeZone)];
        return sides(
          context,
          { level, population: { ...population, from: at, to: after } },
          { level, population: { ...population, from: before, to: at } },
        );
      },
    }),
  );
}

const isReason = (of: Compared): of is Reason => typeof of === 'string';

function compare({ these, those }: Comparison, make: (sides: Sides, making: Making) => Compared): Compared {
  if (these.hidden || those.hidden) return 'hidden';
  const { population, level } = these.cells;
  const making = { scale: population.asked.scale, level };
  return make({ these: these.cell.distribution, those: those.cell.distribution }, making);
}

async function sides(context: GraphContext, one: Satisfaction, other: Satisfaction): Promise<Comparison> {
  const [these, those] = await Promise.all([readTotal(context, one), readTotal(context, other)]);
  const complete = Math.max(one.population.to, other.population.to) <= context.now;
  return { these, those, complete };
}

/** So many days later or earlier, as long after midnight as it is. */
function daysFrom(at: number, days: number, timeZone: string): number {
  const calendar = calendarOf(timeZone);
  const day = calendar.dayOf(at);
  return calendar.startOf(day + days) + (at - calendar.startOf(day));
}
