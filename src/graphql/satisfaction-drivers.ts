import { findScales } from '../analytics/asked.ts';
import { type DriverAnalysis, type DriverFigure, MOST_DRIVERS, readDrivers } from '../analytics/drivers.ts';
import { LOW_BASE } from '../analytics/figure.ts';
import type { Scale } from '../analytics/measures.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited } from '../contract/scope.ts';
import { may } from '../contract/viewer.ts';
import { UserError } from '../errors.ts';
import { badInput } from './bad-input.ts';
import type { SatisfactionRef } from './satisfaction-cells.ts';

/** Cost of relating questions to each other. */
const RELATING = 200;

/** `Satisfaction.drivers`: what satisfaction goes with. */
export function driverAnalysis(builder: Builder, Ref: SatisfactionRef): void {
  const DriverRef = builder.objectRef<DriverFigure>('SatisfactionDriver').implement({
    extensions: inherited,
    description:
      'What a driver has to do with the outcome. Association: it does not say what would follow from a change.',
    fields: (t) => ({
      question: t.exposeString('question', { description: 'Key of the question.' }),
      n: t.exposeInt('n', { description: 'How many answered both this question and that of the outcome.' }),
      correlation: t.exposeFloat('correlation', {
        nullable: true,
        description: 'Pearson’s correlation with the outcome among those; null where one of them never varies.',
      }),
      mean: t.exposeFloat('mean', { nullable: true, description: 'Mean of its scores among those.' }),
      performance: t.exposeFloat('performance', {
        nullable: true,
        description: 'The same from 0 to 100, 100 at the good end of its scale.',
      }),
      lmg: t.exposeFloat('lmg', {
        nullable: true,
        description:
          'Shapley weight (Lindeman, Merenda and Gold): its gain in R², averaged over all orders of taking drivers in. The ' +
          'weights of all drivers sum to `explained`.',
      }),
      johnson: t.exposeFloat('johnson', {
        nullable: true,
        description: 'Johnson’s relative weight; these sum to `explained` as well.',
      }),
    }),
  });
  const AnalysisRef = builder.objectRef<DriverAnalysis>('SatisfactionDrivers').implement({
    extensions: inherited,
    description: 'What some questions have to do with the outcome that was asked for.',
    fields: (t) => ({
      complete: t.exposeInt('complete', { description: 'How many answered all of them: the weights rest on these.' }),
      explained: t.exposeFloat('explained', {
        nullable: true,
        description: 'R²: what part of the outcome’s variance they explain together; null where nothing varies.',
      }),
      drivers: t.field({
        type: [DriverRef],
        complexity: { field: 1, multiplier: MOST_DRIVERS },
        description: 'Each of them, in the order in which they were asked for.',
        resolve: ({ drivers }) => [...drivers],
      }),
    }),
  });
  builder.objectField(Ref, 'drivers', (t) =>
    t.field({
      type: AnalysisRef,
      nullable: true,
      complexity: { field: RELATING },
      description:
        `Relates 1 to ${MOST_DRIVERS} other questions of the same responses to this one. Null to who may not see single ` +
        'answers, where fewer than thirty answered all.',
      args: {
        questions: t.arg.stringList({ required: true, description: 'Keys of the questions that may be drivers.' }),
      },
      resolve: async ({ population }, { questions }, context) => {
        if (questions.length < 1 || questions.length > MOST_DRIVERS || new Set(questions).size < questions.length)
          throw badInput(`Name 1 to ${MOST_DRIVERS} questions, each once.`);
        const surveys = new Set(population.asked.questions.map(({ survey }) => survey));
        const [survey] = surveys;
        if (surveys.size > 1 || survey === undefined)
          throw new UserError('ONE_SURVEY', 'Drivers are questions of one survey: name it.', ['of', 'survey']);
        const versions = population.asked.questions.flatMap(({ versions: some }) => some);
        const scales = await findScales(context, survey, questions, versions);
        const drivers = questions.map((question, i) => ({ question, series: scales[i] as Scale }));
        const found = await readDrivers(context, population, drivers);
        return found.complete >= LOW_BASE || may(context.viewer, 'surveys:read') ? found : null;
      },
    }),
  );
}
