import { isIP } from 'node:net';
import { type Issue, ValidationError } from './errors.ts';

export type Role = 'api' | 'worker' | 'all';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Everything an operator can decide, validated and frozen. */
export interface Config {
  /** Undefined: an embedded PostgreSQL below `dataDir` is started. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly role: Role;
  readonly logLevel: LogLevel;
  /** ISO 4217; all money of the account is counted in it. */
  readonly currency: string;
  /** IANA name; decides where a calendar day begins. */
  readonly timeZone: string;
  /** Plugins beyond the built-in folder: paths of folders, or names of packages. */
  readonly plugins: readonly string[];
  readonly graphiql: boolean;
}

/** One thing to decide: its variable, what is allowed in words, and how its text is read (undefined: not allowed). */
export interface Setting<T> {
  readonly variable: string;
  readonly about: string;
  readonly allowed: string;
  readonly fallback: T;
  read(text: string): T | undefined;
}

const oneOf = <T extends string>(...words: T[]) => ({
  allowed: words.join(', '),
  read: (text: string): T | undefined => words.find((word) => word === text.toLowerCase()),
});

const wholeNumber = (min: number, max: number) => ({
  allowed: `a whole number from ${min} to ${max}`,
  read: (text: string) => (/^\d{1,9}$/.test(text) && +text >= min && +text <= max ? +text : undefined),
});

/** Every setting, in the order in which help lists them. */
export const settings: { readonly [K in keyof Config]: Setting<Config[K]> } = {
  databaseUrl: {
    variable: 'DATABASE_URL',
    about: 'The PostgreSQL server to use; without it an embedded one is started.',
    allowed: 'a URL that begins with postgresql:// or postgres://',
    fallback: undefined,
    read: (text) => (/^postgres(ql)?:\/\/\S+$/.test(text) ? text : undefined),
  },
  dataDir: {
    variable: 'DATA_DIR',
    about: 'Where the embedded PostgreSQL keeps its data.',
    allowed: 'the path of a folder',
    fallback: '.data',
    read: (text) => (text.includes('\0') ? undefined : text),
  },
  host: {
    variable: 'HOST',
    about: 'The address to listen on; 0.0.0.0 or :: for all.',
    allowed: 'an IP address or a host name',
    fallback: '127.0.0.1',
    read: (text) => (isIP(text) || /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i.test(text) ? text : undefined),
  },
  port: {
    variable: 'PORT',
    about: 'The port to listen on; 0 takes any that is free.',
    fallback: 4000,
    ...wholeNumber(0, 65_535),
  },
  role: {
    variable: 'ROLE',
    about: 'What this process does: answer callers, work in the background, or both.',
    fallback: 'all',
    ...oneOf<Role>('api', 'worker', 'all'),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    about: 'The least important lines that are still logged.',
    fallback: 'info',
    ...oneOf<LogLevel>('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
  currency: {
    variable: 'CURRENCY',
    about: 'The currency of the account.',
    allowed: 'an ISO 4217 code such as EUR, USD or CNY',
    fallback: 'EUR',
    read: (text) => Intl.supportedValuesOf('currency').find((code) => code === text.toUpperCase()),
  },
  timeZone: {
    variable: 'TIME_ZONE',
    about: 'The time zone whose calendar days count.',
    allowed: 'an IANA name such as UTC, Europe/Berlin or Asia/Shanghai',
    fallback: 'UTC',
    read: readTimeZone,
  },
  plugins: {
    variable: 'PLUGINS',
    about: 'Further plugins.',
    allowed: 'folders or package names, separated by commas, each once',
    fallback: Object.freeze([]),
    read: readNames,
  },
  graphiql: {
    variable: 'GRAPHIQL',
    about: 'Whether the page for trying queries is served.',
    allowed: 'on, off',
    fallback: true,
    read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  },
};

/** What the command line says: it wins over the environment. Keys are those of `Config`. */
export type Overrides = { readonly [K in keyof Config]?: string | number | undefined };

/**
 * Reads the environment into one frozen object. An empty value is the same as none. All bad values are reported at once,
 * by the name under which they were given and without repeating them: a URL may hold a password.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, overrides: Overrides = {}): Config {
  const issues: Issue[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings) as [keyof Config, Setting<unknown>][]) {
    const given = overrides[key];
    const text = String(given ?? env[setting.variable] ?? '').trim();
    const value = text === '' ? setting.fallback : setting.read(text);
    if (text !== '' && value === undefined) {
      const name = given === undefined ? setting.variable : `${setting.variable} (given on the command line)`;
      const message = `${name} is not valid; allowed: ${setting.allowed}.`;
      issues.push({ path: [setting.variable], code: 'INVALID_SETTING', message });
    }
    config[key] = value;
  }
  if (issues.length) throw new ValidationError(issues);
  return Object.freeze(config) as unknown as Config;
}

/** The configuration of this process. */
export const processConfig = (overrides?: Overrides): Config => readConfig(process.env, overrides);

function readTimeZone(text: string): string | undefined {
  if (!/^[A-Za-z][\w+/-]*$/.test(text)) return undefined; // offsets such as +01:00 know no summer time
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined;
  }
}

function readNames(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  const sound = names.every((name) => name !== '' && !/\s/.test(name)) && new Set(names).size === names.length;
  return sound ? Object.freeze(names) : undefined;
}
