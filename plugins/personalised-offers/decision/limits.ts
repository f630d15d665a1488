import type { KeeperTransaction } from '#contract';
import { type Counters, takenBy } from '../shelf/counters.ts';
import { nameOf } from '../shelf/shelf.ts';
import type { Candidate } from './candidate.ts';
import type { Verdict } from './consider.ts';
import { DAY } from './time.ts';

/** How long somebody waits before it is looked again whether something of a cap or a budget came back. */
const PATIENCE = DAY;

/** How many of an offer with a cap by time stand or were redeemed, of those made within that time. */
export type Windows = ReadonlyMap<string, number>;

/** An offer, and how it would be made. */
export type Drafted = Pick<Candidate, 'published' | 'draft'>;

const windowOf = ({ published: { offer } }: Drafted): number | undefined => offer.caps?.inAll?.days;

/** Counts the offers whose caps go by time; once for each offer, and no statement when there is none. */
export async function readWindows(
  tx: Pick<KeeperTransaction, 'query' | 'now'>,
  candidates: readonly Drafted[],
): Promise<Map<string, number>> {
  const wanted = new Map(
    candidates.flatMap((one) => {
      const days = windowOf(one);
      return days === undefined ? [] : [[nameOf(one.draft), { ...one.draft, since: tx.now - days * DAY }] as const];
    }),
  );
  if (wanted.size === 0) return new Map();
  const list = [...wanted.values()];
  // what is dated after this instant, by another clock, counts as well
  const rows = await tx.query<{ ruleSet: string; offer: string; count: number }>(
    'offers-windows',
    `select v.rule_set as "ruleSet", v.offer, count(o.id)::float8 as count
       from unnest($1::text[], $2::text[], $3::float8[]) as v(rule_set, offer, since)
       left join personalised_offers_offer o on o.rule_set = v.rule_set and o.offer = v.offer and o.made_at > v.since
        and o.state in ('open', 'redeemed')
      group by v.rule_set, v.offer`,
    [list.map(({ ruleSet }) => ruleSet), list.map(({ offer }) => offer), list.map(({ since }) => since)],
  );
  return new Map(rows.map((row) => [nameOf(row), row.count]));
}

/** What is left of caps and budgets, while offers are being made. */
export class Limits {
  readonly #counters: Counters;
  readonly #windows: Map<string, number>;

  constructor(counters: Counters, windows: Windows) {
    this.#counters = counters;
    this.#windows = new Map(windows);
  }

  /** Takes in windows of other offers than those that are known. */
  join(windows: Windows): void {
    for (const [name, count] of windows) if (!this.#windows.has(name)) this.#windows.set(name, count);
  }

  /** Why this one cannot be made; undefined: enough is left. */
  verdict({ draft, now, published: { offer, document } }: Candidate): Verdict | undefined {
    const nextAt = now + PATIENCE;
    for (const { counter, amount } of takenBy(draft)) {
      const taken = this.#counters.taken(counter);
      if (counter.of === 'cap') {
        const { most, days } = offer.caps?.inAll ?? { most: 0 };
        const count = days === undefined ? taken : (this.#windows.get(nameOf(draft)) ?? 0);
        if (count + amount > most) return { reason: 'capReached', nextAt };
      } else {
        const budget = document.budgets?.find(({ key }) => key === counter.name);
        if (taken + amount > (budget?.amount ?? 0)) return { reason: 'budgetSpent', nextAt, about: counter.name };
      }
    }
    return undefined;
  }

  /** One more was made. */
  made({ draft }: Candidate): void {
    const name = nameOf(draft);
    this.#windows.set(name, (this.#windows.get(name) ?? 0) + 1);
  }
}
