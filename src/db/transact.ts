import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Transaction } from './database.ts';
import { failPoint } from './fail-point.ts';

const ATTEMPTS = 5;

/** Serialisation, deadlock, lock not available, resources, server going away or not the primary, connection lost. */
const PASSING = /^(40001|40P01|55P03|25P03|25006|53...|57P0.|08...)$/;
const SILENT = 'Query read timeout';
const LOST = new RegExp(
  [
    'Connection terminated|is not queryable|timeout exceeded when trying to connect',
    'ECONNRESET|EPIPE|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN',
    SILENT,
  ].join('|'),
);

/** Whether the same work may succeed when it is tried again. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return PASSING.test(code ?? '') || LOST.test(message ?? '') || LOST.test(code ?? '');
}

/** A statement as the driver takes it. */
type StatementOf = (name: string, text: string, values: readonly unknown[]) => QueryConfig;

/**
 * `BEGIN`, the work, `COMMIT`; the whole of it again on a passing failure, at most five times, with jitter. `begin` is
 * the statement that opens it.
 */
export async function transact<T>(
  pool: Pool,
  work: (sql: Transaction) => Promise<T>,
  statementOf: StatementOf,
  begin: string,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, work, statementOf, begin);
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function once<T>(
  pool: Pool,
  work: (sql: Transaction) => Promise<T>,
  statementOf: StatementOf,
  begin: string,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const running = new Running(client, statementOf, begin);
  try {
    const result = await work(running);
    await failPoint('before-commit');
    await running.commit();
    await failPoint('after-commit-before-answer');
    return result;
  } catch (thrown) {
    // what came after a statement that failed only says that the transaction is aborted
    const error = (running.failure ?? thrown) as Error;
    // nobody answers on a connection that has fallen silent: a rollback would only wait as long again
    if (error.message === SILENT) broken = error;
    else
      await client.query('rollback').catch((failure: Error) => {
        broken = failure; // the pool must not hand this connection out again
      });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A transaction on a connection that takes statements while it is still answering earlier ones. */
class Running implements Transaction {
  readonly #client: PoolClient;
  readonly #statementOf: StatementOf;
  /** The first failure of a statement that nobody waited for. */
  failure: unknown;

  constructor(client: PoolClient, statementOf: StatementOf, begin: string) {
    this.#client = client;
    this.#statementOf = statementOf;
    this.#note(client.query(begin));
  }

  async query<R>(name: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.#client.query(this.#statementOf(name, text, values))).rows as R[];
  }

  send(name: string, text: string, values: readonly unknown[] = []): void {
    this.#note(this.#client.query(this.#statementOf(name, text, values)));
  }

  /** Returns when everything is committed. PostgreSQL answers the commit of a failed transaction with a rollback. */
  async commit(): Promise<void> {
    const { command } = await this.#client.query('commit');
    if (this.failure !== undefined) throw this.failure;
    if (command !== 'COMMIT') throw new Error('a statement of the transaction failed, and it was rolled back');
  }

  #note(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => {
      this.failure ??= error;
    });
  }
}
