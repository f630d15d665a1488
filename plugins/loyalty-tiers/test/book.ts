import { type Account, EMPTY, type Movement } from '../ledger/account.ts';
import { type Balance, balanceOf } from '../ledger/balance.ts';
import type { LedgerEvent, NewLot } from '../ledger/events.ts';
import { post } from '../ledger/post.ts';

export const DAY = 86_400_000;
export const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date);

/** An account and all that moved on it, in the words of a story. */
export class Book {
  account: Account = EMPTY;
  readonly movements: Movement[] = [];
  #count = 0;

  post(event: LedgerEvent): this {
    const { account, movements } = post(this.account, event);
    this.account = account;
    this.movements.push(...movements);
    return this;
  }

  earn(points: number, at: number, lot: Partial<NewLot> = {}): this {
    const id = `lot${this.#count++}`;
    const never = Number.POSITIVE_INFINITY;
    const made = { id, earnedAt: at, availableAt: at, expiresAt: never, source: id, base: 100, points, ...lot };
    return this.post({ type: 'earn', at, by: id, lots: [made] });
  }

  spend(points: number, at: number, by = `spend${this.#count++}`): this {
    return this.post({ type: 'take', reason: 'spend', points, at, by });
  }

  /** Puts back what was taken by something. */
  restore(of: string, at: number): this {
    const taken = this.movements.filter(({ by, kind }) => by === of && kind === 'spent');
    return this.post({ type: 'restore', taken, at, by: `${of} back` });
  }

  refund(source: string, amount: number, at: number): this {
    return this.post({ type: 'refund', source, amount, at, by: `refund ${source} ${amount}` });
  }

  pass(at: number): this {
    return this.post({ type: 'pass', at, by: '' });
  }

  get balance(): Balance {
    return balanceOf(this.account);
  }
}

export const book = (): Book => new Book();
