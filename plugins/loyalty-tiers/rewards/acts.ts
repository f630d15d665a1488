import {
  ConflictError,
  type Issue,
  type LockedCustomer,
  NotFoundError,
  type Phrase,
  say,
  uuidOf,
  ValidationError,
} from '#contract';
import type { Ask } from '../points/books.ts';
import { phrases } from './words.ts';

/** Something that was done by hand, known by the key of whoever did it. */
export interface Act {
  readonly id: string;
  readonly customerId: string;
  readonly key: string;
  readonly kind: 'redeem' | 'transfer' | 'adjust';
  readonly programme: string;
  readonly points: number;
  readonly reward: string | null;
  readonly otherId: string | null;
  readonly reason: string | null;
  readonly at: number;
  readonly undoneAt: number | null;
  /** Whether it took a reward of which there are only so many. */
  readonly fromStock: boolean;
}

/** What an act is meant to be, before it is done. */
export type Wish = Pick<Act, 'customerId' | 'key' | 'kind' | 'programme'> &
  Partial<Pick<Act, 'points' | 'reward' | 'otherId' | 'reason'>>;

/** An act that is being done. Its id follows from its customer and key. */
export const newAct = (wish: Wish, points: number, at: number): Act => ({
  ...{ reward: null, otherId: null, reason: null },
  ...wish,
  id: uuidOf(`loyalty act\0${wish.customerId}\0${wish.key}`),
  points,
  at,
  undoneAt: null,
  fromStock: false,
});

const COLUMNS = `id, customer_id as "customerId", key, kind, programme, points::float8, reward, other_id as "otherId", reason, at,
  undone_at as "undoneAt", from_stock as "fromStock"`;

/** The act of a key, if it was done; one that was done for something else is a conflict. */
export async function findAct(sql: Ask, wish: Wish): Promise<Act | undefined> {
  const [act] = await sql.query<Act>(
    'loyalty-find-act',
    `select ${COLUMNS} from loyalty_tiers_act where customer_id = $1 and key = $2`,
    [wish.customerId, wish.key],
  );
  if (!act) return undefined;
  const same = Object.entries(wish).every(([name, value]) => act[name as keyof Wish] === value);
  if (!same) throw new ConflictError('IDEMPOTENCY_CONFLICT', phrases.keyUsed(), ['key']);
  return act;
}

/** The act of an id. */
export async function actOf(sql: Ask, customerId: string, id: string): Promise<Act | undefined> {
  const [act] = await sql.query<Act>(
    'loyalty-act',
    `select ${COLUMNS} from loyalty_tiers_act where customer_id = $1 and id = $2`,
    [customerId, id],
  );
  return act;
}

export async function writeAct(sql: Ask, act: Act): Promise<void> {
  const { customerId, key, id, kind, programme, points, reward, otherId, reason, at, fromStock } = act;
  await sql.query(
    'loyalty-write-act',
    `insert into loyalty_tiers_act (customer_id, key, id, kind, programme, points, reward, other_id, reason, at, from_stock)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [customerId, key, id, kind, programme, points, reward, otherId, reason, at, fromStock],
  );
}

/** One fault of an input. */
export const fault = (path: string, code: string, phrase: Phrase): ValidationError =>
  new ValidationError([issue(path, code, phrase)]);

const issue = (path: string, code: string, phrase: Phrase): Issue => ({
  path: [path],
  code,
  message: say(phrase, 'en'),
  phrase,
});

/** The customer of an id, who must be there and known. */
export function present(customers: readonly LockedCustomer[], id: string, path = 'customer'): LockedCustomer {
  const customer = customers.find(({ customerId }) => customerId === id);
  if (!customer) throw new NotFoundError(phrases.unknownCustomer(), [path]);
  if (customer.erased) throw fault(path, 'CUSTOMER_ERASED', phrases.erased());
  return customer;
}

const MOST = 1_000_000_000;

/** What is wrong with a key or a number of points, before anything is locked. */
export function checkInput(
  { key, points }: { readonly key: string; readonly points?: number },
  sign: 'any' | 'positive' = 'any',
): void {
  const issues: Issue[] = [];
  if (key.length < 1 || key.length > 200 || key.includes('\0')) issues.push(issue('key', 'BAD_KEY', phrases.badKey()));
  if (
    points !== undefined &&
    (!Number.isInteger(points) || Math.abs(points) > MOST || points === 0 || (sign === 'positive' && points < 0))
  )
    issues.push(issue('points', 'BAD_POINTS', phrases.badPoints()));
  if (issues.length > 0) throw new ValidationError(issues);
}
