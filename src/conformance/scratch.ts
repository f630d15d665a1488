import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { connect } from '../db/connect.ts';
import type { Database } from '../db/database.ts';
import { startEmbedded } from '../db/embedded.ts';
import { createDatabase, type MigrationFolders, migrate } from '../db/migrate.ts';

/** A database to try things on, gone after its use. */
export interface Scratch {
  readonly database: Database;
  migrate(folders: MigrationFolders): Promise<void>;
  close(): Promise<void>;
}

/** On the server whose URL is given, or on one that is started for this and gone afterwards. */
export async function openScratch(server: string | undefined, entities: readonly object[]): Promise<Scratch> {
  const own = server === undefined ? await startOwn() : undefined;
  const admin = server ?? own?.url ?? '';
  const name = `retinue_check_${randomBytes(6).toString('hex')}`;
  const url = admin.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
  await createDatabase(admin, name);
  const database = await connect(url, entities as never);
  return {
    database,
    migrate: (folders) => migrate(database.orm, url, folders),
    async close() {
      await database.close();
      await drop(admin, name);
      await own?.close();
    },
  };
}

async function startOwn(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'retinue-check-'));
  const server = await startEmbedded({ dataDir: path.join(folder, 'pg'), settings: { fsync: 'off' } });
  return {
    url: server.url('postgres'),
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function drop(admin: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin });
  client.on('error', () => {});
  await client.connect();
  await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  await client.end();
}
