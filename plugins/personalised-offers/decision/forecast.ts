import type { Beginning, Forecast, Forecaster, KeeperOutlook } from '#contract';
import { OfferMade } from '../changes.ts';
import { OFFERS, type OffersDocument } from '../offers/document.ts';
import { findOffer, type PublishedOffer } from '../offers/published.ts';
import { type Counters, peekCounters, takenBy } from '../shelf/counters.ts';
import { openShelves } from '../shelf/open-shelves.ts';
import { nameOf, Shelf } from '../shelf/shelf.ts';
import { makeWithin } from './award.ts';
import { type Candidate, draftOf } from './candidate.ts';
import { consider } from './consider.ts';
import { readHappened, wantedOf } from './happened.ts';
import { type Drafted, Limits, readWindows } from './limits.ts';

/** What there is to give, and what it becomes while offers are made. */
interface Stock {
  readonly counters: Counters;
  readonly limits: Limits;
}

interface Tally {
  readonly published: PublishedOffer;
  customers: number;
  readonly withheld: Record<string, number>;
}

/**
 * How many offers would be made to those who become eligible: by the steps of the road, on paper. What is left of caps and
 * budgets goes to whoever comes first. Contacts are not asked for: they count only when somebody is contacted.
 */
export class OffersForecast implements Forecaster {
  readonly #look: KeeperOutlook;
  readonly #tallies = new Map<string, Tally>();
  #stock: Promise<Stock> | undefined;

  constructor(look: KeeperOutlook) {
    this.#look = look;
  }

  async take(customers: readonly Beginning[]): Promise<void> {
    this.#stock ??= readStock(this.#look);
    const asked = customers.map(({ customerId, began }) => {
      return { customerId, eligible: began.flatMap(({ ruleSet, key }) => findOffer(ruleSet, key) ?? []) };
    });
    const ids = customers.map(({ customerId }) => customerId);
    const { now } = this.#look;
    const wanted = wantedOf(asked.flatMap(({ eligible }) => eligible.map(({ offer }) => offer)));
    const shelves = await openShelves(this.#look, ids);
    const happened = await readHappened(this.#look, ids, wanted, now, now);
    const candidates = asked.flatMap(({ customerId, eligible }): Candidate[] => {
      for (const one of eligible) this.#tallyOf(one);
      const shelf = shelves.get(customerId) as Shelf;
      const customer = { customerId, now, joinedAt: null, called: true };
      const ranked = consider(customer, shelf, eligible, happened.get(customerId) ?? [], this.#look, new Map());
      return ranked.map((one) => ({ shelf, now, published: one, draft: draftOf(one, shelf, now) }));
    });
    const { counters, limits } = await this.#stock;
    for (const { published } of makeWithin(limits, counters, candidates)) this.#tallyOf(published).customers += 1;
    for (const { refusals } of shelves.values()) {
      for (const { reason, ...refused } of refusals) {
        const withheld = this.#tallies.get(nameOf(refused))?.withheld;
        if (withheld) withheld[reason] = (withheld[reason] ?? 0) + 1;
      }
    }
  }

  forecasts(): Forecast[] {
    return [...this.#tallies.values()].map(({ published: { ruleSet, offer }, customers, withheld }) => {
      return { type: OfferMade.type, key: offer.key, ruleSet, customers, withheld };
    });
  }

  #tallyOf(published: PublishedOffer): Tally {
    const tally = this.#tallies.get(published.name) ?? { published, customers: 0, withheld: {} };
    this.#tallies.set(published.name, tally);
    return tally;
  }
}

/** What is left of all that is published or previewed. */
async function readStock(look: KeeperOutlook): Promise<Stock> {
  const nobody = new Shelf('');
  const all = look.ruleSets(OFFERS).flatMap((ruleSet): Drafted[] =>
    (ruleSet.document as OffersDocument).offers.flatMap(({ key }) => {
      const found = findOffer(ruleSet, key);
      return found ? [{ published: found, draft: draftOf(found, nobody, look.now) }] : [];
    }),
  );
  const names = all.flatMap(({ draft }) => takenBy(draft).map(({ counter }) => counter));
  const counters = await peekCounters(look, names);
  return { counters, limits: new Limits(counters, await readWindows(look, all)) };
}
