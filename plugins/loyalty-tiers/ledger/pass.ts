import type { Draft } from './draft.ts';

/**
 * Lets time pass until an instant, that one included: pending points become available when their time comes and pay what
 * is owed, and what is not spent when a lot expires is gone. In the order of the instants, so that it makes no difference
 * how often anybody looks.
 */
export function pass(draft: Draft, until: number): void {
  for (;;) {
    const at = nextOf(draft);
    if (at > until) break;
    mature(draft, at);
    draft.passedTo = Math.max(draft.passedTo, at);
    draft.repay(at);
    expire(draft, at);
  }
  draft.passedTo = Math.max(draft.passedTo, until);
}

/** The next instant at which something becomes of points; one that has come counts until it was seen to. */
function nextOf({ lots, passedTo }: Draft): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { remaining, availableAt, expiresAt } of lots) {
    if (remaining === 0) continue;
    const at = availableAt > passedTo ? Math.min(availableAt, expiresAt) : expiresAt;
    if (at < next) next = at;
  }
  return next;
}

function mature(draft: Draft, at: number): void {
  for (const lot of draft.lots)
    if (lot.availableAt > draft.passedTo && lot.availableAt <= at)
      draft.move('matured', lot, 'pending', 'available', lot.remaining, at, null);
}

function expire(draft: Draft, at: number): void {
  for (const lot of draft.lots) {
    if (lot.remaining === 0 || lot.expiresAt > at) continue;
    draft.move('expired', lot, draft.sideOf(lot), 'expired', lot.remaining, at, null);
    lot.expired += lot.remaining;
    lot.remaining = 0;
  }
}
