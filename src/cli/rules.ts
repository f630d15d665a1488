import { parseArgs } from 'node:util';
import { operator } from '../access/viewer.ts';
import type { App } from '../app.ts';
import { checkTogether } from '../authoring/check-together.ts';
import { keepDocuments, publishDocuments, rehearseDocuments } from '../authoring/publish-documents.ts';
import type { Language } from '../language/language.ts';
import { tellIn } from '../language/told.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { count } from './count.ts';
import { finishJob } from './finish-job.ts';
import { openApp } from './open-app.ts';
import { previewFiles } from './preview-rules.ts';
import { type RuleFile, readRuleFiles, writeRuleFiles } from './rule-files.ts';
import { differing, readRuleSets } from './rule-sets-published.ts';
import { changesInWords, languageOption, renderFiles } from './rules-in-words.ts';
import type { Command } from './run.ts';
import { CommandFailure, UsageError } from './usage-error.ts';

type Action = (app: App, place: string, options: Options) => Promise<number>;

interface Options {
  readonly comment: string | null;
  readonly dryRun: boolean;
  readonly movers: string | undefined;
  readonly language: Language;
}

/** `retinue rules check|render|diff|preview|import|publish|export FOLDER`: rule sets as files, by the same code as the API. */
export const rulesCommand: Command = async ([name, ...args]) => {
  const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new UsageError(`Say what to do: rules ${Object.keys(actions).join(', rules ')}.`);
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      comment: { type: 'string' },
      language: { type: 'string' },
      movers: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [place, ...more] = positionals;
  if (place === undefined) throw new UsageError('Name the folder of the rule sets, such as rules.');
  if (more.length > 0) throw new UsageError(`One folder at a time; "${more[0]}" is one too many.`);
  const language = languageOption(values.language);
  const { app, close } = await openApp();
  try {
    const { comment = null, 'dry-run': dryRun, movers } = values;
    return await action(app, place, { comment, dryRun, movers, language });
  } finally {
    await close();
  }
};

/** Says what is wrong with the files, together with what is published; 1 when something is refused. */
async function check(app: App, place: string, { language }: Options): Promise<number> {
  const checked = await checkTogether(app.road, readRuleFiles(place));
  const lines = checked.flatMap(({ document, problems }) =>
    problems.map((problem) => line(document, problem, language)),
  );
  for (const text of lines.sort()) console.log(text);
  const errors = checked.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'error').length;
  console.log(`${count(checked.length, 'rule set')}, ${count(errors, 'error')}.`);
  return errors > 0 ? 1 : 0;
}

const line = ({ path }: RuleFile, problem: LocatedProblem, language: Language): string =>
  `${path}:${problem.line ?? 1}:${problem.column ?? 1} ${problem.severity}: ${tellIn(problem, language)}`;

/** Says what the documents mean. */
async function render(app: App, place: string, { language }: Options): Promise<number> {
  const files = await soundFiles(app, place, language);
  for (const text of await renderFiles(app, files, language)) console.log(text);
  return 0;
}

/** Which files differ from what is published, by the hash of their content, and what that means. */
async function diff(app: App, place: string, { language }: Options): Promise<number> {
  const files = readRuleFiles(place);
  const known = new Map((await readRuleSets(app)).map((one) => [one.key, one]));
  const changes = await changesInWords(app, files, language);
  let different = 0;
  for (const file of files) {
    const { key, kind, contentHash } = file;
    const { contentHash: published = null, source = null } = known.get(key) ?? {};
    const state = published === contentHash ? 'same' : published === null ? 'new' : 'changed';
    if (state !== 'same') different += 1;
    console.log(`${state.padEnd(8)} ${kind}/${key}`);
    if (state === 'changed' && source !== null)
      for (const text of changes(file, source)) console.log(`         ${text}`);
  }
  const named = new Set(files.map(({ key }) => key));
  for (const { key, kind, contentHash } of known.values())
    if (contentHash !== null && !named.has(key)) console.log(`missing  ${kind}/${key}`);
  return different > 0 ? 1 : 0;
}

/** The files in an order in which each comes after those whose facts it reads; fails when something is wrong with one. */
async function soundFiles(app: App, place: string, language: Language): Promise<RuleFile[]> {
  const checked = await checkTogether(app.road, readRuleFiles(place));
  const wrong = checked.flatMap(({ document, problems }) =>
    problems.filter(({ severity }) => severity === 'error').map((problem) => line(document, problem, language)),
  );
  if (wrong.length > 0) throw new CommandFailure(wrong.sort().join('\n'));
  return checked.map(({ document }) => document);
}

async function importFiles(app: App, place: string, { comment, language }: Options): Promise<number> {
  const kept = await keepDocuments(app.authoring, operator, await soundFiles(app, place, language), comment);
  for (const { key, number, saved } of kept)
    console.log(`${saved ? 'saved' : 'there already'}: ${key}, version ${number}`);
  return 0;
}

/** Says who would move if the files that differ from what is published were published. */
async function preview(app: App, place: string, { movers, language }: Options): Promise<number> {
  const changed = await differing(app, await soundFiles(app, place, language));
  if (changed.length === 0) console.log('Everything is published already.');
  else await previewFiles(app, changed, movers);
  return 0;
}

/** Publishes the files that differ from what is published, together, and settles all customers by them. */
async function publish(app: App, place: string, { comment, dryRun, language }: Options): Promise<number> {
  const files = await soundFiles(app, place, language);
  const changed = await differing(app, files);
  if (changed.length === 0) {
    console.log('Everything is published already.');
    return 0;
  }
  if (dryRun) {
    const blockers = await rehearseDocuments(app.authoring, operator, changed);
    for (const blocker of blockers) {
      const message = tellIn(blocker, language);
      console.log(blocker.version ? `${blocker.version.key}: ${message}` : message);
    }
    console.log(`${count(changed.length, 'rule set')} to publish, ${count(blockers.length, 'thing')} in the way.`);
    return blockers.length > 0 ? 1 : 0;
  }
  const { kept, jobId } = await publishDocuments(app.authoring, operator, changed, comment);
  for (const { key, number } of kept) console.log(`published: ${key}, version ${number}`);
  const tellProgress = (done: number) => `${count(done, 'customer')} settled so far`;
  const settled = await finishJob(app, jobId, 'The job that settles customers', tellProgress);
  console.log(`${count(settled, 'customer')} settled.`);
  return 0;
}

/** Writes what is published into a folder. */
async function exportFiles(app: App, place: string): Promise<number> {
  const ruleSets = (await readRuleSets(app)).flatMap(({ source, contentHash, ...one }) =>
    source === null || contentHash === null ? [] : [{ ...one, source, contentHash }],
  );
  writeRuleFiles(place, ruleSets);
  console.log(`${count(ruleSets.length, 'rule set')} written to ${place}.`);
  return 0;
}

const actions: Readonly<Record<string, Action>> = {
  check,
  render,
  diff,
  preview,
  import: importFiles,
  publish,
  export: exportFiles,
};
