import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

const ATTEMPTS = 5;

/** Serialisation failure, deadlock, lock not available, server going away, connection lost. */
const PASSING = /^(40001|40P01|55P03|57P0.|08...)$/;
const LOST = /Connection terminated|ECONNRESET|EPIPE|ECONNREFUSED|timeout exceeded when trying to connect/;

/** Whether the same work may succeed when it is tried again. */
export function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return PASSING.test(code ?? '') || LOST.test(message ?? '') || LOST.test(code ?? '');
}

/** `BEGIN`, the work, `COMMIT`; the whole of it again on a passing failure, at most five times, with jitter. */
export async function transact<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function once<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure; // the pool must not hand this connection out again
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
