import pg from 'pg';
import type { Database, Sql } from './database.ts';
import { PATIENCE } from './timeouts.ts';

/**
 * A connection of its own, for work that holds one transaction open for as long as it takes: outside the pool, whose
 * connections are for statements that are soon answered.
 */
export class Session implements Sql {
  readonly client: pg.Client;
  readonly #pooled: boolean;
  #answered: Promise<unknown> = Promise.resolve();

  private constructor(client: pg.Client, pooled: boolean) {
    this.client = client;
    this.#pooled = pooled;
  }

  /** Opens a connection, and on it a transaction: `mode` is what follows `begin`. */
  static async begin({ url, pooled }: Database, mode: string): Promise<Session> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: PATIENCE.connection,
      keepAlive: true,
    });
    // a connection that is lost fails whatever waits for it; nobody else need know
    client.on('error', () => {});
    await client.connect();
    const session = new Session(client, pooled);
    try {
      await client.query(
        `begin ${mode}; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
      );
      return session;
    } catch (error) {
      session.cut();
      throw error;
    }
  }

  /** Statements that are asked for together are sent one after the other. */
  async query<R>(name: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
    const statement = { text, values: values as unknown[] };
    const named = this.#pooled || name === '' ? statement : { name, ...statement };
    const answer = this.#answered.then(() => this.client.query(named));
    this.#answered = answer.catch(() => {});
    return (await answer).rows as R[];
  }

  async commit(): Promise<void> {
    await this.client.query('commit');
    await this.client.end();
  }

  /** Ends at once, whatever is on its way; the server undoes what was not committed. */
  cut(): void {
    (this.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
