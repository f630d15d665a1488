import type { LockedCustomer, PublishedRuleSet } from '#contract';
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

/** An offer of a version of a rule set; undefined: it has none of this key. */
export const findOffer = (ruleSet: PublishedRuleSet, key: string): PublishedOffer | undefined =>
  known(ruleSet).offers.get(key);

const TRIGGERS = new WeakMap<readonly PublishedRuleSet[], ReadonlySet<string>>();

/** Kinds of activity upon which offers of rule sets are decided on. The list of rule sets is mostly one for all customers. */
export function triggersOf(ruleSets: readonly PublishedRuleSet[]): ReadonlySet<string> {
  const triggers = TRIGGERS.get(ruleSets) ?? new Set(ruleSets.flatMap((one) => known(one).triggers));
  TRIGGERS.set(ruleSets, triggers);
  return triggers;
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

/** The offers for which a customer is eligible, as the versions say that are for the customer. */
export function eligibleFor({ holds, ruleSets }: Pick<LockedCustomer, 'holds' | 'ruleSets'>): PublishedOffer[] {
  const versions = ruleSets(OFFERS);
  return holds(OFFERS).flatMap(({ ruleSet, key }) => {
    const version = versions.find((one) => one.key === ruleSet.key);
    return (version && findOffer(version, key)) ?? [];
  });
}
