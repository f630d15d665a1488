import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { checkSurvey } from '../surveys/form/check-survey.ts';
import { editorSchema } from '../surveys/form/editor-schema.ts';
import type { SurveyTemplate } from '../surveys/templates/template.ts';
import { templates } from '../surveys/templates/templates.ts';
import { core } from './context.ts';
import type { LanguageType } from './language.ts';
import type { ProblemType } from './rule-set-kinds.ts';
import type { SurveyTypes } from './surveys.ts';

/** `Query.surveyTemplates`, `Query.surveySchema` and `Query.checkSurvey`: what an editor of surveys needs. */
export function surveyDocuments(
  builder: Builder,
  { Kind, Purpose }: SurveyTypes,
  Problem: ProblemType,
  Language: LanguageType,
): void {
  const Template = builder.objectRef<SurveyTemplate>('SurveyTemplate').implement({
    extensions: inherited,
    description: 'A survey to begin with, in English and Chinese.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name; also a good key for the survey.' }),
      kind: t.field({ type: Kind, description: 'Kind of the survey.', resolve: ({ kind }) => kind }),
      purpose: t.field({ type: Purpose, description: 'Purpose of the survey.', resolve: ({ purpose }) => purpose }),
      title: t.string({
        description: 'Name for people, in the language of the request.',
        resolve: ({ title }, _args, { language }) => title[language] as string,
      }),
      description: t.string({
        description: 'What it asks and when, in the language of the request.',
        resolve: ({ description }, _args, { language }) => description[language] as string,
      }),
      document: t.field({ type: 'JSON', description: 'The document to save.', resolve: ({ document }) => document }),
    }),
  });
  builder.queryFields((t) => ({
    surveyTemplates: t.field({
      extensions: needs('surveys:read'),
      type: [Template],
      description: 'Surveys to begin with.',
      resolve: () => [...templates],
    }),
    surveySchema: t.field({
      extensions: needs('surveys:read'),
      type: 'JSON',
      description:
        'JSON Schema of the documents of surveys, with the facts and operators that exist now, for an editor that completes and underlines.',
      args: {
        language: t.arg({ type: Language, description: 'Of titles and descriptions; left out: that of the request.' }),
      },
      resolve: async (_root, { language }, context) =>
        editorSchema((await core(context).engine()).catalogue, language ?? context.language),
    }),
    checkSurvey: t.field({
      extensions: needs('surveys:read'),
      type: [Problem],
      description:
        'Everything that is wrong with a survey, as it would be told when saving, and what makes answers worse, as warnings.',
      args: {
        kind: t.arg({ type: Kind, required: true, description: 'Kind of the survey.' }),
        source: t.arg.string({ required: true, description: 'The document: JSON text.' }),
      },
      resolve: async (_root, { kind, source }, context) => {
        const { services, engine } = core(context);
        const { catalogue } = await engine();
        return [...checkSurvey(source, kind, { kinds: services.road.sources.kinds, catalogue }).problems];
      },
    }),
  }));
}
