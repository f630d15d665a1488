/** Why somebody is contacted. */
export const CONTACT_PURPOSES = ['survey', 'offer', 'follow-up'] as const;
export type ContactPurpose = (typeof CONTACT_PURPOSES)[number];

/** A wish to be in touch with a customer. Its id is that of the contact that comes of it. */
export interface ContactWish {
  /** A uuid. The same wish again is answered by the contact that there is already. */
  readonly id: string;
  readonly customerId: string;
  readonly purpose: ContactPurpose;
  /** What it is about: the key of a survey or an offer. */
  readonly subject: string;
  /** What the policy's waiting times go by; of a survey its purpose, `relationship` or `transactional`. */
  readonly category?: string | null;
  /** Ways by which it could be; absent: all that the policy has. */
  readonly channels?: readonly string[];
  /** Who goes first where attention is scarce; absent: as the policy says. */
  readonly priority?: number | null;
}

/** Why there is no contact now. */
export const CONTACT_REFUSALS = {
  noConsent: 'The customer does not want to be contacted for this, or was not asked whether they do.',
  noChannel: 'There is no way that both the account and the wish allow.',
  waitingTime: 'There was a contact of the same category not long ago.',
  limitReached: 'There were as many contacts as the policy allows in such a time.',
  quietHours: 'It is night where the customer lives.',
  customerErased: 'The person was erased.',
} as const;
export type ContactRefusal = keyof typeof CONTACT_REFUSALS;

/** What became of a wish: the customer's attention is reserved, by a channel, or there is no contact now. */
export type ContactVerdict =
  | { readonly allowed: true; readonly channel: string }
  | {
      readonly allowed: false;
      readonly reason: ContactRefusal;
      /** The instant from which on this reason is none any more, by what is known now; null: nobody can tell. */
      readonly nextAt: number | null;
      /** What of the policy it was. */
      readonly detail?: Readonly<Record<string, unknown>>;
    };

/** Names a contact. */
export interface ContactName {
  readonly customerId: string;
  readonly id: string;
}

/**
 * The ledger of all contacts, on the road: of surveys, offers and follow-ups together. What is reserved counts at once,
 * until it is released; the customers' locks make sure that no limit is ever exceeded.
 */
export interface Contacts {
  /**
   * Whether contacts could be made at this instant whatever others there were: consent, channels and quiet hours alone. Nothing
   * is reserved; every refusal is written down. Verdicts come in the order of the wishes.
   */
  permit(wishes: readonly ContactWish[]): Promise<ContactVerdict[]>;
  /**
   * Judges wishes by the contact policy and reserves the customers' attention, higher priorities first, of equal ones
   * the first in the list. Every refusal is
   * written down. Verdicts come in the order of the wishes, which must be about customers of the batch.
   */
  reserve(wishes: readonly ContactWish[]): Promise<ContactVerdict[]>;
  /** The contacts were made. */
  commit(contacts: readonly ContactName[]): Promise<void>;
  /** The contacts will not be made: the attention is there for others again. */
  release(contacts: readonly ContactName[]): Promise<void>;
}
