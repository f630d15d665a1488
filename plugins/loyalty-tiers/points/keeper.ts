import { defineKeeper, type KeeperTransaction, type Kept, type KeptCustomer } from '#contract';
import type { Page } from './books.ts';
import { changesOf, pointsChanges } from './changes.ts';
import { closeBooks } from './close-books.ts';
import { foresee } from './foresee.ts';
import { type Happening, happenings, refundedBy } from './happenings.ts';
import { KEEPER, nextOf, valuesOf } from './metrics.ts';
import { openBooks } from './open-books.ts';
import { type PublishedProgramme, publishedProgrammes } from './programmes.ts';
import { readUntold } from './untold.ts';

interface Concerned {
  readonly customer: KeptCustomer;
  readonly happened: readonly Happening[];
}

/** Posts what activities earn and give back, and what time does, to the books of points and of credits. */
export const pointsKeeper = defineKeeper({
  key: KEEPER,
  activities: 'all',
  changes: pointsChanges.map(({ type }) => type),
  async measure(customers, tx) {
    const programmes = publishedProgrammes(tx);
    const concerned = customers
      .map((customer) => ({ customer, happened: happenings(customer, programmes, tx) }))
      .filter(({ customer, happened }) => happened.length > 0 || customer.called || customer.anew);
    return concerned.length === 0 ? [] : postAll(concerned, programmes, tx);
  },
  async agenda(customerIds, until, look) {
    return foresee(await openBooks(look, customerIds), customerIds, until, look);
  },
});

async function postAll(
  concerned: readonly Concerned[],
  programmes: readonly PublishedProgramme[],
  tx: KeeperTransaction,
): Promise<Kept[]> {
  const ids = concerned.map(({ customer }) => customer.customerId);
  const sources = concerned.flatMap(({ customer }) => customer.activities.flatMap((one) => refundedBy(one) ?? []));
  const books = await openBooks(tx, ids, { sources });
  const untold = await readUntold(tx, books);
  for (const { customer, happened } of concerned) {
    const { customerId, now: at } = customer;
    for (const { programme, purse, event, ...because } of happened)
      books.page({ customerId, programme, purse }).post(event, because);
    for (const page of books.pagesOf(customerId)) page.post({ type: 'pass', at, by: '' });
  }
  closeBooks(tx, books, true);
  const tell = (page: Page, customer: KeptCustomer) => {
    const own = [...publishedProgrammes(customer), ...programmes].find(({ key }) => key === page.key.programme);
    return changesOf(page, [...(untold.get(page) ?? []), ...page.entries], own?.ruleSet);
  };
  return concerned.map(({ customer }) => {
    const { customerId } = customer;
    const pages = books.pagesOf(customerId);
    const next = nextOf(pages);
    return {
      customerId,
      values: valuesOf(pages),
      ...(Number.isFinite(next) && { next }),
      changes: pages.flatMap((page) => tell(page, customer)),
    };
  });
}
