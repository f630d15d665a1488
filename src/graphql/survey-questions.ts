import type { Builder } from '../contract/graphql.ts';
import { inherited } from '../contract/scope.ts';
import type { Option, Question, Scale, SurveyDocument, Text } from '../surveys/document.ts';
import { chooseLanguage } from '../surveys/page/tongue.ts';
import { type Series, seriesKey, seriesOf } from '../surveys/series.ts';
import { describedEnum } from './described-enum.ts';

/** A question with the survey it stands in, and the language that was asked for. */
export interface AskedQuestion {
  readonly question: Question;
  readonly language: string;
}

type Spoken<T> = T & { readonly language: string };

/** The questions of a document as they are asked in a language, or the nearest one that it has. */
export function questionsIn(
  { languages }: Pick<SurveyDocument, 'languages'>,
  questions: readonly Question[],
  ...wishes: readonly (string | null | undefined)[]
): AskedQuestion[] {
  const language = chooseLanguage(languages, ...wishes);
  return questions.map((question) => ({ question, language }));
}

const textIn = (text: Text | undefined, language: string): string | null => text?.[language] ?? null;

/** Types of what a survey asks. */
export type QuestionTypes = ReturnType<typeof surveyQuestions>;

/** `SurveyQuestion`, and what it consists of. */
export function surveyQuestions(builder: Builder) {
  const Kind = describedEnum(builder, 'SurveyQuestionKind', 'How a question is answered.', {
    rating: 'By one score on a scale.',
    single: 'By one of some options.',
    multiple: 'By any number of some options.',
    open: 'In words.',
  });
  const Measure = describedEnum(builder, 'SurveyMeasure', 'What a rating measures.', {
    nps: 'Net promoter score, from 0 to 10.',
    csat: 'Customer satisfaction, from 1 to 5 or from 1 to 10.',
    ces1: 'Customer effort score 1.0, from 1 to 5: lower is better.',
    ces2: 'Customer effort score 2.0, from 1 to 7: higher is better.',
    custom: 'A measure of one’s own.',
  });
  const Presentation = describedEnum(builder, 'SurveyPresentation', 'How a scale is shown.', {
    numbers: 'As numbers.',
    emoji: 'As faces.',
    stars: 'As stars.',
  });
  const Driver = describedEnum(builder, 'SurveyDriver', 'What satisfaction hangs on.', {
    product: 'Quality of the product.',
    service: 'Quality of the service.',
    price: 'Price and value.',
    purchase: 'The experience of buying.',
  });
  const SeriesRef = builder.objectRef<Series>('SurveySeries').implement({
    extensions: inherited,
    description: 'What the answers to a rating are counted together with: never with those of another series.',
    fields: (t) => ({
      key: t.string({ description: 'Name of the series: two are the same when their names are.', resolve: seriesKey }),
      measure: t.expose('measure', { type: Measure, description: 'What is measured.' }),
      min: t.exposeInt('min', { description: 'The lowest score.' }),
      max: t.exposeInt('max', { description: 'The highest score.' }),
      higherIsBetter: t.exposeBoolean('higherIsBetter', { description: 'Whether the highest score is the good end.' }),
    }),
  });
  const ScaleRef = builder.objectRef<Spoken<Scale>>('SurveyScale').implement({
    extensions: inherited,
    description: 'From where to where a rating goes, and which end is the good one.',
    fields: (t) => ({
      min: t.exposeInt('min', { description: 'The lowest score.' }),
      max: t.exposeInt('max', { description: 'The highest score.' }),
      higherIsBetter: t.exposeBoolean('higherIsBetter', { description: 'Whether the highest score is the good end.' }),
      satisfiedFrom: t.exposeInt('satisfiedFrom', {
        nullable: true,
        description: 'From this score on somebody is satisfied.',
      }),
      shownAs: t.expose('shownAs', { type: Presentation, description: 'How it is shown.' }),
      low: t.string({
        nullable: true,
        description: 'What the lowest score says.',
        resolve: ({ low, language }) => textIn(low, language),
      }),
      high: t.string({
        nullable: true,
        description: 'What the highest score says.',
        resolve: ({ high, language }) => textIn(high, language),
      }),
    }),
  });
  const OptionRef = builder.objectRef<Spoken<Option>>('SurveyOption').implement({
    extensions: inherited,
    description: 'What can be chosen.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name in answers.' }),
      text: t.string({
        description: 'What respondents read.',
        resolve: ({ text, language }) => textIn(text, language) ?? '',
      }),
    }),
  });
  const QuestionRef = builder.objectRef<AskedQuestion>('SurveyQuestion').implement({
    extensions: inherited,
    description: 'A question of a survey, in one language.',
    fields: (t) => ({
      key: t.string({ description: 'Its name in answers.', resolve: ({ question }) => question.key }),
      kind: t.field({ type: Kind, description: 'How it is answered.', resolve: ({ question }) => question.kind }),
      text: t.string({
        description: 'What respondents are asked.',
        resolve: ({ question, language }) => textIn(question.text, language) ?? '',
      }),
      language: t.exposeString('language', { description: 'The language of its texts.' }),
      required: t.boolean({
        description: 'Whether it must be answered where it is shown.',
        resolve: ({ question }) => question.required ?? false,
      }),
      measure: t.field({
        type: Measure,
        nullable: true,
        description: 'What a rating measures.',
        resolve: ({ question }) => question.measure,
      }),
      scale: t.field({
        type: ScaleRef,
        nullable: true,
        description: 'The scale of a rating.',
        resolve: ({ question: { scale }, language }) => scale && { ...scale, language },
      }),
      series: t.field({
        type: SeriesRef,
        nullable: true,
        description: 'What the answers to a rating are counted together with.',
        resolve: ({ question }) => seriesOf(question),
      }),
      options: t.field({
        type: [OptionRef],
        description: 'What can be chosen; empty where there is no choice.',
        resolve: ({ question: { options = [] }, language }) => options.map((option) => ({ ...option, language })),
      }),
      driver: t.field({
        type: Driver,
        nullable: true,
        description: 'What of satisfaction it is about.',
        resolve: ({ question }) => question.driver,
      }),
    }),
  });
  return { Question: QuestionRef, Series: SeriesRef, Measure };
}
