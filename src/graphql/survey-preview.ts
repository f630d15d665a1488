import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import type { GivenAnswer } from '../surveys/parse-answer.ts';
import { previewSurvey, type SurveyPreview } from '../surveys/preview-survey.ts';
import { batchComplexity } from './builder.ts';
import { core } from './context.ts';
import type { IssueType } from './errors.ts';
import type { ProblemType } from './rule-set-kinds.ts';
import { type QuestionTypes, questionsIn } from './survey-questions.ts';
import type { SurveyTypes } from './surveys.ts';
import type { NewSeriesType } from './surveys-write.ts';

interface Types extends SurveyTypes, QuestionTypes {
  readonly NewSeries: NewSeriesType;
  readonly Problem: ProblemType;
  readonly Issue: IssueType;
}

/** `Query.previewSurvey`. */
export function surveyPreview(builder: Builder, { Kind, Quota, Question, NewSeries, Problem, Issue }: Types): void {
  const AnswerInput = builder.inputType('SurveyPreviewAnswerInput', {
    description: 'An answer of somebody made up; what is left empty was not answered.',
    fields: (t) => ({
      question: t.string({ required: true, description: 'Key of the question.' }),
      score: t.float({ description: 'To a rating.' }),
      choices: t.stringList({ description: 'Keys of options, to a single or multiple choice.' }),
      text: t.string({ description: 'To an open question.' }),
    }),
  });
  const Input = builder.inputType('PreviewSurveyInput', {
    description: 'A survey to look at, and what a respondent has answered so far.',
    fields: (t) => ({
      kind: t.field({ type: Kind, required: true, description: 'Kind of the survey.' }),
      source: t.string({ required: true, description: 'The document: JSON text.' }),
      key: t.string({
        description:
          'Key of the survey that it is for: compared with what is published, and its answers count for quotas.',
      }),
      answers: t.field({ type: [AnswerInput], defaultValue: [], description: 'The answers so far.' }),
      language: t.string({
        description: 'In which language, or the nearest one there is; left out: that of the request.',
      }),
    }),
  });
  interface Shown extends SurveyPreview {
    readonly language: string | null | undefined;
  }
  const Preview = builder.objectRef<Shown>('SurveyPreview').implement({
    extensions: inherited,
    description: 'How a survey would be for somebody who answered so far as given.',
    fields: (t) => ({
      problems: t.field({
        type: [Problem],
        description: 'What is wrong with it, and what makes answers worse; with an error there is nothing else to see.',
        resolve: ({ problems }) => [...problems],
      }),
      questions: t.field({
        type: [Question],
        description: 'The questions that are shown.',
        resolve: ({ document, questions, language }, _args, context) =>
          document ? questionsIn(document, questions, language, context.language) : [],
      }),
      issues: t.field({
        type: [Issue],
        description: 'What is wrong with the answers.',
        resolve: ({ issues }) => [...issues],
      }),
      missing: t.stringList({
        description: 'Keys of questions that are shown and must still be answered.',
        resolve: ({ missing }) => [...missing],
      }),
      quotas: t.field({
        type: [Quota],
        description: 'Its quotas, and how far they are used up.',
        resolve: ({ quotas }) => [...quotas],
      }),
      newSeries: t.field({
        type: [NewSeries],
        description: 'Questions that measure something else than in the published version, or on another scale.',
        resolve: ({ newSeries }) => [...newSeries],
      }),
    }),
  });
  builder.queryField('previewSurvey', (t) =>
    t.field({
      extensions: needs('surveys:read'),
      type: Preview,
      complexity: ({ input }) => batchComplexity([input, ...(input.answers ?? [])]),
      description:
        'Shows a survey before it is kept: the questions that given answers lead to, its faults and its quotas.',
      args: { input: t.arg({ type: Input, required: true, description: 'What to look at.' }) },
      resolve: async (_root, { input: { answers, language, ...wish } }, context) => {
        const { services, engine } = core(context);
        const { catalogue } = await engine();
        const sources = { kinds: services.road.sources.kinds, catalogue };
        const given = (answers ?? []) as readonly GivenAnswer[];
        return { ...(await previewSurvey(services.database, sources, { ...wish, answers: given })), language };
      },
    }),
  );
}
