import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { BEGIN_POOLED, PATIENCE } from './timeouts.ts';
import { transact } from './transact.ts';

/** SQL with positional parameters; prepared once for each connection, under its name. */
export interface Sql {
  query<R>(name: string, text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** SQL inside a transaction. Its statements are on their way at once, and run in the order in which they were asked. */
export interface Transaction extends Sql {
  /** A statement whose answer nobody waits for. When it fails, the transaction fails, at the latest when it commits. */
  send(name: string, text: string, values?: readonly unknown[]): void;
}

/** One database: the unit of work (`orm`), set-based SQL (`query`, `transact`), and the URL for sessions of their own. */
export class Database implements Sql {
  readonly orm: MikroORM;
  readonly pool: Pool;
  readonly url: string;
  /** A pooler stands between us and the server: a session is ours no longer than a transaction. */
  readonly pooled: boolean;

  constructor(orm: MikroORM, pool: Pool, url: string, pooled = false) {
    this.orm = orm;
    this.pool = pool;
    this.url = url;
    this.pooled = pooled;
  }

  /** Runs one statement. `patience` is how long its answer may take, in ms; then its connection is given up. */
  async query<R>(name: string, text: string, values: readonly unknown[] = [], patience?: number): Promise<R[]> {
    return (await this.pool.query(this.#statement(name, text, values, patience))).rows as R[];
  }

  /**
   * Runs the function in one READ COMMITTED transaction and commits. On a conflict or a lost connection the whole
   * function runs again, so it must have no effect but on the database. `patience` is for each of its statements.
   */
  transact<T>(work: (sql: Transaction) => Promise<T>, patience: number = PATIENCE.inTransaction): Promise<T> {
    const statementOf = (name: string, text: string, values: readonly unknown[]) =>
      this.#statement(name, text, values, patience);
    return transact(this.pool, work, statementOf, this.pooled ? BEGIN_POOLED : 'begin');
  }

  async close(): Promise<void> {
    await this.orm.close();
    // MikroORM ends the pool only when it used it itself; left open, it would keep the process alive
    if (!this.pool.ended) await this.pool.end();
  }

  // the next transaction may be given another session of the server, which does not know what this one prepared
  #statement(name: string, text: string, values: readonly unknown[], patience: number | undefined) {
    const statement = { text, values: values as unknown[], ...(patience && { query_timeout: patience }) };
    return this.pooled || name === '' ? statement : { name, ...statement };
  }
}
