import type { Account, Lot, Movement, MovementKind, Posted, Side } from './account.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A lot that is being worked on. */
export type OpenLot = Writable<Lot>;

/** The order in which points are spent: soonest to expire, then oldest; the id only makes it one order. */
const spendingOrder = (a: Lot, b: Lot): number =>
  a.expiresAt - b.expiresAt || a.earnedAt - b.earnedAt || (a.id < b.id ? -1 : 1) || 0;

/** An account that is being worked on: what it was made from stays as it is. */
export class Draft {
  readonly lots: OpenLot[];
  readonly movements: Movement[] = [];
  debt: number;
  passedTo: number;

  constructor({ lots, debt, passedTo }: Account) {
    this.lots = lots.map((lot) => ({ ...lot }));
    this.debt = debt;
    this.passedTo = passedTo;
  }

  move(kind: MovementKind, lot: Lot, from: Side, to: Side, points: number, at: number, by: string | null): void {
    if (points > 0) this.movements.push({ at, kind, lot: lot.id, from, to, points, by });
  }

  /** Where the points of a lot lie that remain. */
  sideOf({ availableAt }: Lot): 'pending' | 'available' {
    return availableAt > this.passedTo ? 'pending' : 'available';
  }

  /** Lots with points that can be spent now, in the order of spending. */
  spendable(): OpenLot[] {
    return this.lots
      .filter((lot) => lot.remaining > 0 && lot.availableAt <= this.passedTo && lot.expiresAt > this.passedTo)
      .sort(spendingOrder);
  }

  /** Takes points out of lots, in the order of spending; gives what could not be taken. */
  take(points: number, each: (lot: OpenLot, points: number) => void): number {
    let left = points;
    for (const lot of this.spendable()) {
      if (left === 0) return 0;
      const taken = Math.min(left, lot.remaining);
      lot.remaining -= taken;
      left -= taken;
      each(lot, taken);
    }
    return left;
  }

  /** Pays what is owed as far as there are points to spend. */
  repay(at: number): void {
    if (this.debt === 0) return;
    this.debt = this.take(this.debt, (lot, points) => {
      lot.spent += points;
      this.move('repaid', lot, 'available', 'debt', points, at, null);
    });
  }

  posted(): Posted {
    const { lots, debt, passedTo, movements } = this;
    return { account: { lots, debt, passedTo }, movements };
  }
}
