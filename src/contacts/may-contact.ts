import type { ContactPurpose, ContactVerdict, ContactWish } from '../contract/contact.ts';
import { type Offsets, offsetsOf } from '../time/offsets.ts';
import type { ContactPolicy } from './policy.ts';
import { quietUntil } from './quiet-hours.ts';

const DAY = 86_400_000;

/** What a customer said about contacts of one purpose; null: nothing. */
export interface ContactPreference {
  readonly consent: boolean | null;
  readonly channel: string | null;
}

/** A contact of the ledger that was not released. */
export interface PastContact {
  readonly purpose: ContactPurpose;
  readonly category: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Everything that decides about a wish. */
export interface Question {
  readonly policy: ContactPolicy;
  /** For the purpose of the wish. */
  readonly preference: ContactPreference | undefined;
  /** The contacts of the customer, in any order; those older than `MOST_DAYS` may be left out. */
  readonly contacts: readonly PastContact[];
  readonly wish: Pick<ContactWish, 'purpose' | 'category' | 'channels'>;
  readonly now: number;
  /** IANA name of the time zone in which the customer lives. */
  readonly zone: string;
}

/**
 * Whether a contact may be made now, and by which way. Pure. A window of so many days is `(now - days, now]`, exact to the
 * millisecond. What is refused is refused for the first reason in a fixed order, so that asking again just before `nextAt`
 * gives the same reason, and from `nextAt` on it is none any more.
 */
export function mayContact(question: Question): ContactVerdict {
  const { policy, contacts, wish, now, zone } = question;
  const { purpose, category = null } = wish;
  const wanted = isWanted(question);
  if (!wanted.allowed) return wanted;
  return (
    waits(policy, contacts, category, now) ??
    exceeds(policy, contacts, purpose, now) ??
    isQuiet(policy, offsetsOf(zone), now) ??
    wanted
  );
}

/** The same as if there were no other contacts. Pure. */
export function mayContactAtAll(question: Omit<Question, 'contacts'>): ContactVerdict {
  const { policy, now, zone } = question;
  const wanted = isWanted(question);
  return (wanted.allowed ? isQuiet(policy, offsetsOf(zone), now) : undefined) ?? wanted;
}

type Refused = Extract<ContactVerdict, { allowed: false }>;

/** Whether the customer wants it, and by which way. */
function isWanted({ policy, preference, wish }: Pick<Question, 'policy' | 'preference' | 'wish'>): ContactVerdict {
  if (!hasConsent(policy, wish.purpose, preference)) return { allowed: false, reason: 'noConsent', nextAt: null };
  const channel = channelFor(policy, preference, wish);
  return channel === undefined ? { allowed: false, reason: 'noChannel', nextAt: null } : { allowed: true, channel };
}

function hasConsent({ consent }: ContactPolicy, purpose: ContactPurpose, said?: ContactPreference): boolean {
  return consent[purpose] === 'opt-in' ? said?.consent === true : said?.consent !== false;
}

/** The way that the customer prefers, when the account and the wish have it; otherwise the account's first. */
function channelFor(
  { channels }: ContactPolicy,
  said: ContactPreference | undefined,
  { channels: wanted }: Question['wish'],
): string | undefined {
  const possible = wanted ? wanted.filter((one) => channels.some((channel) => channel === one)) : channels;
  return possible.find((one) => one === said?.channel) ?? possible[0];
}

function waits(
  policy: ContactPolicy,
  contacts: readonly PastContact[],
  category: string | null,
  now: number,
): Refused | undefined {
  const days = policy.waits.find((wait) => wait.category === category)?.days;
  if (days === undefined) return undefined;
  const last = Math.max(...contacts.filter((one) => one.category === category).map(({ at }) => at));
  const nextAt = last + days * DAY;
  return nextAt > now ? { allowed: false, reason: 'waitingTime', nextAt, detail: { category, days } } : undefined;
}

/** The limit that holds longest. */
function exceeds(
  { limits }: ContactPolicy,
  contacts: readonly PastContact[],
  purpose: ContactPurpose,
  now: number,
): Refused | undefined {
  let longest: (Refused & { readonly nextAt: number }) | undefined;
  for (const { purpose: of, most, days } of limits) {
    if (of !== null && of !== purpose) continue;
    const counted = contacts.filter((one) => of === null || one.purpose === of).map(({ at }) => at);
    const inside = counted.filter((at) => at > now - days * DAY).sort((a, b) => a - b);
    if (inside.length < most) continue;
    // so many must have left the window that one more fits
    const nextAt = (inside[inside.length - most] as number) + days * DAY;
    if (longest && longest.nextAt >= nextAt) continue;
    longest = { allowed: false, reason: 'limitReached', nextAt, detail: { purpose: of, most, days } };
  }
  return longest;
}

function isQuiet({ quietHours }: ContactPolicy, offsets: Offsets, now: number): Refused | undefined {
  const nextAt = quietHours === null ? undefined : quietUntil(quietHours, offsets, now);
  return nextAt === undefined ? undefined : { allowed: false, reason: 'quietHours', nextAt };
}

/** Who goes first: what the wish says, else the policy. */
export function priorityOf({ priorities }: ContactPolicy, { purpose, category, priority }: ContactWish): number {
  if (priority !== undefined && priority !== null) return priority;
  const own = priorities.filter((one) => one.purpose === purpose);
  const found = own.find((one) => one.category !== null && one.category === category);
  return (found ?? own.find((one) => one.category === null))?.priority ?? 0;
}
