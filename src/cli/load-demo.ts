import { setTimeout as sleep } from 'node:timers/promises';
import { system } from '../access/audit.ts';
import type { ActivityDraft, ProfileDraft } from '../activities/draft.ts';
import type { App } from '../app.ts';
import { publishVersion } from '../authoring/publish.ts';
import { saveRuleSet } from '../authoring/save-rule-set.ts';
import { declareAttribute } from '../customers/declare-attribute.ts';
import type { World } from '../demo/person.ts';
import { generatePopulation } from '../demo/population.ts';
import { demoAttributes, demoRuleSets } from '../demo/rule-sets.ts';
import { publishDemoSurveys } from '../demo/surveys.ts';
import { progressLine } from '../imports/progress-line.ts';
import { MAX_BATCH } from '../pipeline/road.ts';

/** Who does what the demo does. */
const DEMO = system('demo');

/** How many customers there are; a demo is loaded only into an empty database. */
export async function countCustomers({ database }: App): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'count-customers',
    'select count(*)::float8 as count from customer',
  );
  return row?.count ?? 0;
}

/** Invents customers and lets their lives travel the road, as an import would. */
export async function loadPopulation(app: App, world: World, customers: number, signal: AbortSignal): Promise<void> {
  for (const attribute of demoAttributes) await declareAttribute(app.database, DEMO, attribute);
  await publishDemoSurveys(app.road, DEMO);
  const startedAt = performance.now();
  let shownAt = startedAt;
  let activities: ActivityDraft[] = [];
  let profiles: ProfileDraft[] = [];
  let [people, rows] = [0, 0];
  const send = async (): Promise<void> => {
    await app.road.settle({ activities, profiles });
    rows += activities.length;
    [activities, profiles] = [[], []];
    const now = performance.now();
    if (now - shownAt < 2000) return;
    shownAt = now;
    console.log(progressLine({ done: people, total: customers, rows, failed: 0, startedAt, now }));
  };
  for (const customer of generatePopulation({ ...world, customers })) {
    if (signal.aborted) return;
    if (activities.length + customer.activities.length > MAX_BATCH) await send();
    activities.push(...customer.activities);
    profiles.push(customer.profile);
    people += 1;
  }
  await send();
  const seconds = (performance.now() - startedAt) / 1000;
  const count = (number: number): string => Math.round(number).toLocaleString('en');
  console.log(
    `${count(people)} customers with ${count(rows)} activities in ${seconds.toFixed(1)} s (${count(rows / seconds)} a second).`,
  );
}

/** Publishes the example segments, tiers and offers that are not there yet, and waits until every customer is settled by them. */
export async function publishExamples(app: App, signal: AbortSignal): Promise<void> {
  for (const { key, kind, title, document } of demoRuleSets(app.currency)) {
    if (!app.contributions.kinds.has(kind)) continue;
    const known = await app.database.query('rule-set-known', 'select 1 from rule_set where key = $1', [key]);
    if (known.length > 0) continue;
    const source = JSON.stringify(document, null, 2);
    const { number } = await saveRuleSet(app.road, DEMO, { key, kind, title, source });
    const { jobId } = await publishVersion(app.road, DEMO, key, number);
    console.log(`Published "${title}"; every customer is being settled by it.`);
    await untilEnded(app, jobId, signal);
  }
}

async function untilEnded({ database }: App, jobId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [job] = await database.query<{ status: string }>('demo-job', 'select status from job where id = $1', [jobId]);
    if (job?.status !== 'queued' && job?.status !== 'running') return;
    await sleep(100, undefined, { signal }).catch(() => {});
  }
}
