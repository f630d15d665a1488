import { type Builder, type Difference, type GraphContext, inherited, perGroup } from '#contract';
import { type Asked, readExperiments } from '../performance/read-experiments.ts';
import { type ArmFigures, type ExperimentFigures, NO_UPLIFT, type Uplift } from '../performance/uplift.ts';
import type { OfferSet } from './offer-sets.ts';
import { valuesOf } from './words.ts';

interface Told extends Asked, ExperimentFigures {
  readonly holdout: number;
}

/** A value with its interval at 95 %. */
type Between = Readonly<Record<'value' | 'low' | 'high', number>>;

const between = ({ value, interval: { low, high } }: Difference): Between => ({ value, low, high });

/** `OfferSet.experiment`: what offers do, by those who are made none. */
export function experiments(builder: Builder, SetRef: ReturnType<typeof builder.objectRef<OfferSet>>): void {
  const Arm = builder.objectRef<ArmFigures>('OfferArm').implement({
    extensions: inherited,
    description:
      'Customers of an arm. They count from when they were eligible for an offer first, whether or not it was made.',
    fields: (t) => ({
      customers: t.field({ type: 'Long', description: 'How many.', resolve: ({ customers }) => customers }),
      won: t.field({ type: 'Long', description: 'How many were won.', resolve: ({ won }) => won }),
      share: t.float({
        nullable: true,
        description: 'The share that was won; null: there are none.',
        resolve: ({ customers, won }) => (customers === 0 ? null : won / customers),
      }),
      meanSpend: t.float({
        nullable: true,
        description: 'What each brought on average, in minor units; null: what counts brings no money.',
        resolve: ({ spend }) => spend?.mean ?? null,
      }),
    }),
  });
  const BetweenRef = builder.objectRef<Between>('OfferDifference').implement({
    extensions: inherited,
    description: 'A difference, and where the true one lies with a probability of 95 %.',
    fields: (t) => ({
      value: t.exposeFloat('value', { description: 'The difference.' }),
      low: t.exposeFloat('low', { description: 'The lower end of the interval.' }),
      high: t.exposeFloat('high', { description: 'The upper end of the interval.' }),
    }),
  });
  const UpliftRef = builder.objectRef<Uplift>('OfferUplift').implement({
    extensions: inherited,
    description: 'What offers do: customers who may be made offers, against those who are held out.',
    fields: (t) => ({
      share: t.field({
        type: BetweenRef,
        description: 'How much larger the share won is, as a fraction; the interval is Newcombe’s.',
        resolve: ({ difference }) => between(difference),
      }),
      p: t.float({
        nullable: true,
        description: 'How probable a difference as large as this is, either way, when offers do nothing.',
        resolve: ({ difference }) => difference.p,
      }),
      lift: t.field({
        type: BetweenRef,
        nullable: true,
        description: 'The same in parts of the share of those held out, after Katz; null: one of the shares is none.',
        resolve: ({ lift }) => lift,
      }),
      spend: t.field({
        type: BetweenRef,
        nullable: true,
        description: 'How much more each brought, in minor units, after Welch; null: what counts brings no money.',
        resolve: ({ spend }) => spend && between(spend),
      }),
      lowBase: t.exposeBoolean('lowBase', {
        description: 'Whether fewer than 10 were won, or not won, in an arm: then it says little.',
      }),
    }),
  });
  const NoUplift = builder.enumType('NoOfferUpliftReason', {
    description: 'Why there is no uplift to tell.',
    values: valuesOf(NO_UPLIFT),
  });
  const Experiment = builder.objectRef<Told>('OfferExperiment').implement({
    extensions: inherited,
    description: 'Who is made no offers so that it is seen what offers do.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the draw; rule sets with the same key share it.' }),
      holdout: t.exposeFloat('holdout', { description: 'The share that is held out.' }),
      wonBy: t.string({ description: 'The kind of activity that counts.', resolve: ({ won }) => won.by }),
      withinDays: t.int({ description: 'How long after the draw it counts.', resolve: ({ won }) => won.withinDays }),
      offered: t.field({ type: Arm, description: 'Who may be made offers.', resolve: ({ offered }) => offered }),
      heldOut: t.field({ type: Arm, description: 'Who is held out.', resolve: ({ heldOut }) => heldOut }),
      sampleRatioP: t.float({
        nullable: true,
        description:
          'How probable arms are that differ in size from the plan as much as these; null: nobody was drawn yet.',
        resolve: ({ sampleRatio }) => sampleRatio?.p ?? null,
      }),
      uplift: t.field({
        type: UpliftRef,
        nullable: true,
        description: 'What offers do; null with `noUplift` where it cannot be told.',
        resolve: ({ uplift }) => uplift,
      }),
      noUplift: t.field({
        type: NoUplift,
        nullable: true,
        description: 'Why there is no uplift.',
        resolve: ({ noUplift }) => noUplift,
      }),
      neededInEachArm: t.float({
        nullable: true,
        description:
          'How many customers each arm needs to show such a lift at 5 %; null: nobody who is held out was won yet, or the ' +
          'lift leads beyond everybody.',
        args: {
          lift: t.arg.float({ required: true, defaultValue: 0.1, description: 'In parts of the share held out: 0.1.' }),
          power: t.arg.float({ required: true, defaultValue: 0.8, description: 'How surely, from 0.5 to 0.99.' }),
        },
        resolve: ({ heldOut: { customers, won } }, { lift, power }) => {
          const [share, other] = [won / customers, (won / customers) * (1 + lift)];
          const told = share > 0 && other >= 0 && other <= 1 && lift !== 0 && power >= 0.5 && power <= 0.99;
          return told ? Math.ceil(perGroup(share, other, 0.05, power)) : null;
        },
      }),
    }),
  });
  builder.objectField(SetRef, 'experiment', (t) =>
    t.field({
      type: Experiment,
      nullable: true,
      complexity: 200,
      description: 'What its offers do; null: nobody is held out.',
      resolve: async ({ key, data: { experiment } }, _args, context) => {
        if (!experiment) return null;
        const asked = { key: experiment.key ?? key, won: experiment.won };
        return { ...asked, holdout: experiment.holdout, ...(await figuresOf(context, asked)) };
      },
    }),
  );
}

/** The figures of an experiment; those of one answer are read together. */
const figuresOf = (context: GraphContext, { key, won: { by, withinDays } }: Asked): Promise<ExperimentFigures> =>
  context.batch
    .of<string, ExperimentFigures>('offers:experiments', (names) =>
      readExperiments(
        context,
        names.map((name) => JSON.parse(name) as Asked),
      ),
    )
    .load(JSON.stringify({ key, won: { by, withinDays } }));
