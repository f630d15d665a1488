import { type Issue, isUuid, type LockedCustomer, NotFoundError, type Phrase, say, ValidationError } from '#contract';
import type { MadeOffer, OfferState } from '../shelf/made-offer.ts';
import { type Ask, readOffers } from '../shelf/open-shelves.ts';
import { phrases } from './words.ts';

/** One fault of an input. */
export function fault(path: string, code: string, phrase: Phrase): ValidationError {
  const issue: Issue = { path: [path], code, message: say(phrase, 'en'), phrase };
  return new ValidationError([issue]);
}

/** The customer of an id, who must be there and known. */
export function present(customers: readonly LockedCustomer[], id: string): LockedCustomer {
  const customer = customers.find(({ customerId }) => customerId === id);
  if (!customer) throw new NotFoundError(phrases.unknownCustomer(), ['customer']);
  if (customer.erased) throw fault('customer', 'CUSTOMER_ERASED', phrases.erased());
  return customer;
}

/** The offers of a customer, and that of an id among them. */
export async function findOffer(
  sql: Ask,
  customerId: string,
  id: string,
): Promise<{ readonly offer: MadeOffer; readonly all: readonly MadeOffer[] }> {
  const all = await readOffers(sql, [customerId]);
  const offer = isUuid(id) ? all.find((one) => one.id === id) : undefined;
  if (!offer) throw new NotFoundError(phrases.unknownOffer(), ['offerId']);
  return { offer, all };
}

const NOT_OPEN: Record<Exclude<OfferState, 'open'>, readonly [code: string, phrase: Phrase]> = {
  redeemed: ['ALREADY_REDEEMED', phrases.redeemed()],
  expired: ['EXPIRED', phrases.expired()],
  dismissed: ['DISMISSED', phrases.dismissed()],
  returned: ['RETURNED', phrases.returned()],
  withdrawn: ['WITHDRAWN', phrases.withdrawn()],
};

/** Refuses what cannot be taken any more; what is over by now is, though no sweeper came by. */
export function mustBeOpen({ state, expiresAt }: MadeOffer, now: number): void {
  const over = state === 'open' && expiresAt <= now ? 'expired' : state;
  if (over !== 'open') throw fault('offerId', ...NOT_OPEN[over]);
}
