import { upcoming } from '../../../src/history/agenda.ts';
import { readLives } from '../../../src/history/read-lives.ts';
import type { Keeping } from '../tiers/reviews.ts';
import type { TiersDocument } from '../tiers/rule-set.ts';
import { customerIdOf, type Setting } from './setting.ts';

export const on = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day);

/** Gold and silver for so much of a fact. */
export function goldAndSilver(keep: Keeping, fact: string, gold: number, silver: number): TiersDocument {
  const least = (value: number) => ({ all: [{ fact, operator: 'greaterThanInclusive', value }] });
  return {
    keep,
    tiers: [
      { key: 'gold', title: 'Gold', rank: 2, when: least(gold) },
      { key: 'silver', title: 'Silver', rank: 1, when: least(silver) },
    ],
  };
}

/** A move of a customer as a line: when, and to which tier. */
export const line = (at: number, to: string | null): string => `${new Date(at).toISOString()} ${to}`;

/** Where customers went by a rule set, and where they will go with no activity. */
export const tierMoves = ({ road, database }: Setting) => ({
  joins: (who: string, joinedAt: number | null, now: number) =>
    road.settle({ activities: [], profiles: [{ customer: { externalId: who }, joinedAt }], now }),
  async moves(who: string, ruleSet: string): Promise<string[]> {
    const rows = await database.query<{ at: number; to: string | null }>(
      'moves-by',
      `select (extract(epoch from h.created_at) * 1000)::float8 as at, h."to" from change h
         join rule_set s on s.id = h.rule_set_id where h.customer_id = $1 and s.key = $2 order by h.change_seq`,
      [customerIdOf(who), ruleSet],
    );
    return rows.map(({ at, to }) => line(at, to));
  },
  async foretold(who: readonly string[], key: string, from: number, until: number): Promise<[number, string | null][]> {
    const told: [number, string | null][] = [];
    const lives = await readLives(database, await road.engine(), who.map(customerIdOf));
    for await (const { at, change, by } of upcoming(lives, from, until))
      if (by?.key === key) told.push([at, change.to]);
    return told;
  },
});
