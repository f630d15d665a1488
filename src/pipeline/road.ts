import type { Database, Sql } from '../db/database.ts';
import type { Batch, SettleResult } from './batch.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine, Generations } from './engine.ts';
import { type Followers, followersByKind, type Preparations, prepareActivities } from './followers.ts';
import { compiledRules, createJudge, type Evaluate, type Judgement } from './judge.ts';
import { type EngineSources, loadEngine, readGenerations } from './load-engine.ts';
import { RecentCustomers } from './recent-customers.ts';
import { type Newcomer, settle, UnknownCustomers } from './settle.ts';

/** Most activities or customers that travel in one transaction. */
export const MAX_BATCH = 1000;

/**
 * The road, ready to drive: settles batches, each in one transaction. Engines are cached by what they were made from,
 * never by time. After a commit that appended changes, `onChanges` is told.
 */
export class Road {
  readonly database: Database;
  readonly sources: EngineSources;
  readonly #evaluate: Evaluate;
  readonly #followers: Followers;
  readonly #recent: RecentCustomers;
  readonly #engines = new Map<string, Promise<Engine>>();
  onChanges: () => void = () => {};

  constructor(
    database: Database,
    sources: EngineSources,
    evaluate: Evaluate = compiledRules,
    recent = new RecentCustomers(),
  ) {
    this.database = database;
    this.sources = sources;
    this.#evaluate = evaluate;
    this.#recent = recent;
    this.#followers = followersByKind(sources.followers, sources.kinds.keys());
  }

  /** Settles a batch; when it returns, everything that follows from the batch is committed. */
  async settle(batch: Batch): Promise<SettleResult> {
    const result = await this.#travel(batch, await this.prepare(batch), []);
    if (result.changes > 0) this.onChanges();
    return result;
  }

  /** What followers add to activities, and why some would be refused: all that can be said before they are recorded. */
  prepare({ activities, now = Date.now() }: Pick<Batch, 'activities' | 'now'>): Promise<Preparations> {
    const { database, sources } = this;
    const query: Sql['query'] = (name, text, values) => database.query(name, text, values);
    return prepareActivities(this.#followers, activities, { query, now, classifiers: sources.classifiers });
  }

  async #travel(batch: Batch, prepared: Preparations, newcomers: readonly Newcomer[]): Promise<SettleResult> {
    const equipment = {
      prepared,
      followers: this.#followers,
      engineFor: (generations: Generations, sql: Sql) => this.engineFor(generations, sql),
      judgeOf: (engine: Engine) => this.#judgeOf(engine),
      recent: this.#recent,
    };
    try {
      const { result, rows } = await this.database.transact((sql) => settle(sql, batch, equipment, newcomers));
      this.#recent.settled(result.customerIds, rows);
      return result;
    } catch (error) {
      if (!(error instanceof UnknownCustomers)) throw error;
      return this.#travel(batch, prepared, [...newcomers, ...error.customers]);
    }
  }

  /** The engine of this moment, for reading; the road itself asks again under its locks. */
  async engine(): Promise<Engine> {
    return this.engineFor(await readGenerations(this.database));
  }

  /** `sql` is what a caller holds already: waiting for another connection as well, many callers could use up all of them. */
  engineFor(generations: Generations, sql: Sql = this.database): Promise<Engine> {
    const key = `${generations.metrics} ${generations.rules} ${generations.attributes}`;
    let engine = this.#engines.get(key);
    if (!engine) {
      engine = loadEngine(sql, this.sources, generations);
      engine.catch(() => this.#engines.delete(key));
      this.#engines.set(key, engine);
      const [oldest] = this.#engines.keys();
      if (this.#engines.size > 3 && oldest !== undefined) this.#engines.delete(oldest);
    }
    return engine;
  }

  // a judge has scratch space of its own, so each transaction takes one that is free
  readonly #judges = new WeakMap<Engine, ((customer: CustomerState, now: number) => Promise<Judgement>)[]>();
  #judgeOf(engine: Engine): (customer: CustomerState, now: number) => Promise<Judgement> {
    const free = this.#judges.get(engine) ?? [];
    this.#judges.set(engine, free);
    return async (customer, now) => {
      const judge = free.pop() ?? createJudge(engine, this.#evaluate);
      try {
        return await judge(customer, now);
      } finally {
        free.push(judge);
      }
    };
  }
}
