import { type Problem, refusal } from '#contract';
import type { Programme } from './document.ts';
import { phrases } from './words.ts';

/** What JSON Schema cannot say of a programme. */
export function checkProgramme({ earn, rewards = [], expiry, pendingDays = 0 }: Programme): Problem[] {
  return [
    ...repeated(earn, '/earn'),
    ...repeated(rewards, '/rewards'),
    ...earn.flatMap(({ points, credits }, i) =>
      points || credits ? [] : [refusal(`/earn/${i}`, 'EARNS_NOTHING', phrases.earnsNothing())],
    ),
    ...(expiry?.kind === 'date' && expiry.day > daysIn(expiry.month)
      ? [refusal('/expiry/day', 'NO_SUCH_DAY', phrases.noSuchDay())]
      : []),
    ...(leastDays(expiry) < pendingDays
      ? [refusal('/expiry', 'EXPIRES_WHILE_PENDING', phrases.expiresWhilePending({ days: pendingDays }))]
      : []),
  ];
}

function repeated(list: readonly { readonly key: string }[], pointer: string): Problem[] {
  return list.flatMap(({ key }, i) =>
    list.findIndex((one) => one.key === key) < i
      ? [refusal(`${pointer}/${i}/key`, 'KEY_TAKEN', phrases.keyTaken({ key }))]
      : [],
  );
}

/** In a year with the fewest. */
const daysIn = (month: number): number => new Date(Date.UTC(2026, month, 0)).getUTCDate();

/** How long points live at least. */
function leastDays(expiry: Programme['expiry']): number {
  switch (expiry?.kind) {
    case undefined:
      return Number.POSITIVE_INFINITY;
    case 'lifetime':
      return expiry.months * 28;
    case 'rolling':
      return expiry.days;
    case 'date':
      return expiry.safeDays;
  }
}
