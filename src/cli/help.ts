import { settings } from '../config.ts';
import { UsageError } from './usage-error.ts';

interface Help {
  readonly usage: string;
  readonly about: string;
  readonly options: readonly (readonly [option: string, about: string])[];
  readonly more?: string;
}

const commands: Readonly<Record<string, Help>> = {
  serve: {
    usage: 'retinue serve [options]',
    about: 'Serves the API and does the background work. Without DATABASE_URL it brings its own PostgreSQL.',
    options: [
      ['--port N', 'The port to listen on (PORT; 4000).'],
      ['--role api|worker|all', 'Answer callers, work in the background, or both (ROLE; all).'],
      ['--demo [SIZE]', 'Invents SIZE customers (1000) with their lives, if there are none yet, and keeps them busy.'],
      ['--seed N', 'Another invented population (1).'],
    ],
  },
  import: {
    usage: 'retinue import customers|activities|answers FILE [options]',
    about: 'Imports a CSV or NDJSON file, compressed with gzip or not; - is the standard input.',
    options: [
      ['--mapping FILE', 'JSON that says which columns mean what; without it the columns have our own names.'],
      ['--format csv|ndjson', 'The format of the file; without it, by its name or its first bytes.'],
      ['--source NAME', 'Where the activities come from; keys are unique within a source.'],
      ['--dry-run', 'Checks every row and records nothing.'],
      ['--errors FILE', 'Where to write the rows that could not be imported, as CSV.'],
      ['--publish all|none', 'none: leaves it to a running server to number the changes in the feed.'],
    ],
    more:
      'An import that was interrupted, in whatever way, goes on where it stopped when the same command is run again; no row\n' +
      'counts twice. Exit code: 0 when every row was taken, 1 when some were not or it failed, 2 for a wrong command.',
  },
  erase: {
    usage: 'retinue erase CUSTOMER',
    about: 'Erases a person for good, by your own id of the customer. What they did stays as numbers nobody can name.',
    options: [['--id ID', 'The id of the API, in place of your own.']],
  },
  export: {
    usage: 'retinue export CUSTOMER [options]',
    about: 'Writes all that is kept of a person as JSON, by your own id of the customer.',
    options: [
      ['--id ID', 'The id of the API, in place of your own.'],
      ['--out FILE', 'Where to write it; left out: the standard output.'],
    ],
  },
  key: {
    usage: 'retinue key create|list|revoke|rotate-links [options]',
    about: 'Makes, lists and withdraws the keys of those who use the API; works beside a running server too.',
    options: [
      ['create --client NAME', 'Makes a key for a client, which is created when there is none of that name.'],
      ['  --role ROLE', 'What a new client may do: admin, marketer, analyst, frontend, partner or respondent.'],
      ['  --scopes a,b', 'What it may do besides what its role may.'],
      ['  --segments a,b', 'Keys of the only segments it may see; a partner sees none that is not named.'],
      ['  --changes a,b', 'The only types of change it may see; a partner sees none that is not named.'],
      ['  --expires 90d', 'When the key ends: 90d, 12h or 2027-01-31; left out: never.'],
      ['  --json', 'The key and whose it is, as JSON.'],
      ['list [--json]', 'All keys, with when they were last used.'],
      ['revoke ID', 'Withdraws a key.'],
      ['rotate-links', 'Has links of invitations made by a new key; older links stay good until they expire.'],
      ['  --end-old', 'Older links open nothing any more: their key got into wrong hands.'],
    ],
    more: 'The text of a new key is shown once, alone on the standard output; everything else goes to the standard error.',
  },
  rules: {
    usage: 'retinue rules check|render|diff|preview|import|publish|export FOLDER [options]',
    about: 'Rule sets as files, for version control and for moving them between environments.',
    options: [
      ['check FOLDER', 'Says what is wrong with the documents, with file, line and column.'],
      ['render FOLDER', 'Says what the documents mean.'],
      ['diff FOLDER', 'Which documents differ from what is published, and what that means.'],
      ['preview FOLDER', 'Who would move if the documents that differ were published; publishes nothing.'],
      ['import FOLDER', 'Keeps documents that differ as drafts.'],
      ['publish FOLDER', 'Publishes documents that differ, all together, and settles all customers by them.'],
      ['export FOLDER', 'Writes what is published.'],
      ['  --comment TEXT', 'What the new versions are about.'],
      ['  --language zh', 'Says all that in Chinese; in English when nothing is said.'],
      ['  --movers FILE', 'With preview: where to write who moves, as CSV.'],
      ['  --dry-run', 'With publish: says what stands in the way, and publishes nothing.'],
    ],
    more:
      'A document lies in FOLDER/<kind>/<key>.json; titles are in FOLDER/rule-sets.json. A single file may be named in place\n' +
      'of the folder. Exit code: 0 when all is well, 1 when something is refused or differs, 2 for a wrong command.',
  },
  plugin: {
    usage: 'retinue plugin new|check NAME [options]',
    about: 'Begins a plugin, or holds one against everything that the contract asks of it.',
    options: [
      ['new NAME', 'Writes a small plugin that works at once, into a folder of its name.'],
      ['  --in FOLDER', 'The folder in which plugins live (PLUGIN_DIR; in a checkout of Retinue: plugins).'],
      ['check NAME', 'Tries a plugin, by its folder or as an npm package, on a database of its own.'],
      ['  --server URL', 'The PostgreSQL server to do that on; left out: one is started for it.'],
    ],
    more: 'Exit code: 0 when nothing is wrong, 1 when something is, 2 for a wrong command. See plugins/README.md.',
  },
  migrate: { usage: 'retinue migrate', about: 'Brings the tables of the database up to date, and ends.', options: [] },
};

/** All commands, and the settings of the environment. */
export function overview(): string {
  const lines = Object.values(commands).flatMap(({ usage, about }) => [`  ${usage}`, `      ${about}`]);
  const list = Object.values(settings).map(({ variable, about }) => [variable, about] as const);
  return [
    'Retinue: customer satisfaction and retention.',
    '',
    ...lines,
    '  retinue --help, --version',
    '',
    'Settings of the environment:',
    ...table(list),
  ].join('\n');
}

/** One command with its options. */
export function helpFor(name: string): string {
  const help = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!help) throw new UsageError(`There is no command "${name}".`);
  const { usage, about, options, more } = help;
  return [usage, '', about, ...(options.length ? ['', ...table(options)] : []), ...(more ? ['', more] : [])].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
