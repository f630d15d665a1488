import {
  type Builder,
  ConflictError,
  type GraphContext,
  inherited,
  NotFoundError,
  needs,
  ValidationError,
} from '#contract';
import { Customer } from '#entities';
import { type Act, checkInput } from '../rewards/acts.ts';
import { adjust } from '../rewards/adjust.ts';
import { redeem } from '../rewards/redeem.ts';
import { takeBack } from '../rewards/take-back.ts';
import { transfer } from '../rewards/transfer.ts';

const KEY = 'Idempotency key, unique for the customer, 1 to 200 characters: the same again does no more.';
const errors = [ValidationError, ConflictError, NotFoundError];

/** What customers get for points, and what is done to points by hand. */
export function acts(builder: Builder): void {
  const Redemption = builder.objectRef<Act>('PointsRedemption').implement({
    extensions: inherited,
    description: 'A reward that was redeemed.',
    fields: (t) => ({
      id: t.id({ description: 'The same for ever; give it to `reverseRedemption`.', resolve: ({ id }) => id }),
      programme: t.exposeString('programme', { description: 'Key of the programme.' }),
      reward: t.string({ description: 'Key of the reward.', resolve: ({ reward }) => reward ?? '' }),
      points: t.field({ type: 'Long', description: 'What it cost.', resolve: ({ points }) => points }),
      at: t.field({ type: 'DateTime', description: 'When it was redeemed.', resolve: ({ at }) => new Date(at) }),
      reversedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it was taken back; null: it stands.',
        resolve: ({ undoneAt }) => (undoneAt === null ? null : new Date(undoneAt)),
      }),
    }),
  });
  const success = (name: string, description: string) =>
    builder.objectRef<Act>(name).implement({
      extensions: inherited,
      description,
      fields: (t) => ({
        customer: t.field({
          extensions: needs('customers:read'),
          type: Customer,
          description: 'The customer as it is now.',
          resolve: ({ customerId }, _args, context) => context.customer(customerId),
        }),
      }),
    });
  const Redeemed = success('RedeemRewardSuccess', 'The reward is the customer’s.');
  const TakenBack = success('ReverseRedemptionSuccess', 'The points are back in the lots they came from.');
  const Transferred = success('TransferPointsSuccess', 'The points are the other customer’s.');
  const Adjusted = success('AdjustPointsSuccess', 'The points were given or taken.');
  for (const ref of [Redeemed, TakenBack])
    builder.objectField(ref, 'redemption', (t) =>
      t.field({ type: Redemption, description: 'The redemption.', resolve: (act) => act }),
    );

  const programme = { required: true, description: 'Key of the programme.' } as const;
  const key = { required: true, description: KEY } as const;
  const RedeemInput = builder.inputType('RedeemRewardInput', {
    description: 'Who wants which reward.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Whose points.' }),
      programme: t.string(programme),
      reward: t.string({ required: true, description: 'Key of the reward.' }),
      key: t.string(key),
    }),
  });
  const ReverseInput = builder.inputType('ReverseRedemptionInput', {
    description: 'Which redemption is taken back.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Whose redemption.' }),
      redemptionId: t.id({ required: true, description: 'Id of the redemption.' }),
    }),
  });
  const TransferInput = builder.inputType('TransferPointsInput', {
    description: 'Points that go from one customer to another.',
    fields: (t) => ({
      from: t.field({ type: 'CustomerReference', required: true, description: 'Who gives.' }),
      to: t.field({ type: 'CustomerReference', required: true, description: 'Who gets.' }),
      programme: t.string(programme),
      points: t.field({ type: 'Long', required: true, description: 'How many, at least 1.' }),
      key: t.string(key),
    }),
  });
  const AdjustInput = builder.inputType('AdjustPointsInput', {
    description: 'Points to give or to take by hand.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Whose points.' }),
      programme: t.string(programme),
      points: t.field({ type: 'Long', required: true, description: 'How many to give; below zero, to take.' }),
      reason: t.string({ required: true, description: 'Why, in 1 to 500 characters; kept with the adjustment.' }),
      key: t.string(key),
    }),
  });

  const result = (name: string) => ({
    types: errors,
    union: { name, description: 'Success, or why nothing was done.' },
    directResult: true as const,
  });
  builder.mutationFields((t) => ({
    redeemReward: t.field({
      extensions: needs('points:spend'),
      type: Redeemed,
      description: 'Spends points on a reward: those that expire soonest first.',
      errors: result('RedeemRewardResult'),
      args: { input: t.arg({ type: RedeemInput, required: true, description: 'Who, and which.' }) },
      resolve: async (_root, { input }, context) => {
        checkInput(input);
        const customerId = context.customerId(input.customer);
        return actOn(context, [customerId], (...on) => redeem(...on, { ...input, customerId }));
      },
    }),
    reverseRedemption: t.field({
      extensions: needs('points:spend'),
      type: TakenBack,
      description:
        'Takes a redemption back: its points return to the lots they came from, and expire when they would have.',
      errors: result('ReverseRedemptionResult'),
      args: { input: t.arg({ type: ReverseInput, required: true, description: 'Which.' }) },
      resolve: async (_root, { input }, context) => {
        const customerId = context.customerId(input.customer);
        const redemptionId = String(input.redemptionId);
        return actOn(context, [customerId], (...on) => takeBack(...on, { customerId, redemptionId }));
      },
    }),
    transferPoints: t.field({
      extensions: needs('points:spend'),
      type: Transferred,
      description: 'Transfers points to another customer; they expire when they would have.',
      errors: result('TransferPointsResult'),
      args: { input: t.arg({ type: TransferInput, required: true, description: 'From whom, to whom, how many.' }) },
      resolve: async (_root, { input }, context) => {
        checkInput(input, 'positive');
        const [customerId, otherId] = [context.customerId(input.from), context.customerId(input.to)];
        return actOn(context, [customerId, otherId], (...on) => transfer(...on, { ...input, customerId, otherId }));
      },
    }),
    adjustPoints: t.field({
      extensions: needs('points:adjust'),
      type: Adjusted,
      description: 'Gives or takes points by hand, with a reason.',
      errors: result('AdjustPointsResult'),
      args: { input: t.arg({ type: AdjustInput, required: true, description: 'Whose, how many, and why.' }) },
      resolve: async (_root, { input }, context) => {
        checkInput(input);
        const customerId = context.customerId(input.customer);
        return actOn(context, [customerId], (...on) => adjust(...on, { ...input, customerId }));
      },
    }),
  }));
}

/** Does it under the locks of these customers. */
const actOn = (context: GraphContext, ids: readonly string[], work: Parameters<GraphContext['act']>[1]): Promise<Act> =>
  context.act(ids, work) as Promise<Act>;
