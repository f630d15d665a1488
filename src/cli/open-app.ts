import { type App, type AppOptions, createApp } from '../app.ts';
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
  const plugins = await loadPlugins(config);
  const database = await openDatabase(config);
  try {
    const { currency, timeZone, rateLimit, trustedDocuments, trustedProxies, approvals } = config;
    const given = { url: database.url, plugins, currency, timeZone, webhooks: { allow: config.webhookAllow } };
    const limits = { rateLimit, trustedDocuments, trustedProxies, approvals };
    const { publicUrl, accountTitle } = config;
    const app = await createApp({ ...given, ...limits, publicUrl, accountTitle, ...tokensOf(config, log) }).catch(
      explain,
    );
    for (const { key, kind, why } of (await app.road.engine()).resting)
      log.warn(
        'a published rule set lies still: its kind, or a fact that it tests, is brought by nothing that is loaded',
        {
          ruleSet: key,
          kind,
          code: why.key,
        },
      );
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

/** Whose tokens are taken, when the configuration says so. */
function tokensOf(config: Config, log: Log): Pick<AppOptions, 'tokens' | 'onTokenTrouble'> {
  const { jwtIssuer: issuer, jwtAudience: audience, jwtJwksUrl: jwksUrl, jwtAlgorithms: algorithms } = config;
  if (issuer === undefined || audience === undefined || jwksUrl === undefined) return {};
  const { jwtRoleClaim: roleClaim, jwtSegmentsClaim: segmentsClaim, jwtChangesClaim: changesClaim } = config;
  return {
    tokens: { issuer, audience, jwksUrl, algorithms, roleClaim, segmentsClaim, changesClaim },
    onTokenTrouble: (error) => log.error('the keys of the issuer of tokens cannot be read', { error }),
  };
}

/** Settings that do not fit the database are the operator's to mend; nobody needs a stack trace for them. */
function explain(error: Error): never {
  if (error instanceof UserError || !error.message.startsWith('this database ')) throw error;
  throw new CommandFailure(`${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
}
