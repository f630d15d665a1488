import type { Ask } from './books.ts';

/** An account whose books do not agree. */
export interface Disagreement {
  readonly customer_id: string;
  readonly programme: string;
  readonly purse: string;
  readonly what: string;
}

/**
 * Finds every account whose entries, lots and debts do not say the same: each lot has what its entries left in it, each
 * debt is what entries left owed, entries are numbered without gaps, and what one customer sent others received.
 */
export const checkBooks = (sql: Ask): Promise<Disagreement[]> =>
  sql.query<Disagreement>(
    'loyalty-check-books',
    `with moved as (
       select customer_id, programme, purse, lot,
              sum(case when to_side in ('available', 'pending') then points else 0 end)
              - sum(case when from_side in ('available', 'pending') then points else 0 end) as remaining,
              sum(case when from_side = 'debt' then points else 0 end)
              - sum(case when to_side = 'debt' then points else 0 end) as debt,
              sum(case when to_side = 'expired' then points else 0 end) as expired
         from loyalty_tiers_entry group by 1, 2, 3, 4)
     select l.customer_id, l.programme, l.purse, 'lot ' || l.id as what
       from loyalty_tiers_lot l left join moved m using (customer_id, programme, purse)
      where m.lot = l.id and (m.remaining <> l.remaining or m.expired <> l.expired)
         or not exists (select 1 from moved n where (n.customer_id, n.programme, n.purse, n.lot)
                                                  = (l.customer_id, l.programme, l.purse, l.id))
     union all
     select a.customer_id, a.programme, a.purse, 'debt'
       from loyalty_tiers_account a
      where a.debt <> coalesce((select sum(debt) from moved m where (m.customer_id, m.programme, m.purse)
                                                                   = (a.customer_id, a.programme, a.purse)), 0)
     union all
     select a.customer_id, a.programme, a.purse, 'numbers'
       from loyalty_tiers_account a
      where a.seq <> (select count(*) from loyalty_tiers_entry e where (e.customer_id, e.programme, e.purse)
                                                                     = (a.customer_id, a.programme, a.purse))
     union all
     select null, programme, purse, 'transfers' from loyalty_tiers_entry group by programme, purse
     having sum(case when to_side = 'transferred' then points when from_side = 'transferred' then -points else 0 end) <> 0`,
  );
