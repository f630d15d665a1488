import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drainSequencer } from '../feed/sequencer.ts';
import type { Format } from '../imports/detect-format.ts';
import { openErrorFile } from '../imports/error-file.ts';
import type { ImportInput, Tally } from '../imports/import-input.ts';
import { writeProblems } from '../imports/problems.ts';
import { claimFileImport, runFileImport } from './file-import.ts';
import { onSignal } from './on-signal.ts';
import { openApp } from './open-app.ts';
import type { Command } from './run.ts';
import { showProgress } from './show-progress.ts';
import { CommandFailure, UsageError } from './usage-error.ts';

/** Imports a file or the standard input, and waits until it is done. */
export const importCommand: Command = async (args) => {
  const { input, file, errors, publish } = readArguments(args);
  const stop = new AbortController();
  onSignal(stop, () => console.error('\nStopping; run the same command again to go on.'));
  const { app, close } = await openApp();
  try {
    const claim = await claimFileImport(app.database, input, file);
    try {
      const started = performance.now();
      const progress = showProgress(process.stderr);
      const tally =
        claim.done ?? (await runFileImport(app, claim, file, progress.show, stop.signal).finally(progress.end));
      if (!tally) return 1;
      if (claim.done) console.log('This file was imported before, with the same mapping; nothing was done.');
      if (errors !== undefined) {
        const out = openErrorFile(errors);
        await writeProblems(app.database, claim.jobId, out);
        await out.close();
      }
      if (publish === 'all' && !input.dryRun) await drainSequencer(app.database);
      console.log(
        summary(tally, claim.done ? 0 : (performance.now() - started) / 1000, claim.rowsBefore, input.dryRun),
      );
      if (tally.rejected > 0 && errors === undefined)
        console.log('Give --errors FILE to see what is wrong with the rejected rows.');
      return tally.rejected > 0 ? 1 : 0;
    } finally {
      await claim.release();
    }
  } finally {
    await close();
  }
};

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      mapping: { type: 'string' },
      format: { type: 'string' },
      source: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      errors: { type: 'string' },
      publish: { type: 'string', default: 'all' },
    },
    allowPositionals: true,
  });
  const [what, file, ...more] = positionals;
  if (what !== 'customers' && what !== 'activities' && what !== 'answers')
    throw new UsageError('Say what to import: customers, activities or answers.');
  if (file === undefined) throw new UsageError('Name a file to import, or - for the standard input.');
  if (more.length > 0) throw new UsageError(`One file at a time; "${more[0]}" is one too many.`);
  const { mapping, format, source, errors, publish } = values;
  if (what === 'answers' && mapping === undefined)
    throw new UsageError('Name the file that says which columns answer which questions: --mapping FILE.');
  if (format !== undefined && format !== 'csv' && format !== 'ndjson')
    throw new UsageError('--format is csv or ndjson.');
  if (publish !== 'all' && publish !== 'none') throw new UsageError('--publish is all or none.');
  if (source !== undefined && (source.length < 1 || source.length > 100))
    throw new UsageError('--source has 1 to 100 characters.');
  const input: ImportInput = {
    what,
    name: file,
    dryRun: values['dry-run'],
    ...(format === undefined ? {} : { format: format as Format }),
    ...(mapping === undefined ? {} : { mapping: readMapping(mapping) }),
    ...(source === undefined ? {} : { source }),
  };
  return { input, file, errors, publish };
}

function readMapping(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandFailure(
      code === 'ENOENT' ? `There is no mapping file "${path}".` : `The mapping "${path}" cannot be read: ${message}`,
    );
  }
}

function summary(
  { rows, accepted, duplicates, rejected }: Tally,
  seconds: number,
  rowsBefore: number,
  dryRun: boolean,
): string {
  const count = (number: number): string => number.toLocaleString('en');
  const rate = seconds > 0 ? Math.round((rows - rowsBefore) / seconds) : 0;
  return [
    `${count(rows)} rows: ${count(accepted)} ${dryRun ? 'fit' : 'accepted'}, ${count(duplicates)} duplicates, ${count(rejected)} rejected`,
    `${seconds.toFixed(1)} s, ${count(rate)} rows/s${rowsBefore > 0 ? ` (went on after row ${count(rowsBefore)})` : ''}`,
  ].join('\n');
}
