/** How long the server lets a session of ours take, in ms. */
export const SERVER_TIMEOUTS = {
  statement_timeout: 60_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/**
 * How long we wait for the server, in ms. A connection may fall silent without a word (a firewall that forgot it, a
 * machine that is gone): what the server would have ended itself is waited for, and then the connection is given up.
 */
export const PATIENCE = {
  /** For a connection, new or free. */
  connection: 15_000,
  statement: SERVER_TIMEOUTS.statement_timeout + 5000,
  /** Short, for others may wait for it; longer than a statement waits for locks. */
  inTransaction: SERVER_TIMEOUTS.lock_timeout + 5000,
  /** For readers of the feed, who come back by themselves. */
  feed: 5000,
} as const;

/** Through a pooler settings of a session reach nobody in particular, so that each transaction brings its own. */
export const BEGIN_POOLED = `begin; ${Object.entries(SERVER_TIMEOUTS)
  .map(([name, ms]) => `set local ${name} = ${ms}`)
  .join('; ')}`;
