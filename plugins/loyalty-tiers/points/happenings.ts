import { activityIdOf, type KeptActivity, type KeptCustomer } from '#contract';
import type { Purse } from '../ledger/account.ts';
import type { LedgerEvent } from '../ledger/events.ts';
import { DAY, type Days } from '../programme/dates.ts';
import type { Programme } from '../programme/document.ts';
import { earned } from '../programme/earning.ts';
import type { Because } from './books.ts';
import { type PublishedProgramme, publishedProgrammes } from './programmes.ts';

/** An event for one account of a customer. */
export interface Happening extends Because {
  readonly programme: string;
  readonly purse: Purse;
  readonly event: LedgerEvent;
}

/**
 * What the activities of a customer mean for its accounts: what they earn first, by the versions that are for the customer,
 * then what was given back, in every programme.
 */
export function happenings(customer: KeptCustomer, programmes: readonly PublishedProgramme[], days: Days): Happening[] {
  const { activities, now: at } = customer;
  const earnings = publishedProgrammes(customer).flatMap(({ key, programme, ruleSet: { versionId } }) =>
    activities.flatMap((activity): Happening[] => {
      const { points, credits } = earned(programme, activity, customer, days);
      const by = activity.id;
      const earn = (purse: Purse, lots: typeof points): Happening[] =>
        lots.length > 0 ? [{ programme: key, purse, versionId, event: { type: 'earn', lots, at, by } }] : [];
      return [...earn('points', points), ...rolled(key, programme, activity, at), ...earn('credits', credits)];
    }),
  );
  return [...earnings, ...activities.flatMap((activity) => givenBack(activity, programmes, at))];
}

/** Where points expire so long after the last activity, an activity keeps them alive. */
function rolled(key: string, { expiry, earn }: Programme, activity: KeptActivity, at: number): Happening[] {
  if (expiry?.kind !== 'rolling') return [];
  if (!expiry.anyActivity && !earn.some(({ on }) => on === activity.kind)) return [];
  const expiresAt = activity.occurredAt + expiry.days * DAY;
  return [{ programme: key, purse: 'points', event: { type: 'prolong', expiresAt, at, by: activity.id } }];
}

/** The activity whose purchase is given back; nothing for a refund that names none. */
export function refundedBy({ kind, customerId, source, payload }: KeptActivity): string | undefined {
  const { purchaseKey } = payload;
  return kind === 'refund' && typeof purchaseKey === 'string'
    ? activityIdOf(customerId, source, purchaseKey)
    : undefined;
}

function givenBack(activity: KeptActivity, programmes: readonly PublishedProgramme[], at: number): Happening[] {
  const source = refundedBy(activity);
  const { amount } = activity.payload;
  if (source === undefined || typeof amount !== 'number') return [];
  return programmes.flatMap(({ key }) =>
    (['points', 'credits'] as const).map((purse) => ({
      programme: key,
      purse,
      event: { type: 'refund' as const, source, amount, at, by: activity.id },
    })),
  );
}
