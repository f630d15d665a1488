import type { Account, Lot, Purse } from '../ledger/account.ts';
import { type Ask, Books, Page } from './books.ts';

interface Row {
  customer_id: string;
  programme: string;
  purse: Purse;
  debt: number;
  passed_to: number;
  seq: number;
  told: number;
  id: string;
  source: string | null;
  earned_at: number;
  available_at: number;
  expires_at: number;
  base: number;
  points: number;
  remaining: number;
  spent: number;
  expired: number;
  reversed: number;
  clawed: number;
  returned: number;
  refunded: number;
}

/** Lots that matter although nothing of them remains. */
export interface Besides {
  /** Those that these activities earned: their ids begin with that of the activity. */
  readonly sources?: readonly string[];
  /** These. */
  readonly lots?: readonly string[];
}

const COUNTS = ['base', 'points', 'remaining', 'spent', 'expired', 'reversed', 'clawed', 'returned', 'refunded'];

const BESIDES = `
          union
         select s.* from unnest($2::text[]) as of join loyalty_tiers_lot s
             on s.customer_id = a.customer_id and s.id >= of || ':' and s.id < of || ';'
          union
         select * from loyalty_tiers_lot n where n.customer_id = a.customer_id and n.id = any($3::text[])`;

/** Opens the books of customers; one statement, whatever their number, and as many rows as there are lots that matter. */
export async function openBooks(
  sql: Ask,
  customerIds: readonly string[],
  { sources = [], lots = [] }: Besides = {},
): Promise<Books> {
  const besides = sources.length + lots.length > 0;
  const rows = await sql.query<Row>(
    besides ? 'loyalty-open-books-besides' : 'loyalty-open-books',
    `select a.customer_id, a.programme, a.purse, a.debt::float8, a.passed_to, a.seq, a.told,
            l.id, l.source, l.earned_at, l.available_at, l.expires_at, ${COUNTS.map((one) => `l.${one}::float8`).join(', ')}
       from loyalty_tiers_account a
       left join lateral (
         select * from loyalty_tiers_lot o where o.customer_id = a.customer_id and o.remaining > 0
         ${besides ? BESIDES : ''}
       ) l on l.programme = a.programme and l.purse = a.purse
      where a.customer_id = any($1::uuid[])
      order by a.customer_id, a.programme, a.purse, l.earned_at, l.id`,
    besides ? [customerIds, sources, lots] : [customerIds],
  );
  const groups = Map.groupBy(rows, (row) => `${row.customer_id} ${row.purse} ${row.programme}`);
  return new Books([...groups.values()].map(pageOf));
}

function pageOf(rows: readonly Row[]): Page {
  const { customer_id: customerId, programme, purse, debt, passed_to: passedTo, seq, told } = rows[0] as Row;
  const lots = rows.filter(({ id }) => id !== null).map(lotOf);
  const account: Account = { lots, debt, passedTo };
  return new Page({ customerId, programme, purse }, account, seq, told);
}

const lotOf = ({ earned_at, available_at, expires_at, ...row }: Row): Lot => ({
  id: row.id,
  earnedAt: earned_at,
  availableAt: available_at,
  expiresAt: expires_at,
  source: row.source,
  base: row.base,
  points: row.points,
  remaining: row.remaining,
  spent: row.spent,
  expired: row.expired,
  reversed: row.reversed,
  clawed: row.clawed,
  returned: row.returned,
  refunded: row.refunded,
});
