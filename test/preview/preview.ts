import { hash } from 'node:crypto';
import { operator } from '../../src/access/viewer.ts';
import { NO_APPROVALS } from '../../src/authoring/approvals.ts';
import { publishVersions } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import type { Replacement } from '../../src/pipeline/engine-with.ts';
import type { Road } from '../../src/pipeline/road.ts';
import { previewJob } from '../../src/preview/preview-job.ts';
import { addPreview, PREVIEW, type PreviewRequest } from '../../src/preview/request.ts';

/** Makes a preview from beginning to end; resolves with its id. */
export async function makePreview(
  road: Road,
  drafts: readonly Replacement[],
  at: number | null,
  metrics: PreviewRequest['metrics'] = [],
): Promise<string> {
  const request = { drafts: drafts.map(asDraft), metrics, at };
  const id = await addPreview(road.database, request);
  await runNextJob(road.database, new Map([[PREVIEW, previewJob(road)]]), id);
  return id;
}

export const asDraft = (one: Replacement): PreviewRequest['drafts'][number] => ({
  ...one,
  number: null,
  contentHash: hash('sha256', one.source, 'hex'),
});

/** Saves these documents and publishes them together; nobody is settled by them yet. */
export async function publishDrafts(road: Road, drafts: readonly Replacement[]): Promise<void> {
  const versions = [];
  for (const { ruleSetKey: key, kind, source } of drafts)
    versions.push({ key, number: (await saveRuleSet(road, operator, { key, kind, title: key, source })).number });
  await publishVersions({ road, approvals: NO_APPROVALS }, operator, { versions });
}
