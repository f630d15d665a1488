import { CONTACT_REFUSALS, type ContactRefusal } from '#contract';

const OWN = {
  notYet: 'The offer has not begun.',
  noMoment: 'The moment at which it is made has not come, or has passed.',
  notBought: 'The customer did not buy what it goes with, or bought what it offers.',
  heldOut: 'The customer is held out, so that it is seen what offers do.',
  groupTaken: 'Another offer of its exclusive group is open.',
  customerCap: 'It was made to the customer as often as it may be.',
  capReached: 'As many as there are stand or are redeemed.',
  budgetSpent: 'What is left of its budget is less than it costs.',
} as const;

/** Why an offer is not made to somebody who is eligible for it. */
export const REFUSALS: Readonly<Record<RefusalReason, string>> = { ...OWN, ...CONTACT_REFUSALS };
export type RefusalReason = keyof typeof OWN | ContactRefusal;

/** An offer that is not made, and why. */
export interface Refusal {
  readonly ruleSet: string;
  readonly offer: string;
  readonly reason: RefusalReason;
  /** What it was: the key of a budget, a group or an experiment. */
  readonly about: string | null;
  /** When this was decided first. */
  readonly at: number;
  /** When it is decided on again although nothing happens; null: then not. */
  readonly nextAt: number | null;
}

/** Whether something scarce was missing, that may be there again, rather than something of the customer. */
export const isScarcity = (reason: RefusalReason): boolean =>
  reason === 'capReached' || reason === 'budgetSpent' || Object.hasOwn(CONTACT_REFUSALS, reason);
