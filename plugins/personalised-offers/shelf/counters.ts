import type { MadeOffer, OfferState } from './made-offer.ts';
import type { Ask } from './open-shelves.ts';

/** What is limited in all: how many of an offer there are, or the money of a budget. */
export interface CounterName {
  readonly ruleSet: string;
  readonly of: 'cap' | 'budget';
  readonly name: string;
}

export interface Counter extends CounterName {
  /** Taken by offers that are open. */
  reserved: number;
  /** Taken by offers that were redeemed. */
  committed: number;
}

const keyOf = ({ ruleSet, of, name }: CounterName): string => `${ruleSet} ${of} ${name}`;

/** What an offer takes, and of what. */
export function takenBy({
  ruleSet,
  offer,
  capped,
  budget,
  cost,
}: Pick<MadeOffer, 'ruleSet' | 'offer' | 'capped' | 'budget' | 'cost'>) {
  return [
    ...(capped ? [{ counter: { ruleSet, of: 'cap' as const, name: offer }, amount: 1 }] : []),
    ...(budget === null ? [] : [{ counter: { ruleSet, of: 'budget' as const, name: budget }, amount: cost }]),
  ];
}

const SIDES: Partial<Record<OfferState, 'reserved' | 'committed'>> = { open: 'reserved', redeemed: 'committed' };

/** Counters under their locks, and what they become. */
export class Counters {
  readonly #counters: Map<string, Counter>;
  readonly #moved = new Set<Counter>();

  constructor(counters: readonly Counter[]) {
    this.#counters = new Map(counters.map((one) => [keyOf(one), one]));
  }

  /** Takes in those of others that are not among these. */
  join(others: Counters): void {
    for (const [key, one] of others.#counters) if (!this.#counters.has(key)) this.#counters.set(key, one);
  }

  taken(name: CounterName): number {
    const { reserved, committed } = this.#counters.get(keyOf(name)) ?? { reserved: 0, committed: 0 };
    return reserved + committed;
  }

  /** Moves what an offer takes from where its settled state has it to where its state has it. */
  settle(offer: MadeOffer): void {
    const [from, to] = [offer.settled && SIDES[offer.settled], SIDES[offer.state]];
    if (from === to) return;
    for (const { counter: name, amount } of takenBy(offer)) {
      const counter = this.#counters.get(keyOf(name));
      if (!counter) throw new Error(`the counter ${keyOf(name)} is not locked`);
      if (from) counter[from] -= amount;
      if (to) counter[to] += amount;
      this.#moved.add(counter);
    }
  }

  get moved(): readonly Counter[] {
    return [...this.#moved];
  }
}

const unique = (names: readonly CounterName[]): CounterName[] => [
  ...new Map(names.map((name) => [keyOf(name), name])).values(),
];

const columnsOf = (names: readonly CounterName[]) => [
  names.map(({ ruleSet }) => ruleSet),
  names.map(({ of }) => of),
  names.map(({ name }) => name),
];

const SELECT = `select c.rule_set as "ruleSet", c.of, c.name, c.reserved::float8, c.committed::float8
    from personalised_offers_counter c
    join unnest($1::text[], $2::text[], $3::text[]) as v(rule_set, of, name) using (rule_set, of, name)`;

/** What counters say at this moment; somebody else may be about to move them. */
export async function peekCounters(sql: Ask, names: readonly CounterName[]): Promise<Counters> {
  const wanted = unique(names);
  const found = wanted.length === 0 ? [] : await sql.query<Counter>('offers-peek', SELECT, columnsOf(wanted));
  const known = new Set(found.map(keyOf));
  const untouched = wanted.filter((name) => !known.has(keyOf(name)));
  return new Counters([...found, ...untouched.map((name) => ({ ...name, reserved: 0, committed: 0 }))]);
}

/** Locks counters, always in the same order, so that nobody waits for somebody who waits for them. */
export async function lockCounters(sql: Ask, names: readonly CounterName[]): Promise<Counters> {
  const wanted = unique(names);
  if (wanted.length === 0) return new Counters([]);
  const columns = columnsOf(wanted);
  const [, counters] = await Promise.all([
    sql.query(
      'offers-make-counters',
      `insert into personalised_offers_counter (rule_set, of, name)
       select * from unnest($1::text[], $2::text[], $3::text[]) as v(rule_set, of, name)
       order by rule_set, of, name on conflict do nothing`,
      columns,
    ),
    sql.query<Counter>(
      'offers-lock-counters',
      `${SELECT} order by c.rule_set, c.of, c.name for no key update of c`,
      columns,
    ),
  ]);
  return new Counters(counters);
}

export async function writeCounters(sql: Ask, { moved }: Counters): Promise<void> {
  if (moved.length === 0) return;
  await sql.query(
    'offers-write-counters',
    `update personalised_offers_counter c set reserved = v.reserved, committed = v.committed
       from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) as v(rule_set, of, name, reserved, committed)
      where c.rule_set = v.rule_set and c.of = v.of and c.name = v.name`,
    [...columnsOf(moved), moved.map(({ reserved }) => reserved), moved.map(({ committed }) => committed)],
  );
}
