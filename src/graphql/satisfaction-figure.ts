import type { Figure, Reason } from '../analytics/figure.ts';
import type { Bounds } from '../analytics/read-cells.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited } from '../contract/scope.ts';
import type { Interval, Method } from '../statistics/interval.ts';
import { roundHalfAway } from '../statistics/round-half-away.ts';
import { answersFor } from '../statistics/sample-size.ts';
import { badInput } from './bad-input.ts';
import { describedEnum } from './described-enum.ts';

/** A figure and the window it is about. */
export type ShownFigure = Figure & { readonly window: Bounds; readonly level: number };

const MADE: Readonly<Record<Method, string>> = {
  wald: 'Wald: value ± z √(variance / n). Of no width when all agree; for 100 answers or more.',
  'adjusted-wald':
    'The same with three answers added, ¾ of one to either side (Rocks 2016): holds at few answers, too.',
  wilson: 'Wilson’s score interval of a share.',
  newcombe: 'Newcombe’s interval of a difference of shares, from Wilson’s limits of both.',
  student: 'Student’s t with n − 1 degrees of freedom.',
  welch: 'Welch’s t for a difference of means.',
};

const MEANS: Readonly<Record<Reason, string>> = {
  'no-answers': 'There are no answers.',
  'one-answer': 'One answer does not show how much answers vary.',
  'not-this-measure': 'The question measures something else.',
  'no-threshold': 'Nothing says from which score on somebody is satisfied, or versions say different things.',
  hidden: 'So few people are behind it, or behind what it would give away, that it is not shown to you.',
  'no-invitations': 'Nobody was invited.',
  'no-detractors': 'No customer was a detractor.',
  'not-of-invitations': 'It is filtered or grouped by what is not known of those who did not answer.',
};

/** The types of figures. */
export type FigureTypes = ReturnType<typeof figureTypes>;

/** `SatisfactionFigure` and what it is made of. */
export function figureTypes(builder: Builder) {
  const MethodType = describedEnum(builder, 'IntervalMethod', 'How an interval was made.', MADE);
  const ReasonType = describedEnum(builder, 'NoFigureReason', 'Why a figure has no value.', MEANS);
  const IntervalRef = builder.objectRef<Interval>('Interval').implement({
    extensions: inherited,
    description: 'Where the true value lies: intervals made in this way hold it with the probability `level`.',
    fields: (t) => ({
      low: t.exposeFloat('low', { description: 'Its lower limit, in the unit of the value.' }),
      high: t.exposeFloat('high', { description: 'Its upper limit, in the unit of the value.' }),
      level: t.exposeFloat('level', { description: 'With which probability, such as 0.95.' }),
      method: t.field({ type: MethodType, description: 'How it was made.', resolve: ({ method }) => method }),
    }),
  });
  const FigureRef = builder.objectRef<ShownFigure>('SatisfactionFigure').implement({
    extensions: inherited,
    description: 'A number about a group of answers, with all that one needs to judge it.',
    fields: (t) => ({
      value: t.exposeFloat('value', {
        nullable: true,
        description: 'The number, not rounded; null with a `reason`, never 0, where it cannot be told.',
      }),
      rounded: t.float({
        nullable: true,
        description: 'The number with so many digits after the point; halves are rounded away from zero.',
        args: { digits: t.arg.int({ defaultValue: 0, description: '0 to 6.' }) },
        resolve: ({ value }, { digits }) => (value === null ? null : roundTo(value, digits ?? 0)),
      }),
      n: t.exposeInt('n', { description: 'How many answers it rests on; weights do not change it.' }),
      effectiveN: t.float({
        description: 'As how many answers of equal weight they tell: (Σw)² / Σw² (Kish). Without weights it is n.',
        resolve: ({ effective }) => effective,
      }),
      numerator: t.exposeFloat('numerator', { nullable: true, description: 'What was counted or added up.' }),
      denominator: t.exposeFloat('denominator', { nullable: true, description: 'What it is divided by.' }),
      interval: t.field({
        type: IntervalRef,
        nullable: true,
        description: 'Where the true value lies; null where nothing can be said, as of the mean of one answer.',
        resolve: ({ interval }) => interval,
      }),
      reason: t.field({
        type: ReasonType,
        nullable: true,
        description: 'Why there is no value.',
        resolve: ({ reason }) => reason,
      }),
      lowBase: t.exposeBoolean('lowBase', {
        description: 'Whether it rests on fewer than 30 answers: do not rank by it, and let nothing follow from it.',
      }),
      from: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Where its window begins; null: with the first answer.',
        resolve: ({ window }) => (window.from === null ? null : new Date(window.from)),
      }),
      to: t.field({
        type: 'DateTime',
        description: 'Where its window ends; this instant itself is not in it.',
        resolve: ({ window }) => new Date(window.to),
      }),
      answersNeeded: t.int({
        nullable: true,
        description:
          'How many answers make half the interval at most `margin` wide, when they vary as these do: variance × (z / margin)², rounded up. Null where it is not known how much they vary.',
        args: { margin: t.arg.float({ required: true, description: 'In the unit of the value, such as 5 points.' }) },
        resolve: ({ variance, level }, { margin }) => {
          if (!(margin > 0)) throw badInput('A margin is above 0.');
          return variance === null ? null : Math.min(answersFor(margin, variance, level), 2 ** 31 - 1);
        },
      }),
    }),
  });
  return { FigureRef, IntervalRef, ReasonType };
}

function roundTo(value: number, digits: number): number {
  if (digits < 0 || digits > 6) throw badInput('Digits are 0 to 6.');
  return roundHalfAway(value * 10 ** digits) / 10 ** digits;
}
