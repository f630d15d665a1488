import { customerIdOf } from '../../src/activities/identify.ts';
import type { Replacement } from '../../src/pipeline/engine-with.ts';
import type { Road } from '../../src/pipeline/road.ts';
import { readMovers } from '../../src/preview/movers.ts';
import { type Preview, readPreview } from '../../src/preview/read-preview.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 5, 1, 12);

export const atLeast = (fact: string, value: number) => ({ fact, operator: 'greaterThanInclusive', value });
export const isTrue = (fact: string) => ({ fact, operator: 'equal', value: true });

/** A draft of a rule set with one segment for each condition. */
export const segments = (ruleSetKey: string, whens: Readonly<Record<string, object>>): Replacement => ({
  ruleSetKey,
  kind: 'segments',
  source: JSON.stringify({
    segments: Object.entries(whens).map(([key, when]) => ({ key, title: key, when: { all: [when] } })),
  }),
});

export const tiers = (ruleSetKey: string, whens: Readonly<Record<string, object>>): Replacement => ({
  ruleSetKey,
  kind: 'loyalty-tiers',
  source: JSON.stringify({
    tiers: Object.entries(whens).map(([key, when], i) => ({ key, title: key, rank: 10 - i, when: { all: [when] } })),
  }),
});

/** Customers `c1` … `cn`, of whom `ci` bought `i` times, a day apart, the last time `ago` before now. */
export async function buyers(road: Road, count: number, ago = 0): Promise<void> {
  const activities = Array.from({ length: count }, (_, i) => i + 1).flatMap((n) =>
    Array.from({ length: n }, (_, k) => ({
      customer: { externalId: `c${n}` },
      key: `${n}-${k}`,
      source: 'test',
      kind: 'purchase',
      occurredAt: NOW - ago - k * DAY,
      payload: { amount: 1000, currency: 'EUR' },
    })),
  );
  for (let from = 0; from < activities.length; from += 500)
    await road.settle({ activities: activities.slice(from, from + 500), now: NOW });
}

export const idOf = (n: number): string => customerIdOf(`c${n}`);

/** The preview, and who moves as `c3 lifecycle: keen → null`. */
export async function outcomeOf(road: Road, id: string): Promise<{ preview: Preview; moves: string[] }> {
  const movers = await readMovers(road.database, id, {}, 0, 10_000);
  const moves = movers.map(({ externalId, ruleSet, from, to }) => `${externalId} ${ruleSet}: ${from} → ${to}`);
  return { preview: (await readPreview(road.database, id)) as Preview, moves: moves.sort() };
}
