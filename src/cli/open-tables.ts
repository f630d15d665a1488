import { Access } from '../access/access.ts';
import { assemble, type Contributions } from '../assemble.ts';
import { processConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import type { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { entities } from '../entities.ts';
import { features } from '../features.ts';
import { loadPlugins } from '../load-plugins.ts';
import { openDatabase } from './open-database.ts';

/** The tables, for commands that need no more of a system. */
export interface OpenTables {
  readonly database: Database;
  readonly changes: Contributions['changes'];
  /** Closes the pool, then the embedded server when this process started it. */
  close(): Promise<void>;
}

/**
 * Opens the database of the configuration and brings its tables up to date. Unlike a whole app it decides nothing about
 * the account: not its currency, not its time zone.
 */
export async function openTables(): Promise<OpenTables> {
  const config = processConfig();
  const contributions = assemble(features, await loadPlugins(config), entities);
  const opened = await openDatabase(config);
  try {
    const database = await connect(opened.url, contributions.entities as never);
    const close = async (): Promise<void> => {
      await database.close();
      await opened.close();
    };
    try {
      await migrate(database.orm, opened.url, contributions.migrations);
      await new Access(database).open();
      return { database, changes: contributions.changes, close };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    await opened.close();
    throw error;
  }
}
