import { type Builder, inherited, needs } from '#contract';
import { type LoopFigures, readFigures, type Share } from '../cases/read-figures.ts';

/** `Query.feedbackFigures`: whether the loop is closed, how fast, and what it is good for. */
export function figures(builder: Builder): void {
  const ShareRef = builder.objectRef<Share>('FeedbackShare').implement({
    extensions: inherited,
    description: 'A share, with its Wilson interval at 95 %.',
    fields: (t) => ({
      count: t.exposeInt('count', { description: 'How many.' }),
      of: t.exposeInt('of', { description: 'Of how many.' }),
      share: t.exposeFloat('share', { description: 'The share, as a fraction.' }),
      low: t.float({ description: 'The lower end.', resolve: ({ interval }) => interval.low }),
      high: t.float({ description: 'The upper end.', resolve: ({ interval }) => interval.high }),
    }),
  });
  const Figures = builder.objectRef<LoopFigures>('FeedbackFigures').implement({
    extensions: inherited,
    description: 'What became of the cases that were opened in a period.',
    fields: (t) => ({
      opened: t.exposeInt('opened', { description: 'How many were opened.' }),
      closed: t.field({
        type: ShareRef,
        nullable: true,
        description: 'Those of whom the customer was told; null: none was opened.',
        resolve: ({ closed }) => closed,
      }),
      medianHoursToClose: t.float({
        nullable: true,
        description: 'After how many hours half of those that were closed were closed; null: none was.',
        resolve: (one) => one.medianHoursToClose,
      }),
      recovered: t.field({
        type: ShareRef,
        nullable: true,
        description:
          'Detractors with a case who gave 7 or more later, or were told, within 90 days; null: there is none among them.',
        resolve: ({ recovered }) => recovered,
      }),
      scoreChange: t.float({
        nullable: true,
        description:
          'How much the first answer after the case was closed differs from the one that opened it, on average, of the same ' +
          'measure and in points of 100; null: nobody was asked again.',
        resolve: (one) => one.scoreChange,
      }),
    }),
  });
  builder.queryField('feedbackFigures', (t) =>
    t.field({
      extensions: needs('satisfaction:read'),
      type: Figures,
      complexity: 100,
      description: 'What became of the cases that were opened in a period.',
      args: {
        from: t.arg({ type: 'DateTime', required: true, description: 'The first instant.' }),
        until: t.arg({ type: 'DateTime', required: true, description: 'The instant behind the last.' }),
        ruleSet: t.arg.string({ description: 'Only those of the rule set with this key.' }),
      },
      resolve: (_root, args, context) => readFigures(context, args),
    }),
  );
}
