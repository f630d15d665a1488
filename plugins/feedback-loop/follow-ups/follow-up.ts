import { type ContactRefusal, type ContactWish, type KeptActivity, type KeptChange, uuidOf } from '#contract';
import { FollowUpAsked } from '../changes.ts';
import { type Followed, lastsUntil, whyOf } from '../rules-of.ts';

/** What a customer said, as far as rules look at it. */
export type Said = Pick<KeptActivity, 'id' | 'kind' | 'payload' | 'occurredAt'>;

/** A wish to ask a customer for something that follows from what they said. */
export interface FollowUp {
  readonly customerId: string;
  readonly said: Said;
  readonly followed: Followed;
  readonly ask: string;
  readonly channels: readonly string[] | undefined;
}

/** What a rule wants to ask for; undefined: it opens a case. */
export function followUpOf(customerId: string, said: Said, followed: Followed): FollowUp | undefined {
  const { follow } = followed.rule;
  return 'ask' in follow ? { customerId, said, followed, ask: follow.ask, channels: follow.channels } : undefined;
}

/** The same wish again has the same id, so that it leads to one contact. */
export const wishOf = ({ customerId, said, followed, channels }: FollowUp): ContactWish => ({
  ...{ id: uuidOf(`follow-up\0${said.id}\0${followed.ruleSet.key}`), customerId },
  ...{ purpose: 'follow-up', subject: followed.rule.key },
  ...(channels && { channels }),
});

/** What is told of a customer who is asked. */
export const changeOfAsk = ({ followed, ask, said }: FollowUp, channel: string): KeptChange => ({
  ...{ type: FollowUpAsked.type, key: followed.rule.key, from: null, to: ask, ruleSet: followed.ruleSet },
  why: whyOf(followed, said),
  details: { activityId: said.id, channel },
});

/** A wish that the contact policy refused, and that is asked again. Of a rule set there is one, for what was said last. */
export interface Waiting {
  readonly customerId: string;
  readonly ruleSet: string;
  readonly rule: string;
  readonly ask: string;
  readonly activityId: string;
  readonly saidAt: number;
  readonly reason: ContactRefusal;
  /** Null: nobody can tell; it is asked again when somebody acts on the customer. */
  readonly nextAt: number | null;
  /** From then on it makes no sense any more. */
  readonly until: number;
}

/** What waits of a wish that was refused at an instant; undefined: it can never be asked in time. */
export function waitingFor(
  { customerId, said, followed, ask }: FollowUp,
  { reason, nextAt }: Pick<Waiting, 'reason' | 'nextAt'>,
  now: number,
): Waiting | undefined {
  const until = lastsUntil(followed.document, said.occurredAt);
  if (until <= now || (nextAt ?? until) > until) return undefined;
  const { ruleSet, rule } = followed;
  const of = { customerId, ruleSet: ruleSet.key, rule: rule.key, ask, activityId: said.id, saidAt: said.occurredAt };
  return { ...of, reason, nextAt, until };
}
