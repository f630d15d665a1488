import type { Beginning, Forecast, Forecaster, KeeperOutlook } from '#contract';
import { OfferMade } from '../changes.ts';
import { findOffer, type PublishedOffer } from '../offers/published.ts';
import { Counters, peekCounters, takenBy } from '../shelf/counters.ts';
import { openShelves } from '../shelf/open-shelves.ts';
import { nameOf, type Shelf } from '../shelf/shelf.ts';
import { makeWithin } from './award.ts';
import { type Candidate, draftOf } from './candidate.ts';
import { consider } from './consider.ts';
import { expire } from './happen.ts';
import { readHappened, wantedOf } from './happened.ts';
import { Limits, readWindows } from './limits.ts';

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
  readonly #counters = new Counters([]);
  readonly #limits = new Limits(this.#counters, new Map());
  readonly #learned = new Set<string>();

  constructor(look: KeeperOutlook) {
    this.#look = look;
  }

  async take(customers: readonly Beginning[]): Promise<void> {
    const asked = customers.map(({ began, ...customer }) => {
      const eligible = customer.erased ? [] : began.flatMap(({ ruleSet, key }) => findOffer(ruleSet, key) ?? []);
      return { ...customer, eligible };
    });
    const ids = customers.map(({ customerId }) => customerId);
    const { now } = this.#look;
    const wanted = wantedOf(asked.flatMap(({ eligible }) => eligible.map(({ offer }) => offer)));
    const shelves = await openShelves(this.#look, ids);
    const happened = await readHappened(this.#look, ids, wanted, now, now);
    const candidates = asked.flatMap(({ customerId, joinedAt, eligible }): Candidate[] => {
      for (const one of eligible) this.#tallyOf(one);
      const shelf = shelves.get(customerId) as Shelf;
      expire(shelf, now);
      const customer = { customerId, now, joinedAt, called: true };
      const ranked = consider(customer, shelf, eligible, happened.get(customerId) ?? [], this.#look, new Map());
      return ranked.map((one) => ({ shelf, now, published: one, draft: draftOf(one, shelf, now) }));
    });
    await this.#learn(candidates);
    for (const { published } of makeWithin(this.#limits, this.#counters, candidates))
      this.#tallyOf(published).customers += 1;
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

  /** Reads what is left for these, once for each offer of a version: while one is rolled out, others have another. */
  async #learn(candidates: readonly Candidate[]): Promise<void> {
    const nameIn = ({ published: { name, ruleSet } }: Candidate): string => `${ruleSet.versionId} ${name}`;
    const fresh = [...new Map(candidates.map((one) => [nameIn(one), one])).entries()].filter(
      ([name]) => !this.#learned.has(name),
    );
    if (fresh.length === 0) return;
    const offers = fresh.map(([, one]) => one);
    const names = offers.flatMap(({ draft }) => takenBy(draft).map(({ counter }) => counter));
    this.#counters.join(await peekCounters(this.#look, names));
    this.#limits.join(await readWindows(this.#look, offers));
    for (const [name] of fresh) this.#learned.add(name);
  }

  #tallyOf(published: PublishedOffer): Tally {
    const tally = this.#tallies.get(published.name) ?? { published, customers: 0, withheld: {} };
    this.#tallies.set(published.name, tally);
    return tally;
  }
}
