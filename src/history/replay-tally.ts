import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { Calendar } from '../metrics/calendar.ts';

/** Somebody entered an outcome, or left it. */
export interface ReplayMove {
  readonly at: number;
  readonly customerId: string;
  readonly number: number;
  readonly ruleSet: string;
  readonly outcome: string;
  readonly entered: boolean;
}

interface Counts {
  readonly ruleSet: string;
  readonly outcome: string;
  readonly customers: Int32Array;
  readonly entered: Int32Array;
  readonly left: Int32Array;
}

/** What a chunk of customers adds to a replay: by outcome and day, and who moved when. Days are the account's. */
export class ReplayTally {
  readonly #calendar: Calendar;
  readonly #first: number;
  readonly #days: number;
  readonly #counts = new Map<string, Counts>();
  readonly moves: ReplayMove[] = [];

  constructor(calendar: Calendar, from: number, to: number) {
    this.#calendar = calendar;
    this.#first = calendar.dayOf(from);
    this.#days = calendar.dayOf(to) - this.#first + 1;
  }

  /** Somebody is there from an instant on; `moved`: and was not before. */
  enter(move: ReplayMove, moved: boolean): void {
    const { counts, day } = this.#place(move);
    for (let i = day; i < this.#days; i++) counts.customers[i] = (counts.customers[i] as number) + 1;
    if (moved) counts.entered[day] = (counts.entered[day] as number) + 1;
    this.moves.push(move);
  }

  /** Who leaves in the course of a day is not there at its end. */
  leave(move: ReplayMove): void {
    const { counts, day } = this.#place(move);
    for (let i = day; i < this.#days; i++) counts.customers[i] = (counts.customers[i] as number) - 1;
    counts.left[day] = (counts.left[day] as number) + 1;
    this.moves.push(move);
  }

  #place({ at, ruleSet, outcome }: ReplayMove): { counts: Counts; day: number } {
    const name = `${ruleSet} ${outcome}`;
    const column = () => new Int32Array(this.#days);
    const counts = this.#counts.get(name) ?? {
      ruleSet,
      outcome,
      customers: column(),
      entered: column(),
      left: column(),
    };
    this.#counts.set(name, counts);
    return { counts, day: this.#calendar.dayOf(at) - this.#first };
  }

  /** Adds it to what was found before. */
  async write(sql: Sql, jobId: string, moves: boolean): Promise<void> {
    const rows = [...this.#counts.values()].flatMap((of) =>
      Array.from(of.customers, (customers, i) => ({
        ruleSet: of.ruleSet,
        outcome: of.outcome,
        day: this.#first + i,
        customers,
        entered: of.entered[i] as number,
        left: of.left[i] as number,
      })),
    );
    const told = rows.filter(({ customers, entered, left }) => customers > 0 || entered > 0 || left > 0);
    await sql.query(
      'replay-days',
      `insert into replay_day (job_id, rule_set, outcome, day, customers, entered, "left")
       select $1, rule_set, outcome, date '1970-01-01' + day, customers, entered, "left"
         from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int[])
           as v(rule_set, outcome, day, customers, entered, "left")
       on conflict (job_id, rule_set, outcome, day) do update set customers = replay_day.customers + excluded.customers,
          entered = replay_day.entered + excluded.entered, "left" = replay_day."left" + excluded."left"`,
      [
        jobId,
        texts(told.map(({ ruleSet }) => ruleSet)),
        texts(told.map(({ outcome }) => outcome)),
        literal(told.map(({ day }) => day)),
        literal(told.map(({ customers }) => customers)),
        literal(told.map(({ entered }) => entered)),
        literal(told.map(({ left }) => left)),
      ],
    );
    if (moves && this.moves.length > 0) await this.#writeMoves(sql, jobId);
  }

  async #writeMoves(sql: Sql, jobId: string): Promise<void> {
    const { moves } = this;
    await sql.query(
      'replay-moves',
      `insert into replay_move (job_id, customer_id, number, at, rule_set, outcome, entered)
       select $1, customer_id, number, to_timestamp(at / 1000.0), rule_set, outcome, entered
         from unnest($2::uuid[], $3::int[], $4::float8[], $5::text[], $6::text[], $7::boolean[])
           as v(customer_id, number, at, rule_set, outcome, entered)`,
      [
        jobId,
        literal(moves.map(({ customerId }) => customerId)),
        literal(moves.map(({ number }) => number)),
        literal(moves.map(({ at }) => at)),
        texts(moves.map(({ ruleSet }) => ruleSet)),
        texts(moves.map(({ outcome }) => outcome)),
        literal(moves.map(({ entered }) => (entered ? 't' : 'f'))),
      ],
    );
  }
}
