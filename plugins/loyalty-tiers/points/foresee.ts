import type { Foreseen, KeeperOutlook } from '#contract';
import type { Books, Page } from './books.ts';
import { changesOf } from './changes.ts';
import { nextOf, valuesOf } from './metrics.ts';
import { publishedProgrammes } from './programmes.ts';

/** What time alone will do to the accounts of customers, by the same postings as when it comes. */
export function foresee(books: Books, customerIds: readonly string[], until: number, look: KeeperOutlook): Foreseen[] {
  const programmes = new Map(publishedProgrammes(look).map(({ key, ruleSet }) => [key, ruleSet]));
  return customerIds.flatMap((customerId) => {
    const pages = books.pagesOf(customerId);
    const foreseen: Foreseen[] = [];
    for (let at = nextOf(pages); at <= until; at = nextOf(pages)) {
      const changes = pages.flatMap((page) => changesOf(page, passed(page, at), programmes.get(page.key.programme)));
      foreseen.push({ customerId, at, values: valuesOf(pages), changes });
    }
    return foreseen;
  });
}

/** Lets time pass for an account; gives what moved. */
function passed(page: Page, at: number): Page['entries'] {
  const from = page.entries.length;
  page.post({ type: 'pass', at, by: '' });
  return page.entries.slice(from);
}
