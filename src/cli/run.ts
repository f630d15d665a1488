import { readFileSync } from 'node:fs';
import { UserError, ValidationError } from '../errors.ts';
import { helpFor, overview } from './help.ts';
import { CommandFailure, UsageError } from './usage-error.ts';

/** Does what a command's arguments say; resolves with the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

/** The commands; each is loaded when it is asked for, so that help needs nothing. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand,
  import: async () => (await import('./import.ts')).importCommand,
  erase: async () => (await import('./erase.ts')).eraseCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  key: async () => (await import('./key.ts')).keyCommand,
  rules: async () => (await import('./rules.ts')).rulesCommand,
  plugin: async () => (await import('./plugin.ts')).pluginCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
};

/** Runs the command line; resolves with the exit code: 0 done, 1 failed, 2 not understood. */
export async function run(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      console.log(args[0] === undefined ? overview() : helpFor(args[0]));
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-v') {
      console.log(readVersion());
      return 0;
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw new UsageError(`There is no command "${name}".`);
    if (args.includes('--help') || args.includes('-h')) {
      console.log(helpFor(name));
      return 0;
    }
    return await (await load())(args);
  } catch (error) {
    return tell(error, name);
  }
}

const isMistake = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true ||
  (error instanceof ValidationError && error.issues.some(({ code }) => code === 'INVALID_SETTING'));

function tell(error: unknown, name: string | undefined): number {
  if (isMistake(error)) {
    console.error(
      `${error.message}\nSee: retinue ${name !== undefined && Object.hasOwn(commands, name) ? `${name} ` : ''}--help`,
    );
    return 2;
  }
  if (error instanceof ValidationError)
    for (const { path, message } of error.issues)
      console.error(path.length ? `${path.join('.')}: ${message}` : message);
  else if (error instanceof UserError || error instanceof CommandFailure) console.error(error.message);
  else console.error(error);
  return 1;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
