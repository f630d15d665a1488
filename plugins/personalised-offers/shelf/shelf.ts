import type { MadeOffer } from './made-offer.ts';
import type { Refusal } from './refusal.ts';

/** Whether a customer is made offers, or held out. */
export type Arm = 'offered' | 'heldOut';

/** A customer that was drawn into an arm of an experiment. */
export interface Exposure {
  readonly experiment: string;
  readonly arm: Arm;
  /** The share that was to be held out. */
  readonly holdout: number;
}

/** Names an offer of a rule set among those of a customer. */
export const nameOf = ({ ruleSet, offer }: { readonly ruleSet: string; readonly offer: string }): string =>
  `${ruleSet} ${offer}`;

/** What is kept of one customer's offers, and what is different from what is stored. */
export class Shelf {
  readonly customerId: string;
  readonly offers: MadeOffer[];
  readonly exposures: ReadonlyMap<string, Exposure>;
  readonly exposed: Exposure[] = [];
  /** As they are stored, by name. */
  readonly stored: ReadonlyMap<string, Refusal>;
  refusals: readonly Refusal[];

  constructor(
    customerId: string,
    offers: readonly MadeOffer[] = [],
    refusals: readonly Refusal[] = [],
    exposures: readonly Exposure[] = [],
  ) {
    this.customerId = customerId;
    this.offers = [...offers];
    this.stored = new Map(refusals.map((one) => [nameOf(one), one]));
    this.refusals = refusals;
    this.exposures = new Map(exposures.map((one) => [one.experiment, one]));
  }

  /** Offers of which counters and the feed do not know the state. */
  get unsettled(): MadeOffer[] {
    return this.offers.filter(({ state, settled }) => state !== settled);
  }

  get open(): MadeOffer[] {
    return this.offers.filter(({ state }) => state === 'open');
  }

  /** Puts an offer into another state. */
  move(offer: MadeOffer, to: Pick<MadeOffer, 'state' | 'stateAt'> & Partial<MadeOffer>): MadeOffer {
    const moved = { ...offer, ...to };
    this.offers[this.offers.indexOf(offer)] = moved;
    return moved;
  }

  /** Refusals that are to be written: those that are new or say something else, and the names of those that are over. */
  get refused(): { readonly written: readonly Refusal[]; readonly over: readonly Refusal[] } {
    const names = new Set(this.refusals.map(nameOf));
    const written = this.refusals.filter((one) => this.stored.get(nameOf(one)) !== one);
    return { written, over: [...this.stored.values()].filter((one) => !names.has(nameOf(one))) };
  }
}
