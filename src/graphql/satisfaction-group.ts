import type { Distribution, Scored } from '../analytics/distribution.ts';
import { type Figure, unknownFigure } from '../analytics/figure.ts';
import { meanOf } from '../analytics/means.ts';
import {
  detractors,
  effort,
  goodness,
  type Making,
  mean,
  netSatisfaction,
  nps,
  satisfiedShare,
  topBox,
} from '../analytics/measures.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import type { NpsMethod } from '../statistics/nps.ts';
import { sumOf } from '../statistics/tally.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import type { SatisfactionBehind } from './satisfaction-behind.ts';
import { answersPage } from './satisfaction-behind.ts';
import type { ShownCell } from './satisfaction-cells.ts';
import type { FigureTypes, ShownFigure } from './satisfaction-figure.ts';
import type { SatisfactionInputs } from './satisfaction-inputs.ts';

/** Cost of a statement over all answers of a population. */
export const COUNTING = 50;

/** A figure made of the scores of a cell; of one that is hidden there is none. */
export function figureIn(shown: ShownCell, make: (of: Distribution, making: Making) => Figure): ShownFigure {
  const { cell, cells, hidden } = shown;
  const { scale } = cells.population.asked;
  const figure = hidden
    ? unknownFigure('hidden', sumOf(cell.distribution).n)
    : make(cell.distribution, { scale, level: cells.level });
  return withWindow(shown, figure);
}

const withWindow = ({ cell, cells }: ShownCell, figure: Figure): ShownFigure => ({
  ...figure,
  window: cell.window,
  level: cells.level,
});

/** Figures that follow from how often each score was given. */
const FIGURES = {
  detractors: [detractors, 'NPS-D: share of the answers from 0 to 6, 0 to 1, with Wilson’s interval.'],
  satisfied: [
    satisfiedShare,
    'Share of the satisfied, 0 to 1 (top-box): from the score on that the question says, else 4 of 5, 9 of 10, promoters, ' +
      '5 of 7 for ease, and 2 of 5 or less for effort.',
  ],
  netSatisfaction: [netSatisfaction, 'Share of the satisfied less that of as many scores at the other end: −1 to 1.'],
  topBox: [topBox, 'Share of the best score there is, 0 to 1.'],
  mean: [mean, 'Mean score, on the scale of the question.'],
  goodness: [
    goodness,
    'Mean from 0 to 100, 100 at the good end: 100 × (mean − min) / (max − min), turned where lower is better.',
  ],
  effort: [
    effort,
    'Mean customer effort, lower being better: of version 1 the mean, of version 2, which asks for ease, min + max − mean.',
  ],
} as const;

/** `SatisfactionFigures`: the figures of one group in one window. */
export function groupType(
  builder: Builder,
  { FigureRef }: FigureTypes,
  inputs: SatisfactionInputs,
  { Band, Answer }: SatisfactionBehind,
) {
  const ScoreRef = builder.objectRef<Scored & { readonly total: number }>('SatisfactionScore').implement({
    extensions: inherited,
    description: 'How often a score was given.',
    fields: (t) => ({
      score: t.exposeFloat('score', { description: 'The score.' }),
      answers: t.int({ description: 'How many answers.', resolve: ({ n }) => n }),
      share: t.float({
        description: 'Their share, weighted if that is asked for.',
        resolve: ({ weight, total }) => (total === 0 ? 0 : weight / total),
      }),
    }),
  });
  return builder.objectRef<ShownCell>('SatisfactionFigures').implement({
    extensions: inherited,
    description: 'The figures of a group of answers in a window.',
    fields: (t) => ({
      key: t.string({
        nullable: true,
        description: 'Key of the group; null: all, or those in none.',
        resolve: ({ cell, cells }) => cells.keyOf(cell),
      }),
      title: t.exposeString('title', { nullable: true, description: 'Title of the group, where it has one.' }),
      from: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Where the window begins; null: with the first answer.',
        resolve: ({ cell }) => (cell.window.from === null ? null : new Date(cell.window.from)),
      }),
      to: t.field({
        type: 'DateTime',
        description: 'Where the window ends; this instant itself is not in it.',
        resolve: ({ cell }) => new Date(cell.window.to),
      }),
      answers: t.int({ description: 'How many answers there are.', resolve: ({ cell }) => sumOf(cell.distribution).n }),
      anonymous: t.int({
        description: 'How many of them people gave who are not known: they lead to no customer.',
        resolve: ({ cell }) => cell.anonymous,
      }),
      hidden: t.exposeBoolean('hidden', {
        description:
          'Whether fewer than five people are behind it, or its figures would give away those of so few: without the right ' +
          'surveys:read, which shows single answers, they are null with the reason HIDDEN.',
      }),
      nps: t.field({
        type: FigureRef,
        description: 'Net Promoter Score in points, −100 to 100: 100 × (share of 9 and 10 − share of 0 to 6).',
        args: {
          interval: t.arg({
            type: inputs.NpsMethod,
            defaultValue: 'adjusted-wald',
            description: 'How to make its interval.',
          }),
        },
        resolve: (cell, { interval }) =>
          figureIn(cell, (of, making) => nps(of, making, (interval ?? 'adjusted-wald') as NpsMethod)),
      }),
      ...(Object.fromEntries(
        Object.entries(FIGURES).map(([name, [make, description]]) => [
          name,
          t.field({ type: FigureRef, description, resolve: (cell) => figureIn(cell, make) }),
        ]),
      ) as { readonly [K in keyof typeof FIGURES]: never }),
      recovered: t.field({
        type: FigureRef,
        complexity: { field: COUNTING },
        description:
          'NPS-D: share of the customers who were detractors and answered 7 or more after that, 0 to 1. People who are not known do not count.',
        args: {
          withinDays: t.arg.int({
            description: 'So many times 24 hours after their last answer as such; else until now.',
          }),
        },
        resolve: async (cell, { withinDays }) => {
          if (typeof withinDays === 'number' && (withinDays < 1 || withinDays > 3650))
            throw badInput('Days are 1 to 3650.');
          return withWindow(cell, await cell.cells.recovered(cell, withinDays ?? null));
        },
      }),
      responseRate: t.field({
        type: FigureRef,
        complexity: { field: COUNTING },
        description:
          'Share of the invitations made in the window that were answered since, 0 to 1; n counts invitations.',
        resolve: async (cell) => withWindow(cell, await cell.cells.responseRate(cell)),
      }),
      standardDeviation: t.float({
        nullable: true,
        description: 'How much scores vary, on the scale of the question, with the divisor n − 1.',
        resolve: ({ cell, hidden }) => {
          const variance = hidden ? null : (meanOf(cell.distribution)?.variance ?? null);
          return variance === null ? null : Math.sqrt(variance);
        },
      }),
      distribution: t.field({
        type: [ScoreRef],
        complexity: { field: 1, multiplier: 11 },
        description: 'How often each score was given, the lowest first; scores that nobody gave are left out.',
        resolve: ({ cell, hidden }) => {
          const total = sumOf(cell.distribution).weight;
          return hidden ? [] : cell.distribution.map((one) => ({ ...one, total }));
        },
      }),
      responses: t.connection(
        {
          extensions: needs('surveys:read'),
          type: Answer,
          description:
            'The answers behind these figures, the newest first, with the customers who gave them. Pages go forward only.',
          complexity: pageComplexity,
          args: { band: t.arg({ type: Band, description: 'Only those in this band.' }) },
          resolve: async (cell, args, context) => (await answersPage(context, cell, args)) as never,
        },
        {
          name: 'SatisfactionAnswerConnection',
          description: 'A page of answers.',
          fields: (connection) => ({
            totalCount: connection.int({
              description: 'How many there are in all: the number that the figures rest on.',
              resolve: (page) => (page as unknown as { count(): number }).count(),
            }),
          }),
        },
        { name: 'SatisfactionAnswerEdge', description: 'An answer and its place in the list.' },
      ),
    }),
  });
}
