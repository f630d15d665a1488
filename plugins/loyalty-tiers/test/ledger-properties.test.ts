import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account, Movement, Side } from '../ledger/account.ts';
import { NotEnough } from '../ledger/post.ts';
import { Book, DAY, day } from './book.ts';

const START = day(2026, 1, 1);

/** One thing that happens; numbers choose among what is there at that moment. */
const happening = fc.record({
  wait: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((days) => days * DAY),
    fc.integer({ min: 0, max: DAY }),
  ),
  what: fc.constantFrom('earn', 'earn', 'earn', 'spend', 'spend', 'refund', 'restore', 'adjust', 'prolong', 'pass'),
  points: fc.integer({ min: 1, max: 1000 }),
  pending: fc.constantFrom(0, 0, 14, 30),
  lifetime: fc.constantFrom(30, 90, 365, Number.POSITIVE_INFINITY),
  late: fc.constantFrom(0, 0, 20, 100),
  pick: fc.nat(),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Lives through a story; `look` is asked after each thing that happened. */
function live(story: readonly Happening[], look: (book: Book, at: number) => void, every = 1): Book {
  const book = new Book();
  const restored = new Set<string>();
  let at = START;
  for (const [i, { wait, what, points, pending, lifetime, late, pick }] of story.entries()) {
    for (let part = 1; part < every; part++) book.pass(at + Math.floor((wait * part) / every));
    at += wait;
    const sources = book.account.lots.flatMap(({ source }) => source ?? []);
    const source = sources[pick % Math.max(1, sources.length)];
    const spends = [...new Set(book.movements.flatMap(({ kind, by }) => (kind === 'spent' && by ? by : [])))];
    const spend = spends.filter((one) => !restored.has(one))[0];
    if (what === 'earn') {
      const earnedAt = at - late * DAY;
      const expiresAt = earnedAt + Math.max(lifetime, pending + 1) * DAY;
      book.earn(points, at, {
        id: `e${i}`,
        source: `e${i}`,
        earnedAt,
        availableAt: earnedAt + pending * DAY,
        expiresAt,
      });
    } else if (what === 'spend') {
      try {
        book.spend(points, at, `s${i}`);
      } catch (error) {
        expect(error).toBeInstanceOf(NotEnough);
        expect((error as NotEnough).available).toBeLessThan(points);
      }
    } else if (what === 'refund' && source) {
      book.refund(source, (points % 60) + 1, at);
    } else if (what === 'restore' && spend) {
      restored.add(spend);
      book.restore(spend, at);
    } else if (what === 'adjust') {
      const never = Number.POSITIVE_INFINITY;
      const lot = { id: `a${i}`, earnedAt: at, availableAt: at, expiresAt: never, source: null, base: 0, points };
      book.post({ type: 'adjust', lot, at, by: `a${i}` });
    } else if (what === 'prolong') book.post({ type: 'prolong', expiresAt: at + 30 * DAY, at, by: `p${i}` });
    else book.pass(at);
    look(book, at);
  }
  return book.pass(at);
}

const story = fc.array(happening, { maxLength: 40 });

/** What lies on a side by the books alone. */
const sideOf = (movements: readonly Movement[], side: Side, lot?: string): number =>
  movements
    .filter((one) => lot === undefined || one.lot === lot)
    .reduce((sum, { from, to, points }) => sum + (to === side ? points : 0) - (from === side ? points : 0), 0);

const remainingIn = ({ lots, passedTo }: Account, pending: boolean): number =>
  lots
    .filter(({ availableAt }) => availableAt > passedTo === pending)
    .reduce((sum, { remaining }) => sum + remaining, 0);

it('every balance is the sum of its lots and of its movements, after whatever happened', () => {
  fc.assert(
    fc.property(story, (list) => {
      live(list, ({ account, movements, balance }) => {
        expect(balance.available).toBe(remainingIn(account, false));
        expect(balance.pending).toBe(remainingIn(account, true));
        expect(sideOf(movements, 'available')).toBe(balance.available);
        expect(sideOf(movements, 'pending')).toBe(balance.pending);
        expect(sideOf(movements, 'debt') + balance.debt).toBe(0);
        for (const lot of account.lots) {
          const { points, remaining, spent, expired, reversed, returned } = lot;
          expect(remaining + spent + expired + reversed).toBe(points);
          expect(sideOf(movements, 'available', lot.id) + sideOf(movements, 'pending', lot.id)).toBe(remaining);
          for (const part of [remaining, spent, expired, reversed, returned]) expect(part).toBeGreaterThanOrEqual(0);
          expect(returned).toBeLessThanOrEqual(points);
        }
        // what is owed is paid as soon as it can be
        expect(Math.min(balance.debt, balance.available)).toBe(0);
      });
    }),
    { numRuns: 600 },
  );
});

it('nothing is spent that had expired or was pending, and nothing that could be spent outlives its end', () => {
  fc.assert(
    fc.property(story, (list) => {
      const { account, movements } = live(list, ({ account: { lots, passedTo } }) => {
        for (const { remaining, expiresAt } of lots) if (expiresAt <= passedTo) expect(remaining).toBe(0);
      });
      const lots = new Map(account.lots.map((lot) => [lot.id, lot]));
      for (const { kind, lot, at } of movements) {
        const { availableAt, expiresAt } = lots.get(lot) as Account['lots'][number];
        if (kind !== 'spent' && kind !== 'repaid' && kind !== 'sent') continue;
        expect(at).toBeGreaterThanOrEqual(availableAt);
        // whoever prolonged it afterwards only made the end later
        expect(at).toBeLessThan(expiresAt);
      }
    }),
    { numRuns: 600 },
  );
});

it('it makes no difference how often anybody looks, and the same story gives the same books', () => {
  fc.assert(
    fc.property(story, (list) => {
      const once = live(list, () => {});
      expect(live(list, () => {})).toEqual(once);
      const often = live(list, () => {}, 5);
      expect(often.movements).toEqual(once.movements);
      expect(often.account).toEqual(once.account);
    }),
    { numRuns: 300 },
  );
});

it('what is spent and put back at once leaves every lot as it was', () => {
  fc.assert(
    fc.property(story, fc.integer({ min: 1, max: 500 }), (list, points) => {
      let at = START;
      const book = live(list, (_book, now) => {
        at = now;
      });
      book.pass(at);
      const before = book.account;
      if (book.balance.available < points) return;
      book.spend(points, at, 'tried');
      expect(book.balance.available).toBe(before.lots.length === 0 ? 0 : remainingIn(before, false) - points);
      expect(book.restore('tried', at).account).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

it('many partial refunds take back exactly what one does, and a full one everything', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
  const lots = fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(lots, parts, fc.integer({ min: 0, max: 2000 }), (points, steps, wished) => {
      const start = () => {
        const book = new Book();
        for (const each of points) book.earn(each, START, { source: 'order' });
        const spend = Math.min(wished, book.balance.available);
        return spend > 0 ? book.spend(spend, START) : book;
      };
      const [many, one] = [start(), start()];
      for (const step of steps) many.refund('order', step, START + DAY);
      const of = Math.min(
        100,
        steps.reduce((a, b) => a + b),
      );
      one.refund('order', of, START + DAY);
      const back = (book: Book) => sideOf(book.movements, 'reversed');
      expect(back(many)).toBe(back(one));
      const total = points.reduce((a, b) => a + b, 0);
      expect(back(many)).toBe(Math.floor((total * of) / 100));
      many.refund('order', 100, START + 2 * DAY);
      expect(back(many)).toBe(total);
      expect(many.balance).toMatchObject({ available: 0, debt: Math.min(wished, total) });
    }),
    { numRuns: 500 },
  );
});
