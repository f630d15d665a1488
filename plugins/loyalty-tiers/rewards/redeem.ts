import { type KeeperTransaction, type LockedCustomer, NotFoundError } from '#contract';
import { NotEnough } from '../ledger/post.ts';
import { closeBooks } from '../points/close-books.ts';
import { openBooks } from '../points/open-books.ts';
import { type Act, fault, findAct, newAct, present, writeAct } from './acts.ts';
import { programmeOf } from './programme-of.ts';
import { phrases } from './words.ts';

/** Which reward is wanted. */
export interface Redemption {
  readonly customerId: string;
  readonly programme: string;
  readonly reward: string;
  readonly key: string;
}

/** Spends points on a reward, under the customer's lock; the same key again gives the same redemption. */
export async function redeem(
  tx: KeeperTransaction,
  customers: readonly LockedCustomer[],
  { customerId, programme: name, reward: wanted, key }: Redemption,
): Promise<Act> {
  const customer = present(customers, customerId);
  const wish = { customerId, key, kind: 'redeem', programme: name, reward: wanted } as const;
  const done = await findAct(tx, wish);
  if (done) return done;
  const { programme } = programmeOf(customer, name);
  const reward = programme.rewards?.find((one) => one.key === wanted);
  if (!reward) throw new NotFoundError(phrases.unknownReward({ programme: name, reward: wanted }), ['reward']);
  const { points } = reward;
  if (!customer.meets(programme.members)) throw fault('customer', 'NOT_A_MEMBER', phrases.notMember());
  if (reward.when && !customer.meets(reward.when)) throw fault('reward', 'NOT_FOR_CUSTOMER', phrases.notForCustomer());
  const { perCustomer } = reward;
  if (perCustomer !== undefined && (await countOf(tx, wish)) >= perCustomer)
    throw fault('reward', 'HAD_ENOUGH', phrases.enough({ most: perCustomer }));
  const act = { ...newAct(wish, points, customer.now), fromStock: reward.stock !== undefined };
  const books = await openBooks(tx, [customerId]);
  spend(
    () =>
      books
        .page({ customerId, programme: name, purse: 'points' })
        .post({ type: 'take', reason: 'spend', points, at: act.at, by: act.id }, { subject: wanted }),
    points,
  );
  if (reward.stock !== undefined && !(await takeFromStock(tx, name, wanted, reward.stock)))
    throw fault('reward', 'SOLD_OUT', phrases.soldOut());
  closeBooks(tx, books, false);
  await writeAct(tx, act);
  return act;
}

/** How many of the reward the customer has; under its lock nobody else redeems for it. */
async function countOf(
  tx: KeeperTransaction,
  { customerId, programme, reward }: Omit<Redemption, 'key'>,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'loyalty-count-redeemed',
    `select count(*)::int as count from loyalty_tiers_act
      where customer_id = $1 and kind = 'redeem' and programme = $2 and reward = $3 and undone_at is null`,
    [customerId, programme, reward],
  );
  return row?.count ?? 0;
}

/** Posts something that takes points; says so when there are too few. */
export function spend(post: () => void, points: number): void {
  try {
    post();
  } catch (error) {
    if (!(error instanceof NotEnough)) throw error;
    throw fault('points', 'NOT_ENOUGH_POINTS', phrases.notEnough({ available: error.available, points }));
  }
}

/** Takes one from the stock, unless all are taken; who does waits for others who are at it. */
async function takeFromStock(
  tx: KeeperTransaction,
  programme: string,
  reward: string,
  stock: number,
): Promise<boolean> {
  if (stock === 0) return false;
  const taken = await tx.query(
    'loyalty-take-from-stock',
    `insert into loyalty_tiers_stock (programme, reward, taken) values ($1, $2, 1)
     on conflict (programme, reward) do update set taken = loyalty_tiers_stock.taken + 1
      where loyalty_tiers_stock.taken < $3 returning taken`,
    [programme, reward, stock],
  );
  return taken.length > 0;
}
