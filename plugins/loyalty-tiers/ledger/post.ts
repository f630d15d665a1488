import type { Account, Posted, Side } from './account.ts';
import { Draft } from './draft.ts';
import type { LedgerEvent, LotPoints, NewLot } from './events.ts';
import { pass } from './pass.ts';
import { refund } from './refund.ts';

/** There are fewer points to spend than were asked for. */
export class NotEnough extends Error {
  readonly available: number;

  constructor(available: number) {
    super('there are not enough points');
    this.available = available;
  }
}

/** Posts an event to an account, pure: the same account and event give the same. Events come in the order of time. */
export function post(account: Account, event: LedgerEvent): Posted {
  const draft = new Draft(account);
  const { at, by } = event;
  pass(draft, at);
  switch (event.type) {
    case 'earn':
    case 'receive':
      for (const lot of event.lots) open(draft, lot, event.type === 'earn' ? 'issued' : 'transferred', at, by);
      break;
    case 'adjust':
      open(draft, event.lot, 'adjusted', at, by);
      break;
    case 'take':
      take(draft, event.points, event.reason, at, by);
      break;
    case 'restore':
      restore(draft, event.taken, at, by);
      break;
    case 'refund':
      refund(draft, event.source, event.amount, at, by);
      break;
    case 'prolong':
      for (const lot of draft.lots) if (lot.remaining > 0) lot.expiresAt = Math.max(lot.expiresAt, event.expiresAt);
      break;
    case 'pass':
      break;
  }
  // what came in may have expired by now
  pass(draft, at);
  return draft.posted();
}

const OPENED = { issued: 'earned', transferred: 'received', adjusted: 'adjusted' } as const;

function open(draft: Draft, lot: NewLot, from: keyof typeof OPENED & Side, at: number, by: string): void {
  if (lot.points === 0) return;
  const zero = { spent: 0, expired: 0, reversed: 0, clawed: 0, returned: 0, refunded: 0 };
  const made = { ...lot, remaining: lot.points, ...zero };
  draft.lots.push(made);
  draft.move(OPENED[from], made, from, draft.sideOf(made), lot.points, at, by);
  draft.repay(at);
}

const TAKEN = {
  spend: { kind: 'spent', to: 'spent' },
  send: { kind: 'sent', to: 'transferred' },
  adjust: { kind: 'adjusted', to: 'adjusted' },
} as const;

function take(draft: Draft, points: number, reason: keyof typeof TAKEN, at: number, by: string): void {
  const available = draft.spendable().reduce((sum, lot) => sum + lot.remaining, 0);
  if (points > available) throw new NotEnough(available);
  const { kind, to } = TAKEN[reason];
  draft.take(points, (lot, taken) => {
    lot.spent += taken;
    draft.move(kind, lot, 'available', to, taken, at, by);
  });
}

/** Puts points back where they were taken: into the same lots, which expire when they would have. */
function restore(draft: Draft, taken: readonly LotPoints[], at: number, by: string): void {
  for (const { lot: id, points } of taken) {
    const lot = draft.lots.find((one) => one.id === id);
    if (!lot || lot.spent < points) throw new Error(`nothing like that was taken from the lot ${id}`);
    lot.spent -= points;
    lot.remaining += points;
    draft.move('restored', lot, 'spent', 'available', points, at, by);
  }
  draft.repay(at);
}
