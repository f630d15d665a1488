/** What became of an offer that was made. Only open ones can be redeemed, and only redeemed ones come back. */
export const OFFER_STATES = {
  open: 'It can be redeemed.',
  redeemed: 'The customer took it.',
  expired: 'Nobody took it in time.',
  dismissed: 'The customer does not want it.',
  returned: 'What it was redeemed for was given back.',
  withdrawn: 'The person was erased.',
} as const;
export type OfferState = keyof typeof OFFER_STATES;

/** An offer that was made to a customer. Times are epoch milliseconds, amounts minor units. */
export interface MadeOffer {
  readonly customerId: string;
  readonly id: string;
  readonly ruleSet: string;
  readonly offer: string;
  readonly versionId: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly state: OfferState;
  readonly stateAt: number;
  /** The state that counters and the feed know of; null: they know nothing of it yet. */
  readonly settled: OfferState | null;
  readonly group: string | null;
  readonly capped: boolean;
  readonly budget: string | null;
  readonly cost: number;
  readonly channel: string | null;
  readonly redeemKey: string | null;
  readonly purchaseId: string | null;
}

/** Whether it counts against what the customer is made: what was taken back does not. */
export const countsForCustomer = ({ state }: MadeOffer): boolean => state !== 'returned' && state !== 'withdrawn';
