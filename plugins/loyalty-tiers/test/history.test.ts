import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NotEnough } from '../ledger/post.ts';
import { checkBooks } from '../points/check-books.ts';
import { redeem } from '../rewards/redeem.ts';
import { book } from './book.ts';
import { buy, customerIdOf, DAY, giveBack, START, setting, stars } from './setting.ts';

const { rewards: _, ...plain } = stars;
const own = await setting({ stars: { ...plain, rewards: [{ key: 'pen', title: 'Pen', kind: 'gift', points: 7 }] } });

const step = fc.record({
  pass: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 100, max: 400 })).map((days) => days * DAY),
  what: fc.constantFrom('buy', 'buy', 'back', 'redeem', 'sweep', 'nothing'),
  euros: fc.integer({ min: 1, max: 60 }),
  late: fc.constantFrom(0, 0, 10, 30),
});
let run = 0;

it('what the database keeps after any history is what the pure ledger says of it, and the books agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (list) => {
      const who = `run${run++}`;
      const pure = book();
      const bought: { key: string; left: number }[] = [];
      let at = START;
      await own.record(at, buy(who, 'first', 0, at));
      for (const [i, { pass, what, euros, late }] of list.entries()) {
        at += pass;
        const purchase = bought.find(({ left }) => left > 0);
        if (what === 'buy') {
          const earnedAt = at - late * DAY;
          const { year, month, date } = dateOf(earnedAt);
          await own.record(at, buy(who, `${i}`, euros, earnedAt));
          pure.earn(euros, at, {
            ...{ source: `${i}`, base: euros * 100, earnedAt, availableAt: earnedAt + 14 * DAY },
            expiresAt: Date.UTC(year + 1, month, date),
          });
          bought.push({ key: `${i}`, left: euros });
        } else if (what === 'back' && purchase) {
          const part = Math.min(purchase.left, Math.ceil(euros / 3));
          purchase.left -= part;
          await own.record(at, { ...giveBack(who, purchase.key, part, at), key: `${i}` });
          pure.refund(purchase.key, part * 100, at);
        } else if (what === 'redeem') {
          const wish = { customerId: customerIdOf(who), programme: 'stars', reward: 'pen', key: `${i}` };
          const done = await own.act([who], at, (tx, customers) => redeem(tx, customers, wish)).catch(() => undefined);
          try {
            pure.spend(7, at);
            expect(done).toBeDefined();
          } catch (error) {
            if (!(error instanceof NotEnough)) throw error;
            expect(done).toBeUndefined();
          }
        } else if (what === 'sweep') await own.sweep(at);
        else continue;
        if (what === 'sweep') pure.pass(at);
      }
      await own.sweep(at);
      pure.pass(at);
      const { available, pending, debt, expiringSoon, nextExpiryAt } = pure.balance;
      expect(await own.values(who)).toMatchObject({
        ...{ pointsBalance: available, pointsPending: pending, pointsOwed: debt },
        ...{
          pointsExpiringNext30Days: expiringSoon,
          nextPointsExpiryAt: Number.isFinite(nextExpiryAt) ? nextExpiryAt : NaN,
        },
      });
    }),
    { numRuns: 80 },
  );
  expect(await checkBooks(own.database)).toEqual([]);
}, 300_000);

function dateOf(at: number): { year: number; month: number; date: number } {
  const day = new Date(at);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth(), date: day.getUTCDate() };
}
