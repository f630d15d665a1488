import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import type { NewSeries } from '../surveys/new-series.ts';
import { closeSurvey, discardDraft, publishSurvey } from '../surveys/publish-survey.ts';
import { saveSurvey } from '../surveys/save-survey.ts';
import { Survey, SurveyVersion } from '../surveys/survey.ts';
import { DEED } from './builder.ts';
import { core } from './context.ts';
import type { ProblemType } from './rule-set-kinds.ts';
import type { QuestionTypes } from './survey-questions.ts';
import type { SurveyTypes } from './surveys.ts';

const extensions = needs('surveys:write');
const ABOUT = {
  key: 'Key of the survey: lower-case words joined by hyphens.',
  expectedVersion: 'The version of the survey that you have seen, 0 for none: nobody is overwritten. Left out: any.',
};

interface Edited {
  readonly surveyId: string;
}
interface Kept extends Edited {
  readonly number: number;
  readonly warnings: readonly LocatedProblem[];
}
interface Published extends Kept {
  readonly newSeries: readonly NewSeries[];
}

/** The type of a question whose answers begin a new series. */
export type NewSeriesType = ReturnType<typeof newSeriesType>;

export const newSeriesType = (builder: Builder, { Series }: QuestionTypes) =>
  builder.objectRef<NewSeries>('SurveyNewSeries').implement({
    extensions: inherited,
    description: 'A question whose answers are not counted together with those to the version before.',
    fields: (t) => ({
      question: t.exposeString('question', { description: 'Key of the question.' }),
      before: t.field({ type: Series, description: 'What it was.', resolve: ({ before }) => before }),
      after: t.field({ type: Series, description: 'What it is.', resolve: ({ after }) => after }),
    }),
  });

/** `saveSurvey`, `publishSurvey`, `closeSurvey` and `discardSurveyDraft`. */
export function surveysWrite(
  builder: Builder,
  { Kind, Purpose }: SurveyTypes,
  NewSeriesRef: NewSeriesType,
  Problem: ProblemType,
): void {
  const kept = <T extends Kept>(name: string, description: string) =>
    builder.objectRef<T>(name).implement({
      extensions: inherited,
      description,
      fields: (t) => ({
        survey: t.field({
          type: Survey,
          description: 'The survey.',
          resolve: ({ surveyId }, _args, context) => surveyNow(context, surveyId),
        }),
        version: t.field({
          type: SurveyVersion,
          description: 'The version.',
          resolve: ({ surveyId, number }, _args, context) =>
            context.em.findOneOrFail(SurveyVersion, { survey: surveyId, number }, { refresh: true }),
        }),
        warnings: t.field({
          type: [Problem],
          description: 'What is allowed and makes for fewer or worse answers.',
          resolve: ({ warnings }) => [...warnings],
        }),
      }),
    });
  const Saved = kept<Kept>('SaveSurveySuccess', 'The survey is kept as a draft; nobody is asked by it yet.');
  const PublishedRef = kept<Published>('PublishSurveySuccess', 'Customers are asked by the version from now on.');
  builder.objectField(PublishedRef, 'newSeries', (t) =>
    t.field({
      type: [NewSeriesRef],
      description: 'Questions that measure something else than in the version before, or on another scale.',
      resolve: ({ newSeries }) => [...newSeries],
    }),
  );
  const edited = (name: string, description: string) =>
    builder.objectRef<Edited>(name).implement({
      extensions: inherited,
      description,
      fields: (t) => ({
        survey: t.field({
          type: Survey,
          description: 'The survey.',
          resolve: ({ surveyId }, _args, context) => surveyNow(context, surveyId),
        }),
      }),
    });
  const SaveInput = builder.inputType('SaveSurveyInput', {
    description: 'A survey to keep as a new draft.',
    fields: (t) => ({
      key: t.string({ required: true, description: `${ABOUT.key} A new one makes a new survey.` }),
      kind: t.field({
        type: Kind,
        required: true,
        description: 'What it is about; stays as it is in the first version.',
      }),
      purpose: t.field({
        type: Purpose,
        required: true,
        description: 'What it asks about; stays as it is in the first version.',
      }),
      source: t.string({ required: true, description: 'The document: JSON text. See `surveySchema`.' }),
      comment: t.string({ description: 'What this version is about.' }),
      expectedVersion: t.int({ description: ABOUT.expectedVersion }),
    }),
  });
  const PublishInput = builder.inputType('PublishSurveyInput', {
    description: 'Which version is to hold.',
    fields: (t) => ({
      key: t.string({ required: true, description: ABOUT.key }),
      number: t.int({ required: true, description: 'Number of a draft, or of a version that was published before.' }),
      expectedVersion: t.int({ description: ABOUT.expectedVersion }),
    }),
  });
  const NameInput = builder.inputType('SurveyEditInput', {
    description: 'Which survey to change.',
    fields: (t) => ({
      key: t.string({ required: true, description: ABOUT.key }),
      expectedVersion: t.int({ description: ABOUT.expectedVersion }),
    }),
  });
  const result = (name: string) => ({
    types: [ValidationError, ConflictError, NotFoundError],
    union: { name, description: 'Success, or why nothing was changed.' },
    directResult: true as const,
  });
  builder.mutationFields((t) => ({
    saveSurvey: t.field({
      extensions,
      complexity: DEED,
      type: Saved,
      description:
        'Checks a survey and keeps it as a new draft version, in place of a draft that was there. With errors it is not kept.',
      errors: result('SaveSurveyResult'),
      args: { input: t.arg({ type: SaveInput, required: true, description: 'The survey.' }) },
      resolve: (_root, { input }, context) => saveSurvey(core(context).services.road, context.viewer, input),
    }),
    publishSurvey: t.field({
      extensions,
      complexity: DEED,
      type: PublishedRef,
      description:
        'Makes a version the one by which customers are asked. Invitations to the version before are answered as it was.',
      errors: result('PublishSurveyResult'),
      args: { input: t.arg({ type: PublishInput, required: true, description: 'Which version.' }) },
      resolve: (_root, { input }, context) => publishSurvey(core(context).services.road, context.viewer, input),
    }),
    closeSurvey: t.field({
      extensions,
      complexity: DEED,
      type: edited('CloseSurveySuccess', 'Nobody is asked by the survey any more.'),
      description:
        'Ends the asking by a survey, until a version is published. Invitations that are out can be answered.',
      errors: result('CloseSurveyResult'),
      args: { input: t.arg({ type: NameInput, required: true, description: 'Which survey.' }) },
      resolve: async (_root, { input }, context) => ({
        surveyId: await closeSurvey(core(context).services.road, context.viewer, input),
      }),
    }),
    discardSurveyDraft: t.field({
      extensions,
      complexity: DEED,
      type: edited('DiscardSurveyDraftSuccess', 'The survey has no draft any more.'),
      description: 'Gives the draft of a survey up; it stays readable.',
      errors: result('DiscardSurveyDraftResult'),
      args: { input: t.arg({ type: NameInput, required: true, description: 'Which survey.' }) },
      resolve: async (_root, { input }, context) => ({
        surveyId: await discardDraft(core(context).services.road, context.viewer, input),
      }),
    }),
  }));
}

const surveyNow = (context: GraphContext, id: string): Promise<Survey> =>
  context.em.findOneOrFail(Survey, { id }, { refresh: true });
