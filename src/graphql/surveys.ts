import { isUuid } from '../activities/identify.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { type CountedQuota, countQuotas } from '../surveys/count-quotas.ts';
import type { Purpose as PurposeWord, SurveyKind } from '../surveys/document.ts';
import { readSurveys } from '../surveys/published.ts';
import { Survey, type SurveyStatus, SurveyVersion } from '../surveys/survey.ts';
import { pageComplexity } from './builder.ts';
import { describedEnum } from './described-enum.ts';
import { localId } from './global-ids.ts';
import { inOrder, keyedPage } from './key-cursor.ts';
import { type QuestionTypes, questionsIn } from './survey-questions.ts';
import { currentVersion, surveyOf, versionId, versionsById, versionsPage } from './survey-versions.ts';

const KINDS: Record<SurveyKind, string> = {
  nps: 'Would customers recommend us: has a question that measures NPS.',
  csat: 'How satisfied customers are: has a question that measures CSAT.',
  ces: 'How easy it was: has a question that measures CES 1.0 or 2.0.',
  custom: 'Anything else.',
};
const PURPOSES_MEAN: Record<PurposeWord, string> = {
  relationship: 'About the relationship as a whole: one answer of a customer counts in each wave.',
  transactional: 'About something that happened: all answers count.',
};
const STATUSES: Record<SurveyStatus, string> = {
  draft: 'Kept, and nobody is asked by it.',
  published: 'Customers are asked by it.',
  superseded: 'Was published, until another version took its place or the survey was closed.',
  discarded: 'Given up, or edited: it was never published.',
};

/** Types of surveys, for what else speaks of them. */
export type SurveyTypes = ReturnType<typeof surveys>;

/** `Survey`, `SurveyVersion`, `Query.surveys` and `Query.survey`. */
export function surveys(builder: Builder, { Question }: QuestionTypes) {
  const Kind = describedEnum(builder, 'SurveyKind', 'What a survey is about.', KINDS);
  const Purpose = describedEnum(builder, 'SurveyPurpose', 'What a survey asks about.', PURPOSES_MEAN);
  const Status = describedEnum(builder, 'SurveyStatus', 'Where a version of a survey stands.', STATUSES);
  const Quota = builder.objectRef<CountedQuota>('SurveyQuota').implement({
    extensions: inherited,
    description: 'After so many, no more customers are asked.',
    fields: (t) => ({
      question: t.exposeString('question', {
        nullable: true,
        description: 'Key of the question; null: responses count.',
      }),
      answer: t.string({
        nullable: true,
        description: 'The score or option that counts; null: all of them.',
        resolve: ({ answer }) => (answer === undefined ? null : String(answer)),
      }),
      most: t.exposeInt('most', { description: 'So many are wanted.' }),
      count: t.exposeInt('count', { description: 'So many there are, over all versions of the survey.' }),
      full: t.boolean({ description: 'Whether there are enough.', resolve: ({ count, most }) => count >= most }),
    }),
  });
  builder.loadableNode(SurveyVersion, {
    extensions: needs('surveys:read'),
    name: 'SurveyVersion',
    description: 'One version of a survey. It never changes; a new document makes a new version.',
    id: { resolve: versionId, description: 'Id of the version.' },
    isTypeOf: (value) => value instanceof SurveyVersion,
    load: (ids: string[], context) => versionsById(context, ids),
    fields: (t) => ({
      number: t.exposeInt('number', { description: '1, 2, 3 … within the survey.' }),
      survey: t.field({
        type: Survey,
        description: 'Its survey.',
        resolve: (version, _args, context) => surveyOf(context, version.survey.id),
      }),
      status: t.field({ type: Status, description: 'Where it stands.', resolve: ({ status }) => status }),
      document: t.field({ type: 'JSON', description: 'The document.', resolve: ({ document }) => document }),
      languages: t.stringList({
        description: 'Languages of its texts (BCP 47), the default one first.',
        resolve: ({ document }) => [...document.languages],
      }),
      questions: t.field({
        type: [Question],
        description: 'Its questions, in the order in which they are asked.',
        args: {
          language: t.arg.string({
            description: 'In which language, or the nearest one there is (BCP 47); left out: that of the request.',
          }),
        },
        resolve: ({ document }, { language }, context) =>
          questionsIn(document, document.questions, language, context.language),
      }),
      author: t.exposeString('author', { description: 'Who saved it.' }),
      comment: t.exposeString('comment', { nullable: true, description: 'What its author says about it.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was saved.' }),
      publishedAt: t.expose('publishedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was published, the last time.',
      }),
    }),
  });
  builder.loadableNode(Survey, {
    extensions: needs('surveys:read'),
    name: 'Survey',
    description: 'Questions to customers under a key that stays; what is asked lies in versions that never change.',
    id: { resolve: ({ id }) => id, description: 'Id of the survey.' },
    isTypeOf: (value) => value instanceof Survey,
    load: async (ids: string[], context) =>
      inOrder(
        ids,
        await context.em.find(Survey, { id: { $in: ids.filter(isUuid) } }, { refresh: true }),
        ({ id }) => id,
      ),
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name in the API and in activities.' }),
      kind: t.field({ type: Kind, description: 'What it is about; stays.', resolve: ({ kind }) => kind }),
      purpose: t.field({ type: Purpose, description: 'What it asks about; stays.', resolve: ({ purpose }) => purpose }),
      title: t.exposeString('title', { description: 'Title of its newest version, in the default language.' }),
      version: t.exposeInt('version', { description: 'Rises with every edit: give it as `expectedVersion`.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When its first version was saved.' }),
      published: t.field({
        type: SurveyVersion,
        nullable: true,
        description: 'The version by which customers are asked; null: none are asked.',
        resolve: ({ id }, _args, context) => currentVersion(context, 'published', id),
      }),
      draft: t.field({
        type: SurveyVersion,
        nullable: true,
        description: 'The version that is being worked on; null: there is none.',
        resolve: ({ id }, _args, context) => currentVersion(context, 'draft', id),
      }),
      quotas: t.field({
        type: [Quota],
        description: 'How far the quotas of the published version are used up.',
        complexity: 20,
        resolve: ({ key }, _args, context) => quotasOf(context, key),
      }),
      versions: t.connection(
        {
          type: SurveyVersion,
          description: 'Its versions, the newest first.',
          complexity: pageComplexity,
          resolve: ({ id }, args, context) => versionsPage(context, id, args),
        },
        { name: 'SurveyVersionConnection' },
        { name: 'SurveyVersionEdge' },
      ),
    }),
  });
  const By = builder.inputType('SurveyBy', {
    description: 'Names a survey.',
    isOneOf: true,
    fields: (t) => ({
      id: t.id({ description: 'The id of this API.' }),
      key: t.string({ description: 'Its key.' }),
    }),
  });
  builder.queryFields((t) => ({
    surveys: t.connection(
      {
        extensions: needs('surveys:read'),
        type: Survey,
        description: 'All surveys by their keys.',
        complexity: pageComplexity,
        args: {
          kind: t.arg({ type: Kind, description: 'Only those of this kind.' }),
          purpose: t.arg({ type: Purpose, description: 'Only those with this purpose.' }),
        },
        resolve: (_root, { kind, purpose, ...args }, context) =>
          keyedPage(args, ({ beyond, orderBy, limit }) => {
            const where = [...beyond, ...(kind ? [{ kind }] : []), ...(purpose ? [{ purpose }] : [])];
            return context.em.find(Survey, { $and: where }, { orderBy, limit, refresh: true });
          }),
      },
      { name: 'SurveyConnection' },
      { name: 'SurveyEdge' },
    ),
    survey: t.field({
      extensions: needs('surveys:read'),
      type: Survey,
      nullable: true,
      description: 'A survey by its key or id; null when there is none.',
      args: { by: t.arg({ type: By, required: true, description: 'Which one.' }) },
      resolve: (_root, { by }, context) => {
        const id = by.id ? localId(context, 'Survey', by.id) : undefined;
        if (id !== undefined) return isUuid(id) ? context.em.findOne(Survey, { id }, { refresh: true }) : null;
        return by.key?.includes('\0') ? null : context.em.findOne(Survey, { key: by.key ?? '' }, { refresh: true });
      },
    }),
  }));
  return { Kind, Purpose, Quota };
}

/** The quotas of a published survey; those of a page are counted together. */
function quotasOf(context: GraphContext, key: string): Promise<CountedQuota[]> {
  const load = async (keys: readonly string[]): Promise<CountedQuota[][]> => {
    const published = await readSurveys(context);
    const found = keys.map((one) => published.get(one) ?? { id: key, document: {} });
    return countQuotas(context, found);
  };
  return context.batch.of('survey-quotas', load).load(key);
}
