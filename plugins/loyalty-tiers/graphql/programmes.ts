import { type Builder, type GraphContext, inherited, needs, type PossibleOutcome } from '#contract';
import type { Reward } from '../programme/document.ts';
import { PROGRAMMES } from '../programme/document.ts';
import type { ProgrammeData } from '../programme/kind.ts';
import { vintages } from './vintages.ts';

/** A reward of a programme. */
interface Offered {
  readonly programme: string;
  readonly reward: Omit<Reward, 'when'>;
}

const KINDS: Readonly<Record<Reward['kind'], string>> = {
  discount: 'Something costs less.',
  privilege: 'A right that others do not have, such as to buy first.',
  gift: 'A thing.',
  rebate: 'Money back.',
  content: 'Something to read, watch or learn.',
};

const dataOf = ({ data }: PossibleOutcome): ProgrammeData => data as ProgrammeData;

/** `Query.pointsProgrammes`: the programmes that are published, and what is to be had for points. */
export function programmes(builder: Builder): void {
  const Kind = builder.enumType('RewardKind', {
    description: 'What kind of reward.',
    values: Object.fromEntries(
      Object.entries(KINDS).map(([value, description]) => [value.toUpperCase(), { value, description }]),
    ),
  });
  const RewardRef = builder.objectRef<Offered>('PointsReward').implement({
    extensions: inherited,
    description: 'Something that is to be had for points.',
    fields: (t) => ({
      key: t.string({ description: 'Key of the reward.', resolve: ({ reward }) => reward.key }),
      title: t.string({ description: 'Title of the reward.', resolve: ({ reward }) => reward.title }),
      kind: t.field({ type: Kind, description: 'What kind of reward.', resolve: ({ reward }) => reward.kind }),
      points: t.field({ type: 'Long', description: 'What it costs.', resolve: ({ reward }) => reward.points }),
      description: t.string({
        nullable: true,
        description: 'More about it.',
        resolve: ({ reward }) => reward.description,
      }),
      left: t.field({
        type: 'Long',
        nullable: true,
        description: 'How many are left; null: as many as are wanted.',
        resolve: async ({ programme, reward }, _args, context) =>
          reward.stock === undefined
            ? null
            : Math.max(0, reward.stock - (await takenOf(context, programme, reward.key))),
      }),
    }),
  });
  const Programme = builder.objectRef<PossibleOutcome>('PointsProgramme');
  Programme.implement({
    extensions: needs('customers:read', 'rules:read'),
    description: 'A points programme that is published.',
    fields: (t) => ({
      key: t.exposeString('ruleSet', { description: 'Key of the programme.' }),
      title: t.exposeString('title', { description: 'Title of the programme.' }),
      transfers: t.boolean({
        description: 'Whether points can be transferred.',
        resolve: (programme) => dataOf(programme).transfers ?? false,
      }),
      rewards: t.field({
        type: [RewardRef],
        description: 'What is to be had for points, in the order of the programme.',
        resolve: (programme) => dataOf(programme).rewards.map((reward) => ({ programme: programme.ruleSet, reward })),
      }),
    }),
  });
  vintages(builder, Programme);
  builder.queryField('pointsProgrammes', (t) =>
    t.field({
      extensions: needs('customers:read', 'rules:read'),
      type: [Programme],
      description: 'The points programmes that are published.',
      resolve: async (_root, _args, context) => [...(await context.possibleOutcomes(PROGRAMMES))],
    }),
  );
}

/** How many of a reward were redeemed and not taken back; read once for an answer. */
const takenOf = (context: GraphContext, programme: string, reward: string): Promise<number> =>
  context.batch
    .of<string, number>('loyalty:stock', async (names) => {
      const rows = await context.query<{ name: string; taken: number }>(
        'loyalty-stock',
        `select programme || ' ' || reward as name, taken::float8 from loyalty_tiers_stock
          where programme || ' ' || reward = any($1::text[])`,
        [names],
      );
      const found = new Map(rows.map(({ name, taken }) => [name, taken]));
      return names.map((name) => found.get(name) ?? 0);
    })
    .load(`${programme} ${reward}`);
