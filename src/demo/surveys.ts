import type { Actor } from '../access/audit.ts';
import type { Road } from '../pipeline/road.ts';
import { publishSurvey } from '../surveys/publish-survey.ts';
import { readSurveys } from '../surveys/published.ts';
import { saveSurvey } from '../surveys/save-survey.ts';
import { csatPurchase } from '../surveys/templates/csat-purchase.ts';
import { npsRelationship } from '../surveys/templates/nps-relationship.ts';

export const RELATIONSHIP_SURVEY = npsRelationship.key;
export const PURCHASE_SURVEY = csatPurchase.key;

/** Publishes the surveys that invented customers answer, those that are not there yet. They ask nobody by themselves. */
export async function publishDemoSurveys(road: Road, actor: Actor): Promise<void> {
  const published = await readSurveys(road.database);
  for (const { key, kind, purpose, document } of [npsRelationship, csatPurchase]) {
    if (published.has(key)) continue;
    const { ask: _ask, ...source } = document;
    const { number } = await saveSurvey(road, actor, { key, kind, purpose, source });
    await publishSurvey(road, actor, { key, number });
  }
}
