import type { KeeperOutlook, LockedCustomer, PublishedRuleSet } from '#contract';
import { nameOf } from '../shelf/shelf.ts';
import { OFFERS, type Offer, type OffersDocument } from './document.ts';

/** An offer of a rule set that is published. */
export interface PublishedOffer {
  /** Names it among those of a customer. */
  readonly name: string;
  readonly ruleSet: PublishedRuleSet;
  readonly document: OffersDocument;
  readonly offer: Offer;
}

/** What the road has to know of all published offers, once for each published state. */
export interface Published {
  /** Kinds of activity upon which offers are decided on. */
  readonly triggers: ReadonlySet<string>;
  find(ruleSet: PublishedRuleSet, key: string): PublishedOffer | undefined;
}

/** All offers that are published. */
export function publishedOffers({ ruleSets }: Pick<KeeperOutlook, 'ruleSets'>): Published {
  const sets = ruleSets(OFFERS).map(known);
  return {
    triggers: new Set(sets.flatMap(({ triggers }) => triggers)),
    find: (ruleSet, key) => known(ruleSet).offers.get(key),
  };
}

interface Known {
  readonly offers: ReadonlyMap<string, PublishedOffer>;
  readonly triggers: readonly string[];
}

const KNOWN = new WeakMap<PublishedRuleSet, Known>();

/** A version never changes, so it is looked through once. */
function known(ruleSet: PublishedRuleSet): Known {
  const before = KNOWN.get(ruleSet);
  if (before) return before;
  const document = ruleSet.document as OffersDocument;
  const made: Known = {
    offers: new Map(
      document.offers.map((offer) => {
        const name = nameOf({ ruleSet: ruleSet.key, offer: offer.key });
        return [offer.key, { name, ruleSet, document, offer }];
      }),
    ),
    triggers: document.offers.flatMap(({ upon, bought }) => [
      ...(upon && 'after' in upon ? [upon.after] : []),
      ...(bought ? ['purchase'] : []),
    ]),
  };
  KNOWN.set(ruleSet, made);
  return made;
}

/** The offers for which a customer is eligible. */
export const eligibleFor = ({ holds }: Pick<LockedCustomer, 'holds'>, published: Published): PublishedOffer[] =>
  holds(OFFERS).flatMap(({ ruleSet, key }) => published.find(ruleSet, key) ?? []);
