import type { ContactVerdict, KeeperTransaction } from '#contract';
import type { PublishedOffer } from '../offers/published.ts';
import { nameOf, type Shelf } from '../shelf/shelf.ts';
import { wishOf } from './award.ts';
import { type Candidate, draftOf } from './candidate.ts';
import { type Asked, armIn, type Days, experimentOf, isContact, missing, type Verdict, waits } from './consider.ts';
import type { Happened } from './happened.ts';

/** A customer who may be drawn into experiments, and what is known for it. */
export interface Drawing {
  readonly customer: Asked;
  readonly shelf: Shelf;
  readonly eligible: readonly PublishedOffer[];
  readonly happened: readonly Happened[];
}

/**
 * Why customers who are about to be drawn into an arm cannot be contacted for an offer, by name: consent, channels and quiet
 * hours. How often they are contacted comes after the lot. No statement when nobody is about to be drawn.
 */
export async function readUnreachable(
  tx: Pick<KeeperTransaction, 'contacts'> & Days,
  drawings: readonly Drawing[],
): Promise<ReadonlyMap<Drawing, ReadonlyMap<string, Verdict>>> {
  const found = new Map(drawings.map((one) => [one, new Map<string, Verdict>()]));
  const asked: (Pick<Candidate, 'published' | 'draft'> & { readonly verdicts: Map<string, Verdict> })[] = [];
  for (const [{ customer, shelf, eligible, happened }, verdicts] of found) {
    for (const published of eligible) {
      if (!isAboutToDraw(shelf, published) || missing(customer, published, happened, tx)) continue;
      const before = shelf.stored.get(published.name);
      if (before && waits(before, customer)) verdicts.set(published.name, before);
      else asked.push({ published, draft: draftOf(published, shelf, customer.now), verdicts });
    }
  }
  const said = await tx.contacts.permit(asked.map(wishOf));
  asked.forEach(({ published, verdicts }, i) => {
    const verdict = said[i] as ContactVerdict;
    if (!verdict.allowed) verdicts.set(published.name, verdict);
  });
  return found;
}

const isAboutToDraw = (shelf: Shelf, one: PublishedOffer): boolean =>
  one.document.experiment !== undefined &&
  isContact(one) &&
  armIn(shelf, experimentOf(one)) === undefined &&
  !shelf.open.some((other) => nameOf(other) === one.name);
