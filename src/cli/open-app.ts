import { type App, createApp } from '../app.ts';
import { type Config, type Overrides, processConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { loadPlugins } from '../load-plugins.ts';
import { createLog, type Log } from '../log.ts';
import { openDatabase } from './open-database.ts';
import { CommandFailure } from './usage-error.ts';

/** What a command works with. */
export interface OpenApp {
  readonly app: App;
  readonly config: Config;
  readonly log: Log;
  /** Closes the pools, then the embedded server. */
  close(): Promise<void>;
}

/** The configuration, the database and the app on it, for commands. */
export async function openApp(overrides: Overrides = {}): Promise<OpenApp> {
  const config = processConfig(overrides);
  const log = createLog(config.logLevel);
  const plugins = await loadPlugins(config.plugins);
  const database = await openDatabase(config);
  try {
    const { currency, timeZone } = config;
    const app = await createApp({ url: database.url, plugins, currency, timeZone }).catch(explain);
    const close = async (): Promise<void> => {
      await app.close();
      await database.close();
    };
    return { app, config, log, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Settings that do not fit the database are the operator's to mend; nobody needs a stack trace for them. */
function explain(error: Error): never {
  if (error instanceof UserError || !error.message.startsWith('this database ')) throw error;
  throw new CommandFailure(`${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
}
