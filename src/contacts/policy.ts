import type { ContactPurpose } from '../contract/contact.ts';
import type { Channel } from './channel.ts';

/** At most so many contacts in any so many days of 24 hours: of one purpose, or of all together. */
export interface ContactLimit {
  readonly purpose: ContactPurpose | null;
  readonly most: number;
  readonly days: number;
}

/** After a contact of a category, no other of the same category for so many days of 24 hours. */
export interface ContactWait {
  readonly category: string;
  readonly days: number;
}

/** From a time of day to another, by the clock where the customer lives; it may go over midnight. `21:00`. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** Whether a customer must have agreed, or must not have objected. */
export type ConsentRule = 'opt-in' | 'opt-out';

/** Who goes first where attention is scarce: the higher number; a rule with a category goes before one without. */
export interface ContactPriority {
  readonly purpose: ContactPurpose;
  readonly category: string | null;
  readonly priority: number;
}

/** When, how and how often customers may be contacted. A version of it never changes. */
export interface ContactPolicy {
  readonly limits: readonly ContactLimit[];
  readonly waits: readonly ContactWait[];
  /** Null: there are none. */
  readonly quietHours: QuietHours | null;
  readonly consent: Readonly<Record<ContactPurpose, ConsentRule>>;
  /** Ways that the account has, the preferred one first. */
  readonly channels: readonly Channel[];
  readonly priorities: readonly ContactPriority[];
}

/** The longest that a limit or a waiting time may reach back: no older contact is ever looked at. */
export const MOST_DAYS = 366;

/**
 * What holds until somebody says otherwise: a survey at most every 14 days, a relationship survey every 90 and one about
 * a transaction every 30; no more than two contacts of any kind in a week. Where two surveys clash, the one about the
 * relationship wins. Offers need consent, the others that nobody objected.
 */
export const DEFAULT_POLICY: ContactPolicy = {
  limits: [
    { purpose: 'survey', most: 1, days: 14 },
    { purpose: 'offer', most: 1, days: 7 },
    { purpose: null, most: 2, days: 7 },
  ],
  waits: [
    { category: 'relationship', days: 90 },
    { category: 'transactional', days: 30 },
  ],
  quietHours: { from: '21:00', to: '09:00' },
  consent: { survey: 'opt-out', offer: 'opt-in', 'follow-up': 'opt-out' },
  channels: ['email', 'push', 'sms', 'app', 'web', 'chat', 'call', 'post'],
  priorities: [
    { purpose: 'follow-up', category: null, priority: 30 },
    { purpose: 'survey', category: 'relationship', priority: 20 },
    { purpose: 'survey', category: null, priority: 10 },
    { purpose: 'offer', category: null, priority: 0 },
  ],
};
