import type { Account, Posted } from './account.ts';
import { post } from './post.ts';

/** Points that go from one customer to another, and keep the instants at which they were earned and expire. */
export function transfer(
  from: Account,
  to: Account,
  { points, at, by }: { readonly points: number; readonly at: number; readonly by: string },
): { readonly from: Posted; readonly to: Posted } {
  const sent = post(from, { type: 'take', reason: 'send', points, at, by });
  const lots = sent.movements
    .filter(({ kind }) => kind === 'sent')
    .map(({ lot: id, points: part }, i) => {
      const { earnedAt, expiresAt } = from.lots.find((lot) => lot.id === id) as Account['lots'][number];
      return { id: `${by}:${i}`, earnedAt, availableAt: at, expiresAt, source: null, base: 0, points: part };
    });
  return { from: sent, to: post(to, { type: 'receive', lots, at, by }) };
}
