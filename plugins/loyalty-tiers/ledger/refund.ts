import type { Draft, OpenLot } from './draft.ts';
import { portion, shares } from './shares.ts';

/**
 * Takes back what was earned by a source, in proportion to what of it was given back in all. What remains of its lots
 * goes first; what was spent by then is owed; what expired is forgiven. Many partial refunds take no more and no less
 * than a single one.
 */
export function refund(draft: Draft, source: string, amount: number, at: number, by: string): void {
  const lots = draft.lots.filter((lot) => lot.source === source && lot.base > 0);
  for (const own of Map.groupBy(lots, ({ base }) => base).values()) {
    for (const lot of own) lot.refunded = Math.min(lot.base, lot.refunded + amount);
    takeBack(draft, own, at, by);
  }
  draft.repay(at);
}

function takeBack(draft: Draft, lots: readonly OpenLot[], at: number, by: string): void {
  const { refunded, base } = lots[0] as OpenLot;
  const points = lots.reduce((sum, lot) => sum + lot.points, 0);
  const before = lots.reduce((sum, lot) => sum + lot.returned, 0);
  const more = Math.max(0, portion(points, refunded, base) - before);
  const parts = shares(
    more,
    lots.map((lot) => lot.points - lot.returned),
  );
  for (const [i, lot] of lots.entries()) {
    const part = parts[i] as number;
    const kept = Math.min(part, lot.remaining);
    draft.move('reversed', lot, draft.sideOf(lot), 'reversed', kept, at, by);
    const owed = Math.max(0, Math.min(part - kept, lot.spent - lot.clawed));
    draft.move('clawedBack', lot, 'debt', 'reversed', owed, at, by);
    lot.remaining -= kept;
    lot.reversed += kept;
    lot.clawed += owed;
    lot.returned += part;
    draft.debt += owed;
  }
}
