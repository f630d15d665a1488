import { isIP } from 'node:net';
import { type Issue, ValidationError } from './errors.ts';
import {
  type ApprovalSetting,
  algorithms,
  claim,
  halfSaid,
  oneOf,
  readApprovals,
  readNames,
  readPath,
  readPublicUrl,
  readRanges,
  readTimeZone,
  readTitle,
  shortText,
  wholeNumber,
} from './setting-texts.ts';

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
  /** Where respondents reach it; links in invitations begin with it. */
  readonly publicUrl: string;
  readonly role: Role;
  readonly logLevel: LogLevel;
  /** The name of the account, as respondents see it. */
  readonly accountTitle: string | undefined;
  /** ISO 4217; all money of the account is counted in it. */
  readonly currency: string;
  /** IANA name; decides where a calendar day begins. */
  readonly timeZone: string;
  /** Plugins beyond the built-in folder: paths of folders, or names of packages. */
  readonly plugins: readonly string[];
  /** The folder of the operator's own plugins. */
  readonly pluginDir: string | undefined;
  /** Names of plugins that are left out. */
  readonly pluginsOff: readonly string[];
  readonly graphiql: boolean;
  /** Addresses and ranges of proxies that are believed when they tell for whom they ask. */
  readonly trustedProxies: readonly string[];
  /** How many subscriptions one key or token may have open, in each process. */
  readonly streamsPerKey: number;
  /** Points a second that come back to each client; 0: no limit. */
  readonly rateLimit: number;
  /** Path of the documents that were stored beforehand. */
  readonly trustedDocuments: string | undefined;
  /** How many others must approve rule sets of a kind before they are published, and which clients may; by kind. */
  readonly approvals: ApprovalSetting;
  /** Hosts and ranges of the own network that webhooks may be sent to. */
  readonly webhookAllow: readonly string[];
  /** Who signs tokens that are taken besides keys, for whom, where its public keys are, and how it signs; all or none. */
  readonly jwtIssuer: string | undefined;
  readonly jwtAudience: string | undefined;
  readonly jwtJwksUrl: string | undefined;
  readonly jwtAlgorithms: readonly string[];
  /** The claims that say the role, the segments and the types of change. */
  readonly jwtRoleClaim: string;
  readonly jwtSegmentsClaim: string;
  readonly jwtChangesClaim: string;
}

/** One thing to decide: its variable, what is allowed in words, and how its text is read (undefined: not allowed). */
export interface Setting<T> {
  readonly variable: string;
  readonly about: string;
  readonly allowed: string;
  /** What holds when nothing is said; it may follow from settings above it. */
  readonly fallback: T | ((above: Config) => T);
  read(text: string): T | undefined;
}

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
    read: readPath,
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
  publicUrl: {
    variable: 'PUBLIC_URL',
    about: 'Where respondents reach it: links in invitations begin with it. Unless said, where it listens.',
    allowed: 'a URL that begins with https:// or http://, without ? and #',
    fallback: ({ host, port }) => `http://${/:/.test(host) ? `[${host}]` : host}:${port}`,
    read: readPublicUrl,
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
  accountTitle: {
    variable: 'ACCOUNT_TITLE',
    about: 'The name of the account, as respondents see it.',
    allowed: 'up to 100 characters',
    fallback: undefined,
    read: readTitle,
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
  pluginDir: {
    variable: 'PLUGIN_DIR',
    about: 'The folder of your own plugins, each in a folder of its own.',
    allowed: 'the path of a folder',
    fallback: undefined,
    read: readPath,
  },
  pluginsOff: {
    variable: 'PLUGINS_OFF',
    about: 'Plugins that are left out; what they kept lies still.',
    allowed: 'names of plugins, separated by commas, each once',
    fallback: Object.freeze([]),
    read: readNames,
  },
  graphiql: {
    variable: 'GRAPHIQL',
    about: 'Whether the page for trying queries is served; unless said, only where HOST is a loopback address.',
    allowed: 'on, off',
    fallback: ({ host }) => isLoopback(host),
    read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  },
  rateLimit: {
    variable: 'RATE_LIMIT',
    about: 'Points of work a second that each client may ask of one process; 0: no limit.',
    fallback: 500_000,
    ...wholeNumber(0, 100_000_000),
  },
  trustedDocuments: {
    variable: 'TRUSTED_DOCUMENTS',
    about: 'The stored documents that clients may run by their ids: the persisted-documents.json of their build.',
    allowed: 'the path of a file',
    fallback: undefined,
    read: readPath,
  },
  approvals: {
    variable: 'APPROVALS',
    about: 'How many others must approve rule sets of a kind before they are published.',
    allowed: 'loyalty-tiers=1, or loyalty-tiers=2 of anna|ben|chen with the names of clients; separated by commas',
    fallback: new Map(),
    read: readApprovals,
  },
  webhookAllow: {
    variable: 'WEBHOOK_ALLOW',
    about: 'Hosts and address ranges inside your network that webhooks may be sent to, over http too.',
    allowed: 'host names, addresses or ranges such as 127.0.0.1/32, separated by commas',
    fallback: Object.freeze([]),
    read: (text) => {
      const names = readNames(text);
      return names?.every((name) => /^[a-z\d.:-]{1,253}(\/\d{1,3})?$/i.test(name)) ? names : undefined;
    },
  },
  trustedProxies: {
    variable: 'TRUSTED_PROXIES',
    about: 'The proxies in front of it, whose X-Forwarded-For is believed.',
    allowed: 'addresses or ranges such as 10.0.0.0/8, separated by commas',
    fallback: Object.freeze([]),
    read: readRanges,
  },
  streamsPerKey: {
    variable: 'STREAMS_PER_KEY',
    about: 'How many subscriptions one key or token may have open, in each process.',
    fallback: 1000,
    ...wholeNumber(1, 1_000_000),
  },
  jwtIssuer: {
    variable: 'JWT_ISSUER',
    about: 'Who signs tokens that are taken besides keys (the claim iss).',
    fallback: undefined,
    ...shortText,
  },
  jwtAudience: {
    variable: 'JWT_AUDIENCE',
    about: 'For whom these tokens must be meant (the claim aud).',
    fallback: undefined,
    ...shortText,
  },
  jwtJwksUrl: {
    variable: 'JWT_JWKS_URL',
    about: 'Where the issuer publishes its public keys.',
    allowed: 'a URL that begins with https:// or http://',
    fallback: undefined,
    read: (text) => (/^https?:\/\/\S+$/.test(text) && URL.canParse(text) ? text : undefined),
  },
  jwtAlgorithms: {
    variable: 'JWT_ALGORITHMS',
    about: 'How tokens may be signed.',
    fallback: Object.freeze([]),
    ...algorithms,
  },
  jwtRoleClaim: { variable: 'JWT_ROLE_CLAIM', about: 'The claim that names the role.', fallback: 'roles', ...claim },
  jwtSegmentsClaim: {
    variable: 'JWT_SEGMENTS_CLAIM',
    about: 'The claim that names the only segments that may be seen.',
    fallback: 'segments',
    ...claim,
  },
  jwtChangesClaim: {
    variable: 'JWT_CHANGES_CLAIM',
    about: 'The claim that names the only types of change that may be seen.',
    fallback: 'changes',
    ...claim,
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
    const value = text === '' ? fallbackOf(setting, config) : setting.read(text);
    if (text !== '' && value === undefined) {
      const name = given === undefined ? setting.variable : `${setting.variable} (given on the command line)`;
      const message = `${name} is not valid; allowed: ${setting.allowed}.`;
      issues.push({ path: [setting.variable], code: 'INVALID_SETTING', message });
    }
    config[key] = value;
  }
  if (issues.length === 0) {
    const jwt = ['jwtIssuer', 'jwtAudience', 'jwtJwksUrl', 'jwtAlgorithms'] as const;
    issues.push(...halfSaid(jwt.map((key) => [settings[key].variable, (config[key] as string | undefined)?.length])));
  }
  if (issues.length) throw new ValidationError(issues);
  return Object.freeze(config) as unknown as Config;
}

const fallbackOf = ({ fallback }: Setting<unknown>, above: Record<string, unknown>): unknown =>
  typeof fallback === 'function' ? fallback(above as unknown as Config) : fallback;

/** Whether only this machine can reach what listens there. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host);

/** The configuration of this process. */
export const processConfig = (overrides?: Overrides): Config => readConfig(process.env, overrides);
