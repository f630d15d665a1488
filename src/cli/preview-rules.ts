import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { operator } from '../access/viewer.ts';
import type { App } from '../app.ts';
import { startPreview } from '../authoring/start-preview.ts';
import { readPreview } from '../preview/read-preview.ts';
import type { ForecastResult, RuleSetResult } from '../preview/result.ts';
import { moversCsv } from '../server/movers-csv.ts';
import { count } from './count.ts';
import { finishJob } from './finish-job.ts';
import type { RuleFile } from './rule-files.ts';

/**
 * Judges all customers by the files as if they were published, says how many would move, and writes who to a file of CSV
 * when one is named. Nothing is published, and no draft is kept.
 */
export async function previewFiles(app: App, files: readonly RuleFile[], movers: string | undefined): Promise<void> {
  const drafts = files.map(({ key, kind, source }) => ({ key, kind, source }));
  const id = await startPreview(app.road, operator, { drafts });
  await finishJob(app, id, 'The preview', (done) => `${count(done, 'customer')} judged so far`);
  const preview = await readPreview(app.database, id);
  const { customers = 0, moved = 0, ruleSets = [], forecasts = [] } = preview?.result ?? {};
  for (const ruleSet of ruleSets) for (const text of tell(ruleSet)) console.log(text);
  for (const forecast of forecasts) console.log(tellForecast(forecast));
  console.log(`${count(moved, 'customer')} of ${customers.toLocaleString('en')} would move.`);
  if (movers === undefined) return;
  // written beside and renamed: a half of it never stands for the whole
  const draft = `${movers}.part`;
  await pipeline(Readable.from(moversCsv(app.database, id)), fs.createWriteStream(draft));
  fs.renameSync(draft, movers);
  console.log(`Who moves is in ${movers}.`);
}

/** The outcomes of a rule set with how many have them before and after. */
function tell({ kind, key, draft, outcomes }: RuleSetResult): string[] {
  const lines = outcomes.map(
    ({ key: outcome, before, after, enter, leave }) =>
      `  ${outcome}: ${before.toLocaleString('en')} → ${after.toLocaleString('en')} (+${enter.toLocaleString('en')}, −${leave.toLocaleString('en')})`,
  );
  return [`${kind}/${key}${draft ? '' : ' (it reads what moves)'}`, ...lines];
}

/** What would be done at once, and to how many not. */
function tellForecast({ type, key, customers, withheld }: ForecastResult): string {
  const reasons = Object.entries(withheld).map(([reason, times]) => `${reason} ${times.toLocaleString('en')}`);
  return `${type} ${key}: ${count(customers, 'customer')}${reasons.length > 0 ? `; not ${reasons.join(', ')}` : ''}`;
}
