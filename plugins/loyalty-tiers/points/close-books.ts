import type { RoadTransaction } from '#contract';
import type { Lot } from '../ledger/account.ts';
import type { Books, Page } from './books.ts';

type Send = Pick<RoadTransaction, 'send'>;

const DATES = ['earned_at', 'available_at', 'expires_at'] as const;
const COUNTS = [
  'base',
  'points',
  'remaining',
  'spent',
  'expired',
  'reversed',
  'clawed',
  'returned',
  'refunded',
] as const;
/** What may become another one of a lot that is there. */
const MOVING = ['expires_at', 'remaining', 'spent', 'expired', 'reversed', 'clawed', 'returned', 'refunded'] as const;

const fieldOf = (column: string): keyof Lot =>
  column.replace(/_([a-z])/, (_, letter: string) => letter.toUpperCase()) as keyof Lot;
const MOVING_FIELDS = MOVING.map(fieldOf);
const alike = (lot: Lot, known: Lot | undefined): boolean =>
  known !== undefined && MOVING_FIELDS.every((field) => lot[field] === known[field]);

/**
 * Writes what was posted: accounts, lots that are others than before, and new entries. `told`: all of them were told.
 * Nobody waits for it; whatever is read next in the transaction sees it.
 */
export function closeBooks(tx: Send, books: Books, told: boolean): void {
  const pages = books.pages.filter((page) => page.touched || (told && page.told < page.seq));
  if (pages.length === 0) return;
  writeAccounts(tx, pages, told);
  writeLots(tx, pages);
  writeEntries(tx, pages);
}

const keysOf = (keys: readonly Page['key'][]) => [
  keys.map(({ customerId }) => customerId),
  keys.map(({ programme }) => programme),
  keys.map(({ purse }) => purse),
];

const writeAccounts = (tx: Send, pages: readonly Page[], told: boolean): void =>
  tx.send(
    'loyalty-write-accounts',
    `insert into loyalty_tiers_account (customer_id, programme, purse, debt, passed_to, seq, told)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::float8[], $6::int[], $7::int[])
     on conflict (customer_id, programme, purse) do update
        set debt = excluded.debt, passed_to = excluded.passed_to, seq = excluded.seq, told = excluded.told`,
    [
      ...keysOf(pages.map(({ key }) => key)),
      pages.map(({ account }) => account.debt),
      pages.map(({ account }) => account.passedTo),
      pages.map(({ seq }) => seq),
      pages.map((page) => (told ? page.seq : page.told)),
    ],
  );

function writeLots(tx: Send, pages: readonly Page[]): void {
  const moved = pages.flatMap(({ key, before, account }) => {
    const known = new Map(before.lots.map((lot) => [lot.id, lot]));
    return account.lots.filter((lot) => !alike(lot, known.get(lot.id))).map((lot) => ({ key, lot }));
  });
  if (moved.length === 0) return;
  const column = (name: (typeof DATES)[number] | (typeof COUNTS)[number]) => {
    const field = fieldOf(name);
    return moved.map(({ lot }) => lot[field]);
  };
  tx.send(
    'loyalty-write-lots',
    `insert into loyalty_tiers_lot (customer_id, programme, purse, id, source, ${[...DATES, ...COUNTS].join(', ')})
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::float8[], $7::float8[], $8::float8[],
                          ${COUNTS.map((_, i) => `$${9 + i}::bigint[]`).join(', ')})
     on conflict (customer_id, programme, purse, id) do update
        set ${MOVING.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [
      ...keysOf(moved.map(({ key }) => key)),
      moved.map(({ lot }) => lot.id),
      moved.map(({ lot }) => lot.source),
      ...[...DATES, ...COUNTS].map(column),
    ],
  );
}

function writeEntries(tx: Send, pages: readonly Page[]): void {
  const entries = pages.flatMap(({ key, entries: own }) => own.map((entry) => ({ key, entry })));
  if (entries.length === 0) return;
  const of = <T>(pick: (entry: Page['entries'][number]) => T): T[] => entries.map(({ entry }) => pick(entry));
  tx.send(
    'loyalty-write-entries',
    `insert into loyalty_tiers_entry
       (customer_id, programme, purse, seq, at, kind, lot, from_side, to_side, points, by, subject, version_id)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::float8[], $6::text[], $7::text[], $8::text[],
                          $9::text[], $10::bigint[], $11::text[], $12::text[], $13::uuid[])`,
    [
      ...keysOf(entries.map(({ key }) => key)),
      of(({ seq }) => seq),
      of(({ at }) => at),
      of(({ kind }) => kind),
      of(({ lot }) => lot),
      of(({ from }) => from),
      of(({ to }) => to),
      of(({ points }) => points),
      of(({ by }) => by),
      of(({ subject }) => subject),
      of(({ versionId }) => versionId),
    ],
  );
}
