import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool, PoolClient } from 'pg';
import { transact } from './transact.ts';

/** SQL with positional parameters; prepared once for each connection, under its name. */
export interface Sql {
  query<R>(name: string, text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** One database: the unit of work (`orm`), set-based SQL (`query`, `transact`), and the URL for sessions of their own. */
export class Database implements Sql {
  readonly orm: MikroORM;
  readonly pool: Pool;
  readonly url: string;

  constructor(orm: MikroORM, pool: Pool, url: string) {
    this.orm = orm;
    this.pool = pool;
    this.url = url;
  }

  async query<R>(name: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.pool.query({ name, text, values: values as unknown[] })).rows as R[];
  }

  /**
   * Runs the function in one READ COMMITTED transaction and commits. On a conflict or a lost connection the whole
   * function runs again, so it must have no effect but on the database.
   */
  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return transact(this.pool, (client) => work(sqlOf(client)));
  }

  async close(): Promise<void> {
    await this.orm.close();
    // MikroORM ends the pool only when it used it itself; left open, it would keep the process alive
    if (!this.pool.ended) await this.pool.end();
  }
}

const sqlOf = (client: PoolClient): Sql => ({
  query: async (name, text, values = []) =>
    (await client.query({ name, text, values: values as unknown[] })).rows as never,
});
