import type { Sql } from '../db/database.ts';
import { phrase } from '../language/say.ts';
import type { RolloutTerms } from '../pipeline/rollout.ts';
import { type Preview, readPreview, recount } from '../preview/read-preview.ts';
import { type Blocker, blockerOf } from './blocker.ts';
import type { Wanted } from './inspect.ts';

/** The preview that somebody has seen before they publish. */
export interface PreviewProof {
  readonly id: string;
  /** Of the difference that they have seen. */
  readonly hash: string;
  /** The share of the customers who may have moved since, from 0 to 1. */
  readonly mostMoved: number;
}

/** What stands in the way because the preview is not, or not any more, one of this publication. */
export async function previewBlockers(
  sql: Sql,
  proof: PreviewProof,
  wanted: readonly Wanted[],
  now?: number,
): Promise<Blocker[]> {
  const block = blockerOf(null);
  const preview = await readPreview(sql, proof.id);
  if (!preview) return [block('PREVIEW_UNKNOWN', phrase('blocker.previewUnknown'))];
  if (preview.status !== 'succeeded') return [block('PREVIEW_UNFINISHED', phrase('blocker.previewUnfinished'))];
  if (preview.hash !== proof.hash) return [block('PREVIEW_HASH', phrase('blocker.previewHash'))];
  if (!isOf(preview, wanted)) return [block('PREVIEW_OF_OTHERS', phrase('blocker.previewOfOthers'))];
  const { share, groundMoved } = await recount(sql, preview, now);
  if (groundMoved) return [block('PREVIEW_OUTDATED', phrase('blocker.previewOutdated'))];
  if (share <= proof.mostMoved) return [];
  const moved = { quantity: Math.round(share * 1000) / 1000, as: 'share' as const };
  const most = { quantity: proof.mostMoved, as: 'share' as const };
  return [block('POPULATION_MOVED', phrase('blocker.populationMoved', { moved, most }))];
}

/** Whether a preview is of these documents and nothing else, for everybody now and for the same customers first. */
function isOf({ drafts, metrics, at }: Preview, wanted: readonly Wanted[]): boolean {
  if (at !== null || metrics.length > 0 || drafts.length !== wanted.length) return false;
  return wanted.every(({ version, rollout }) =>
    drafts.some(
      (draft) =>
        draft.ruleSetKey === version.key &&
        draft.contentHash === version.contentHash &&
        termsOf(draft.rollout) === termsOf(rollout),
    ),
  );
}

type Terms = Pick<RolloutTerms, 'percent' | 'segment' | 'upgradesOnly'>;

const termsOf = (rollout: Terms | null | undefined): string =>
  rollout ? JSON.stringify([rollout.percent, rollout.segment, rollout.upgradesOnly]) : '';
