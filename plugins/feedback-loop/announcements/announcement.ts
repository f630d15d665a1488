import type { ContactRefusal } from '#contract';

/** What became of a customer who is to be told. */
export const RECIPIENT_STATES = {
  waiting: 'Not told yet: it is tried now, or again when the contact policy allows it.',
  told: 'Told, and the cases are closed.',
  refused: 'The contact policy did not allow it in time; the cases stay as they are.',
  stopped: 'The announcement was stopped before; the cases stay as they are.',
  passed: 'There was nothing left to tell: the cases were closed otherwise.',
} as const;
export type RecipientState = keyof typeof RECIPIENT_STATES;

/** What those are told whose cases of a theme were acted upon. Instants are epoch milliseconds. */
export interface Announcement {
  readonly key: string;
  readonly theme: string;
  readonly text: string;
  /** Ways by which it may be told; null: all that the policy has. */
  readonly channels: readonly string[] | null;
  /** Key of the only rule set whose cases count; null: all. */
  readonly ruleSet: string | null;
  readonly withinDays: number;
  readonly author: string;
  readonly createdAt: number;
  /** Until when those wait whom the policy refuses. */
  readonly until: number;
}

/** A customer who is to be told. */
export interface Recipient {
  readonly customerId: string;
  readonly announcement: string;
  readonly state: RecipientState;
  readonly stateAt: number;
  /** Why they were not told the last time. */
  readonly reason: ContactRefusal | null;
  /** When it is tried; null: not any more. */
  readonly nextAt: number | null;
  readonly channel: string | null;
}

export const LIMITS = {
  key: 100,
  theme: 64,
  text: 5000,
  channels: 10,
  channel: 32,
  customers: 100_000,
  days: 90,
} as const;
