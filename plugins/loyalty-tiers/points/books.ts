import type { RoadTransaction } from '#contract';
import { type Account, EMPTY, type Movement, type Purse } from '../ledger/account.ts';
import type { LedgerEvent } from '../ledger/events.ts';
import { post } from '../ledger/post.ts';

/** Where an account is kept. */
export interface AccountKey {
  readonly customerId: string;
  readonly programme: string;
  readonly purse: Purse;
}

/** A movement as it is appended. */
export interface Entry extends Movement {
  readonly seq: number;
  /** What was redeemed. */
  readonly subject: string | null;
  readonly versionId: string | null;
}

/** What a posting is for, besides the event. */
export interface Because {
  readonly subject?: string;
  readonly versionId?: string;
}

/** An account and its page in the books: what the database holds, and what was posted since. */
export class Page {
  readonly key: AccountKey;
  readonly before: Account;
  /** The last entry that the database has, and the last that was told. */
  readonly stored: number;
  readonly told: number;
  account: Account;
  readonly entries: Entry[] = [];

  constructor(key: AccountKey, account: Account = EMPTY, stored = 0, told = 0) {
    this.key = key;
    this.before = account;
    this.account = account;
    this.stored = stored;
    this.told = told;
  }

  post(event: LedgerEvent, { subject, versionId }: Because = {}): void {
    const { account, movements } = post(this.account, event);
    this.adopt(
      account,
      movements,
      event.type === 'pass' ? {} : { ...(subject && { subject }), ...(versionId && { versionId }) },
    );
  }

  /** Takes over what was posted elsewhere. */
  adopt(account: Account, movements: readonly Movement[], { subject, versionId }: Because = {}): void {
    for (const movement of movements) {
      const seq = this.seq + 1;
      // time moves points for no version and nobody
      const own = movement.by === null ? {} : { subject, versionId };
      this.entries.push({ ...movement, seq, subject: own.subject ?? null, versionId: own.versionId ?? null });
    }
    this.account = account;
  }

  get seq(): number {
    return this.stored + this.entries.length;
  }

  get touched(): boolean {
    return this.account !== this.before;
  }
}

/** The books of some customers, opened: every account that they have, with the lots that matter. */
export class Books {
  readonly #pages = new Map<string, Map<string, Page>>();

  constructor(pages: Iterable<Page>) {
    for (const page of pages) this.#of(page.key.customerId).set(nameOf(page.key), page);
  }

  /** The page of an account; a new one where there was none. */
  page(key: AccountKey): Page {
    const own = this.#of(key.customerId);
    const page = own.get(nameOf(key)) ?? new Page(key);
    own.set(nameOf(key), page);
    return page;
  }

  pagesOf(customerId: string): Page[] {
    return [...(this.#pages.get(customerId)?.values() ?? [])];
  }

  get pages(): readonly Page[] {
    return [...this.#pages.values()].flatMap((own) => [...own.values()]);
  }

  #of(customerId: string): Map<string, Page> {
    const own = this.#pages.get(customerId) ?? new Map<string, Page>();
    this.#pages.set(customerId, own);
    return own;
  }
}

const nameOf = ({ programme, purse }: AccountKey): string => `${purse} ${programme}`;

/** What a statement can be asked by. */
export type Ask = Pick<RoadTransaction, 'query'>;
