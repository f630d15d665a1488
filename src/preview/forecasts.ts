import type { Beginning, Forecaster } from '../contract/forecast.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { Engine } from '../pipeline/engine.ts';
import { keeperOutlook } from '../pipeline/locked-customer.ts';
import { publicly } from '../pipeline/published.ts';
import type { Move } from './difference.ts';
import type { ForecastResult } from './result.ts';

/** Customers that keepers are asked about at a time. */
const BATCH = 500;

/** Asks keepers what they would do to those for whom outcomes of their kinds would begin. */
export class Forecasts {
  readonly #engine: Engine;
  readonly #lookups: Sql;
  readonly #asked: readonly { readonly kinds: ReadonlySet<string>; readonly forecaster: Forecaster }[];
  readonly #waiting: { readonly customerId: string; readonly moves: readonly Move[] }[] = [];

  constructor(engine: Engine, lookups: Sql, at: number) {
    this.#engine = engine;
    this.#lookups = lookups;
    const look = keeperOutlook(engine, { now: at, query: lookups.query.bind(lookups) });
    this.#asked = engine.plan.keepers.flatMap(({ keeper, kinds }) =>
      keeper.forecast ? [{ kinds, forecaster: keeper.forecast(look) }] : [],
    );
  }

  /** Notes a customer of whom something moves. */
  note(customerId: string, moves: readonly Move[]): void {
    const begins = ({ ruleSet, began }: Move): boolean =>
      began.length > 0 && this.#asked.some(({ kinds }) => kinds.has(ruleSet.kind.key));
    if (moves.some(begins)) this.#waiting.push({ customerId, moves });
  }

  /** Asks about those who were noted, when they are many. */
  async settle(atLeast = BATCH): Promise<void> {
    while (this.#waiting.length >= Math.max(1, atLeast)) {
      const customers = this.#waiting.splice(0, BATCH);
      const people = await readPeople(
        this.#lookups,
        customers.map(({ customerId }) => customerId),
      );
      for (const { kinds, forecaster } of this.#asked) {
        const concerned = customers.flatMap(({ customerId, moves }): Beginning[] => {
          const began = this.#began(moves, kinds);
          return began.length > 0 ? [{ ...(people.get(customerId) as Person), began }] : [];
        });
        if (concerned.length > 0) await forecaster.take(concerned);
      }
    }
  }

  async results(): Promise<ForecastResult[]> {
    await this.settle(1);
    return this.#asked.flatMap(({ forecaster }) =>
      forecaster.forecasts().map(({ ruleSet, ...forecast }) => ({ ...forecast, ruleSet: ruleSet.key })),
    );
  }

  #began(moves: readonly Move[], kinds: ReadonlySet<string>): Beginning['began'] {
    return moves
      .filter(({ ruleSet }) => kinds.has(ruleSet.kind.key))
      .flatMap(({ ruleSet, began: codes }) => {
        const shown = publicly(ruleSet);
        return codes.map((code) => ({ ruleSet: shown, key: this.#engine.outcomes.get(code)?.key as string }));
      });
  }
}

type Person = Omit<Beginning, 'began'>;

async function readPeople(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const rows = await sql.query<Person>(
    'forecast-people',
    `select id as "customerId", (extract(epoch from joined_at) * 1000)::float8 as "joinedAt",
            erased_at is not null as erased
       from customer where id = any($1::uuid[])`,
    [literal(ids)],
  );
  return new Map(rows.map((one) => [one.customerId, one]));
}
