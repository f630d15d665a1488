import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { isUuid } from '../activities/identify.ts';
import type { GraphContext } from '../contract/graphql.ts';
import { Survey, SurveyVersion } from '../surveys/survey.ts';
import { PAGE } from './builder.ts';
import { decodeKey, encodeKey, inOrder } from './key-cursor.ts';
import type { PageArguments } from './page.ts';

/** A version is known by its survey and its number. */
export const versionId = ({ survey, number }: SurveyVersion): string => `${survey.id}:${number}`;

const LARGEST = 2_147_483_647;

/** Versions by their ids, in one statement. */
export async function versionsById(context: GraphContext, ids: readonly string[]): Promise<(SurveyVersion | Error)[]> {
  const named = ids
    .map((id) => id.split(':') as [string, string])
    .filter(([survey, number]) => isUuid(survey) && /^\d{1,10}$/.test(number) && Number(number) <= LARGEST);
  const rows = await context.query<object>(
    'survey-versions-by-id',
    `select v.* from unnest($1::uuid[], $2::int[]) as w(survey, number)
       join survey_version v on v.survey_id = w.survey and v.number = w.number`,
    [named.map(([survey]) => survey), named.map(([, number]) => Number(number))],
  );
  return inOrder(ids, toVersions(context, rows), versionId);
}

/** The published version or the draft of a survey; those of a page are read together. */
export function currentVersion(
  context: GraphContext,
  status: 'published' | 'draft',
  surveyId: string,
): Promise<SurveyVersion | null> {
  const load = async (ids: readonly string[]): Promise<(SurveyVersion | null)[]> => {
    const where = { survey: { $in: [...ids] }, status };
    const found = await context.em.find(SurveyVersion, where, { refresh: true });
    return ids.map((id) => found.find(({ survey }) => survey.id === id) ?? null);
  };
  return context.batch.of(`survey-versions:${status}`, load).load(surveyId);
}

/** A survey as it is now; many are read together. */
export function surveyOf(context: GraphContext, surveyId: string): Promise<Survey> {
  const load = async (ids: readonly string[]): Promise<(Survey | Error)[]> =>
    inOrder(ids, await context.em.find(Survey, { id: { $in: [...ids] } }, { refresh: true }), ({ id }) => id);
  return context.batch.of('surveys', load).load(surveyId);
}

/** A page of the versions of a survey, the newest first; the same page of many surveys is read in one statement. */
export const versionsPage = (context: GraphContext, surveyId: string, args: PageArguments) =>
  resolveCursorConnection(
    { args, ...PAGE, toCursor: ({ number }: SurveyVersion) => encodeKey(String(number)) },
    (window: ResolveCursorConnectionArgs): Promise<SurveyVersion[]> => versionsIn(context, window, surveyId),
  );

function versionsIn(
  context: GraphContext,
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
  surveyId: string,
): Promise<SurveyVersion[]> {
  const [below, above] = [after, before].map((cursor) => (cursor ? Number(decodeKey(cursor)) : null));
  const order = inverted ? 'asc' : 'desc';
  const load = async (ids: readonly string[]): Promise<SurveyVersion[][]> => {
    const rows = await context.query<object>(
      `survey-versions-${order}`,
      `select v.* from unnest($1::uuid[]) s(id) cross join lateral (
         select * from survey_version where survey_id = s.id
            and ($2::int is null or number < $2) and ($3::int is null or number > $3)
          order by number ${order} limit $4) v order by v.number ${order}`,
      [ids, below, above, limit],
    );
    const bySurvey = Map.groupBy(toVersions(context, rows), ({ survey }) => survey.id);
    return ids.map((id) => bySurvey.get(id) ?? []);
  };
  return context.batch.of(`survey-versions:${limit}:${inverted}:${below}:${above}`, load).load(surveyId);
}

const toVersions = (context: GraphContext, rows: readonly object[]): SurveyVersion[] =>
  rows.map((row) => context.em.map(SurveyVersion, row as never));
