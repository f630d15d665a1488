import path from 'node:path';
import pg from 'pg';
import type { Config } from '../config.ts';
import { startEmbedded } from '../db/embedded.ts';
import { createDatabase } from '../db/migrate.ts';
import { CommandFailure } from './usage-error.ts';

const NAME = 'retinue';

export interface OpenDatabase {
  readonly url: string;
  /** Stops the embedded server, when this process started it. */
  close(): Promise<void>;
}

/**
 * The database of the configuration: the one that it names, or an embedded one that is started for it. One that may lose
 * what it confirmed is refused.
 */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: (line: string) => void = tellOurs,
): Promise<OpenDatabase> {
  if (databaseUrl !== undefined) {
    await checkDatabase(databaseUrl);
    return { url: databaseUrl, close: async () => {} };
  }
  const embedded = await startEmbedded({ dataDir: path.join(dataDir, 'pg'), log });
  try {
    await createDatabase(embedded.url('postgres'), NAME);
    const url = embedded.url(NAME);
    await checkDatabase(url);
    return { url, close: () => embedded.stop() };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** Our own lines; those of the server begin with a time, and are of interest only when it does not start. */
function tellOurs(line: string): void {
  if (!/^\d{4}-\d{2}-\d{2} |^\s/.test(line)) console.error(line);
}

const ADVICE: Readonly<Record<string, string>> = {
  '3D000': 'The database that DATABASE_URL names does not exist; create it first.',
  '28P01': 'The server does not accept the password of DATABASE_URL.',
  '28000': 'The server does not let this account in; see its pg_hba.conf.',
  ECONNREFUSED: 'Nobody listens at the address of DATABASE_URL; is the server running?',
  ENOTFOUND: 'The host of DATABASE_URL is not known.',
  ENOENT: 'There is no socket where DATABASE_URL says; is the server running?',
};

/** Connects once, and makes sure that what the server confirms is on its disk. */
async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    throw new CommandFailure(ADVICE[code] ?? `The database cannot be reached: ${message}`);
  }
  try {
    const { rows } = await client.query<{ fsync: string; synchronous_commit: string; version: string }>(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
              current_setting('server_version_num') as version`,
    );
    const {
      fsync,
      synchronous_commit: commit,
      version,
    } = rows[0] ?? { fsync: '', synchronous_commit: '', version: '0' };
    if (Number(version) < 150_000) throw new CommandFailure('PostgreSQL 15 or newer is needed.');
    for (const [name, value] of [
      ['fsync', fsync],
      ['synchronous_commit', commit],
    ] as const) {
      if (value === 'off')
        throw new CommandFailure(`${name} is off on this server, so it may lose what it confirmed. Turn it on.`);
    }
  } finally {
    await client.end();
  }
}
