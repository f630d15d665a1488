import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';
import { UserError } from './errors.ts';

/**
 * What a line may carry besides its message: ids, names that operators and developers gave, and counts. What a customer
 * is called, said or bought has no field here, so it cannot be logged; another field is added here or not at all.
 */
const FIELDS = [
  'customerId',
  'activityId',
  'surveyId',
  'invitationId',
  'endpointId',
  'importId',
  'jobId',
  'keyId',
  'requestId',
  'plugin',
  'kind',
  'ruleSet',
  'version',
  'metric',
  'segment',
  'change',
  'migration',
  'job',
  'operation',
  'command',
  'code',
  'status',
  'signal',
  'role',
  'host',
  'port',
  'pid',
  'line',
  'count',
  'failed',
  'position',
  'generation',
  'attempt',
  'ms',
  'bytes',
] as const;

export type LogFields = { readonly [K in (typeof FIELDS)[number]]?: string | number | boolean | undefined } & {
  /** Anything that was thrown; see `describeError` for what is kept of it. */
  readonly error?: unknown;
};

/** A message is a fixed text: one that is put together from values is refused by the type checker. */
type Fixed<Text extends string> = Record<never, never> extends Record<Text, 1> ? never : Text;

type Write = <Text extends string>(message: Fixed<Text>, fields?: LogFields) => void;

/** Lines of JSON for operators. */
export interface Log {
  readonly fatal: Write;
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
  readonly trace: Write;
  /** A log whose every line carries these fields. */
  with(fields: LogFields): Log;
}

/** A log to standard error; `to` takes the lines elsewhere. */
export function createLog(level: LogLevel, to: DestinationStream = destination({ dest: 2, sync: true })): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(pino(options, to));
}

function wrap(logger: Logger): Log {
  const write =
    (level: Exclude<LogLevel, 'silent'>): Write =>
    (message, fields) => {
      if (logger.isLevelEnabled(level)) logger[level](admit(fields), message);
    };
  return {
    fatal: write('fatal'),
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    trace: write('trace'),
    with: (fields) => wrap(logger.child(admit(fields))),
  };
}

/** Only known fields with short plain values pass, whatever the type checker was told. */
function admit(fields: LogFields = {}): Record<string, unknown> {
  const admitted: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value: unknown = fields[name];
    if (typeof value === 'string') admitted[name] = value.slice(0, 300);
    else if (typeof value === 'number' || typeof value === 'boolean') admitted[name] = value;
  }
  if (fields.error !== undefined) admitted.error = describeError(fields.error);
  return admitted;
}

/** Refused input, text that is no JSON, a time zone that does not exist: their messages say what stood there. */
const quotes = (error: Error): boolean =>
  error instanceof UserError || error instanceof SyntaxError || error instanceof RangeError;

/**
 * What is kept of an error: its class, its code and where it happened. Messages of the database and of refused input
 * quote values, so theirs are left out.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown };
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);
  return {
    type: error.name,
    code,
    ...(fromDatabase ? { table, constraint } : {}),
    ...(fromDatabase || quotes(error) ? {} : { message: error.message.slice(0, 500) }),
    at: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim().slice(3)),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
