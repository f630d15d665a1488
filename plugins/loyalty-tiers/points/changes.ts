import { defineChange, type KeptChange, type PublishedRuleSet } from '#contract';
import type { MovementKind } from '../ledger/account.ts';
import { balanceOf } from '../ledger/balance.ts';
import type { Entry, Page } from './books.ts';

const programme = { name: 'programme', description: 'Key of the programme.' };
const balance = { name: 'balance', description: 'Points to spend now, as a whole number in digits.' };
const details = {
  points: { type: 'text', description: 'How many points, as a whole number in digits.' },
  reason: {
    type: 'text',
    description: 'EARNED, RECEIVED, ADJUSTED, RESTORED, SPENT, SENT, EXPIRED, REVERSED or CLAWED_BACK.',
  },
} as const;

const PointsEarned = defineChange({
  type: 'points.earned',
  name: 'PointsEarned',
  description: 'A customer got points; they may be pending at first.',
  fields: { key: programme, to: balance },
  details: { ...details, pending: { type: 'text', description: 'Points that are pending now, in digits.' } },
});
const PointsSpent = defineChange({
  type: 'points.spent',
  name: 'PointsSpent',
  description: 'A customer gave points away: for a reward, to somebody else, or by hand.',
  fields: { key: programme, to: balance },
  details,
});
const PointsExpired = defineChange({
  type: 'points.expired',
  name: 'PointsExpired',
  description: 'Points of a customer expired.',
  fields: { key: programme, to: balance },
  details,
});
const PointsReversed = defineChange({
  type: 'points.reversed',
  name: 'PointsReversed',
  description: 'What had earned points was given back: points are taken back, or owed when they were spent.',
  fields: { key: programme, to: balance },
  details: { ...details, owed: { type: 'text', description: 'Points that are owed now, in digits.' } },
});
const RewardRedeemed = defineChange({
  type: 'reward.redeemed',
  name: 'RewardRedeemed',
  description: 'A customer redeemed a reward: hand it out.',
  fields: { key: { name: 'reward', description: 'Key of the reward.' } },
  details: {
    programme: { type: 'text', description: 'Key of the programme.' },
    points: { type: 'text', description: 'How many points it cost, in digits.' },
    redemption: { type: 'text', description: 'Id of the redemption, the same for ever.' },
  },
});

export const pointsChanges = [PointsEarned, PointsSpent, PointsExpired, PointsReversed, RewardRedeemed];

const TYPES: Partial<Record<MovementKind, string>> = {
  earned: PointsEarned.type,
  received: PointsEarned.type,
  restored: PointsEarned.type,
  spent: PointsSpent.type,
  sent: PointsSpent.type,
  expired: PointsExpired.type,
  reversed: PointsReversed.type,
  clawedBack: PointsReversed.type,
};

const typeOf = ({ kind, from }: Entry): string | undefined =>
  kind === 'adjusted' ? (from === 'adjusted' ? PointsEarned.type : PointsSpent.type) : TYPES[kind];

const constant = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/**
 * What is told of entries of an account: one change for all that one thing moved in one way, in the order in which it
 * did, each with the balance that there is in the end.
 */
export function changesOf({ key, account }: Page, entries: readonly Entry[], ruleSet?: PublishedRuleSet): KeptChange[] {
  if (key.purse !== 'points') return [];
  const { available, pending, debt } = balanceOf(account);
  const by = ruleSet ? { ruleSet } : {};
  const groups = Map.groupBy(
    entries.filter((entry) => typeOf(entry)),
    (entry) => `${entry.kind} ${entry.at} ${entry.by} ${entry.from === 'adjusted'}`,
  );
  return [...groups.values()].flatMap((group): KeptChange[] => {
    const [first] = group as [Entry];
    const type = typeOf(first) as string;
    const points = String(group.reduce((sum, entry) => sum + entry.points, 0));
    const said = { points, reason: constant(first.kind) };
    const more = {
      [PointsEarned.type]: { ...said, pending: String(pending) },
      [PointsReversed.type]: { ...said, owed: String(debt) },
    }[type];
    const change = { type, key: key.programme, from: null, to: String(available), ...by, details: more ?? said };
    if (first.kind !== 'spent' || first.subject === null) return [change];
    const redeemed = { programme: key.programme, points, redemption: first.by ?? '' };
    return [change, { type: RewardRedeemed.type, key: first.subject, from: null, to: null, ...by, details: redeemed }];
  });
}
