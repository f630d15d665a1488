import type { Builder } from '#contract';
import { acts } from './acts.ts';
import { offerSets } from './offer-sets.ts';
import { offerType } from './offer-type.ts';
import { offersOfCustomer } from './offers-of-customer.ts';
import { refusals } from './refusals.ts';
import { toldOffer } from './told-offer.ts';

/** All that the plugin adds to the API. */
export function offersGraphql(builder: Builder): void {
  const types = offerType(builder);
  offersOfCustomer(builder, types);
  refusals(builder);
  toldOffer(builder, types);
  acts(builder, types);
  offerSets(builder);
}
