import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { App } from '../../src/app.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import { startImport } from '../../src/imports/start-import.ts';
import { createUpload, receive } from '../../src/imports/uploads.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { answerReading } from '../../src/surveys/import/answer-reading.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';

/** What the people below need: attributes, `nickname` known to rules and `email` personal, and a survey to answer. */
export async function prepareAccount(app: App): Promise<void> {
  for (const [key, personal] of [
    ['nickname', false],
    ['email', true],
  ] as const)
    await declareAttribute(app.database, operator, { key, title: key, type: 'string', personal });
  await publishSurvey(app.database, 'nps', surveyOf('why'));
}

/** Records a life in which every text that a person may leave holds the mark: seven activities and a profile. */
export async function live(app: App, mark: string, at: number, now?: number): Promise<void> {
  const customer = { externalId: `name of ${mark}` };
  const currency = 'EUR';
  const did = (kind: string, ago: number, payload: Record<string, unknown>) => ({
    customer,
    kind,
    source: 'test',
    key: `${mark}-${kind}-${ago}`,
    occurredAt: at - ago,
    payload,
  });
  const { results } = await app.road.settle({
    ...(now === undefined ? {} : { now }),
    profiles: [
      {
        customer,
        locale: 'en-GB',
        timeZone: 'Europe/London',
        attributes: { nickname: `nick ${mark}`, email: `${mark}@example.org` },
      },
    ],
    activities: [
      did('purchase', 5000, { amount: 1250, currency, store: 'Berlin' }),
      did('purchase', 4000, { amount: 750, currency }),
      did('refund', 3000, { amount: 250, currency, purchaseKey: `${mark}-purchase-4000`, reason: `for ${mark}` }),
      did('complaintOpened', 2500, { complaint: `case ${mark}`, topic: 'delivery', text: `wrote ${mark}` }),
      did('complaintResolved', 2000, { complaint: `case ${mark}`, firstContact: true }),
      did('surveyAnswer', 1000, { survey: 'nps', question: 'why', text: `said ${mark}` }),
      did('referralMade', 500, { referral: `friend of ${mark}` }),
    ],
  });
  for (const result of results) if (result.status === 'rejected') throw new Error(JSON.stringify(result.issues));
}

export const idOf = (mark: string): string => customerIdOf(`name of ${mark}`);

export const erase = (app: App, mark: string, now?: number) =>
  eraseCustomer(app.road, operator, { externalId: `name of ${mark}` }, app.contributions.personal, now);

/** Uploads a file and starts its import; `run` does it to its end. */
export async function uploadFile(app: App, what: 'customers' | 'activities', text: string, dryRun = false) {
  const upload = await createUpload(app.database, `${what}.csv`);
  async function* body() {
    yield Buffer.from(text);
  }
  await receive(app.database, upload.id, body());
  const jobId = await startImport(app.road, operator, { uploadId: upload.id, what, dryRun }, answerReading('EUR'));
  return { jobId, uploadId: upload.id, run: () => runNextJob(app.database, app.jobs, jobId) };
}
