import { type Actor, audit } from '../access/audit.ts';
import { refuse } from '../authoring/refuse.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import type { Road } from '../pipeline/road.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { quote } from '../rules/wording.ts';
import { checkSurvey } from './form/check-survey.ts';
import {
  type LockedSurvey,
  lockSurvey,
  markEdited,
  moveVersions,
  readVersions,
  type SurveyName,
} from './lock-survey.ts';
import { type NewSeries, newSeries } from './new-series.ts';
import { restampSurveys } from './published.ts';

export interface PublishSurvey extends SurveyName {
  /** A draft, or a version that was published before. */
  readonly number: number;
}

export interface PublishedVersion {
  readonly surveyId: string;
  readonly number: number;
  readonly warnings: readonly LocatedProblem[];
  readonly newSeries: readonly NewSeries[];
}

/**
 * Makes a version the one by which customers are asked from now on. It is checked once more, since kinds of activity and
 * facts may have gone. Invitations to the version before can still be answered, and are answered as it was.
 */
export async function publishSurvey(road: Road, actor: Actor, input: PublishSurvey): Promise<PublishedVersion> {
  const { catalogue } = await road.engine();
  return road.database.transact(async (sql) => {
    const survey = await lockSurvey(sql, input);
    const versions = await readVersions(sql, survey.id, [input.number, survey.published]);
    const version = versions.find(({ number }) => number === input.number);
    const about = { key: quote(survey.key), number: input.number };
    if (!version) throw new NotFoundError(phrase('survey.noVersion', about), ['number']);
    if (version.status === 'discarded')
      throw new ConflictError('WRONG_STATUS', phrase('survey.wasDiscarded', about), ['number']);
    const { problems } = checkSurvey(version.document, survey.kind, { kinds: road.sources.kinds, catalogue });
    refuse(problems, ['number']);
    const before = versions.find(({ status }) => status === 'published');
    if (before !== version) await putInForce(sql, actor, survey, input);
    const series = newSeries(before?.document, version.document);
    return { surveyId: survey.id, number: version.number, warnings: problems, newSeries: series };
  });
}

/** Ends the asking: nobody is asked by a survey any more until a version is published. */
export const closeSurvey = (road: Road, actor: Actor, name: SurveyName): Promise<string> =>
  road.database.transact(async (sql) => {
    const survey = await lockSurvey(sql, name);
    if (survey.published === null)
      throw new ConflictError('WRONG_STATUS', phrase('survey.notPublished', { key: quote(survey.key) }), ['key']);
    await moveVersions(sql, survey.id, 'published', 'superseded');
    await markEdited(sql, survey.id, { ...survey, published: null });
    await restampSurveys(sql);
    const target = { type: 'survey', id: survey.key };
    await audit(sql, actor, { action: 'survey.close', target, before: { number: survey.published } });
    return survey.id;
  });

/** Gives the draft of a survey up; it stays readable. */
export const discardDraft = (road: Road, actor: Actor, name: SurveyName): Promise<string> =>
  road.database.transact(async (sql) => {
    const survey = await lockSurvey(sql, name);
    const [draft] = await moveVersions(sql, survey.id, 'draft', 'discarded');
    if (!draft) throw new ConflictError('WRONG_STATUS', phrase('survey.noDraft', { key: quote(survey.key) }), ['key']);
    await markEdited(sql, survey.id, survey);
    const target = { type: 'survey', id: survey.key };
    await audit(sql, actor, { action: 'survey.discard', target, before: { number: draft.number } });
    return survey.id;
  });

async function putInForce(sql: Sql, actor: Actor, survey: LockedSurvey, { number }: PublishSurvey): Promise<void> {
  await moveVersions(sql, survey.id, 'published', 'superseded');
  await sql.query(
    'publish-survey-version',
    `update survey_version set status = 'published', published_at = clock_timestamp() where survey_id = $1 and number = $2`,
    [survey.id, number],
  );
  await markEdited(sql, survey.id, { ...survey, published: number });
  await restampSurveys(sql);
  await audit(sql, actor, {
    action: 'survey.publish',
    target: { type: 'survey', id: survey.key },
    before: { number: survey.published },
    after: { number },
  });
}
