import type { Ask, Books, Entry, Page } from './books.ts';

interface Row extends Omit<Entry, 'from' | 'to' | 'versionId'> {
  customer_id: string;
  programme: string;
  purse: string;
  from_side: Entry['from'];
  to_side: Entry['to'];
  version_id: string | null;
}

/** Entries that were posted by hand and not told yet; no statement when there are none. */
export async function readUntold(sql: Ask, books: Books): Promise<ReadonlyMap<Page, readonly Entry[]>> {
  const pages = books.pages.filter(({ stored, told }) => told < stored);
  if (pages.length === 0) return new Map();
  const rows = await sql.query<Row>(
    'loyalty-untold',
    `select e.customer_id, e.programme, e.purse, e.seq, e.at, e.kind, e.lot, e.from_side, e.to_side, e.points::float8,
            e.by, e.subject, e.version_id
       from unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) as v(customer_id, programme, purse, told)
       join loyalty_tiers_entry e on e.customer_id = v.customer_id and e.programme = v.programme
        and e.purse = v.purse and e.seq > v.told
      order by e.customer_id, e.programme, e.purse, e.seq`,
    [
      pages.map(({ key }) => key.customerId),
      pages.map(({ key }) => key.programme),
      pages.map(({ key }) => key.purse),
      pages.map(({ told }) => told),
    ],
  );
  return Map.groupBy(
    rows.map(({ from_side: from, to_side: to, version_id: versionId, ...row }) => ({ ...row, from, to, versionId })),
    ({ customer_id: customerId, programme, purse }) =>
      books.page({ customerId, programme, purse: purse as Page['key']['purse'] }),
  );
}
