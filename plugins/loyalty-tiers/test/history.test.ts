import fc from 'fast-check';
import { expect, it } from 'vitest';
import { publish } from '../../../test/support/road.ts';
import { NotEnough } from '../ledger/post.ts';
import { checkBooks } from '../points/check-books.ts';
import type { Programme } from '../programme/document.ts';
import { redeem } from '../rewards/redeem.ts';
import { takeBack } from '../rewards/take-back.ts';
import { book } from './book.ts';
import { buy, customerIdOf, DAY, giveBack, START, setting, stars } from './setting.ts';

const { rewards: _, ...plain } = stars;
const rewards: NonNullable<Programme['rewards']> = [{ key: 'pen', title: 'Pen', kind: 'gift', points: 7 }];
const own = await setting({ stars: { ...plain, rewards } });

const step = fc.record({
  pass: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 100, max: 400 })).map((days) => days * DAY),
  what: fc.constantFrom('buy', 'buy', 'back', 'redeem', 'redeem', 'undo', 'sweep', 'rules'),
  euros: fc.integer({ min: 1, max: 60 }),
  late: fc.constantFrom(0, 0, 10, 30),
});
let run = 0;
/** Points for a euro, by the version that is published. */
let rate = 1;

/** Publishes the programme with another rate: what was earned before stays as it is. */
async function changeRules(): Promise<void> {
  rate = 3 - rate;
  const [rule] = plain.earn as [Programme['earn'][0]];
  const earn = [{ ...rule, points: { field: 'amount', every: 100, give: rate } }];
  await publish(own.road, 'stars', 'loyalty-points', { ...plain, rewards, earn });
}

/** By how much what a customer has became more at each instant; which of two lots alike was spent makes no difference. */
const movesOf = (who: string): Promise<object[]> =>
  own.database.query(
    'moves-of',
    `select purse, at, side, sum(v.points)::float8 as points from loyalty_tiers_entry e
       cross join lateral (values (e.to_side, e.points), (e.from_side, -e.points)) as v(side, points)
      where customer_id = $1 and side in ('available', 'pending', 'debt')
      group by 1, 2, 3 having sum(v.points) <> 0 order by 1, 2, 3`,
    [customerIdOf(who)],
  );

it('what the database keeps after any history is what the pure ledger says of it, and the books agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (list) => {
      const who = `run${run++}`;
      // lives through the same, and is left alone by the sweeper until the end
      const twin = `${who}-twin`;
      const pure = book();
      const done: { by: string; ids: string[] }[] = [];
      const bought: { key: string; left: number }[] = [];
      let at = START;
      await own.record(at, buy(who, 'first', 0, at), buy(twin, 'first', 0, at));
      for (const [i, { pass, what, euros, late }] of list.entries()) {
        at += pass;
        const purchase = bought.find(({ left }) => left > 0);
        if (what === 'buy') {
          const earnedAt = at - late * DAY;
          const { year, month, date } = dateOf(earnedAt);
          await own.record(at, buy(who, `${i}`, euros, earnedAt), buy(twin, `${i}`, euros, earnedAt));
          pure.earn(euros * rate, at, {
            ...{ source: `${i}`, base: euros * 100, earnedAt, availableAt: earnedAt + 14 * DAY },
            expiresAt: Date.UTC(year + 1, month, date),
          });
          bought.push({ key: `${i}`, left: euros });
        } else if (what === 'back' && purchase) {
          const part = Math.min(purchase.left, Math.ceil(euros / 3));
          purchase.left -= part;
          const back = [who, twin].map((one) => ({ ...giveBack(one, purchase.key, part, at), key: `${i}` }));
          await own.record(at, ...back);
          pure.refund(purchase.key, part * 100, at);
        } else if (what === 'redeem') {
          const ids = await Promise.all([who, twin].map((one) => redeemed(one, `${i}`, at)));
          try {
            pure.spend(7, at, `${i}`);
            done.push({ by: `${i}`, ids: ids.map((id) => id ?? 'was refused') });
          } catch (error) {
            if (!(error instanceof NotEnough)) throw error;
            expect(ids).toEqual([undefined, undefined]);
          }
        } else if (what === 'undo' && done.length > 0) {
          const { by, ids } = done.pop() as (typeof done)[0];
          for (const [j, one] of [who, twin].entries()) await taken(one, ids[j] as string, at);
          pure.restore(by, at);
        } else if (what === 'rules') await changeRules();
        else if (what === 'sweep') {
          await own.road.settle({ activities: [], customerIds: [customerIdOf(who)], now: at });
          pure.pass(at);
        }
      }
      await own.sweep(at);
      pure.pass(at);
      expect(await movesOf(twin)).toEqual(await movesOf(who));
      const { available, pending, debt, expiringSoon, nextExpiryAt } = pure.balance;
      expect(await own.values(who)).toMatchObject({
        ...{ pointsBalance: available, pointsPending: pending, pointsOwed: debt },
        ...{
          pointsExpiringNext30Days: expiringSoon,
          nextPointsExpiryAt: Number.isFinite(nextExpiryAt) ? nextExpiryAt : NaN,
        },
      });
    }),
    { numRuns: 60 },
  );
  expect(await checkBooks(own.database)).toEqual([]);
}, 300_000);

const redeemed = (who: string, key: string, at: number): Promise<string | undefined> => {
  const wish = { customerId: customerIdOf(who), programme: 'stars', reward: 'pen', key };
  return own
    .act([who], at, (tx, customers) => redeem(tx, customers, wish))
    .then(
      ({ id }) => id,
      () => undefined,
    );
};

const taken = (who: string, redemptionId: string, at: number): Promise<unknown> =>
  own.act([who], at, (tx, customers) => takeBack(tx, customers, { customerId: customerIdOf(who), redemptionId }));

function dateOf(at: number): { year: number; month: number; date: number } {
  const day = new Date(at);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth(), date: day.getUTCDate() };
}
