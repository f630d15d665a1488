import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { PRESENTATIONS, QUESTION_KINDS, type Question, type Text } from '../surveys/document.ts';
import { CLOSED, type Closed, type Invited, readInvited } from '../surveys/invited.ts';
import { nextStep, type Step } from '../surveys/next-step.ts';
import { chooseLanguage } from '../surveys/page/tongue.ts';
import { orFull } from '../surveys/quotas.ts';
import { constantCase } from './activity-inputs.ts';
import { core } from './context.ts';

/** The enum of reasons why an invitation cannot be answered. */
export type ClosedType = ReturnType<typeof surveyToAnswer>;

interface ToAnswer {
  readonly invited: Invited;
  readonly language: string;
  readonly step: Step;
}

interface Worded<T> {
  readonly of: T;
  readonly language: string;
}

const MEANS: Readonly<Record<Closed, string>> = {
  used: 'Everything was answered.',
  expired: 'The time to answer has passed.',
  erased: 'The person was erased.',
  withdrawn: 'The survey was withdrawn.',
  full: 'The survey has as many answers as are wanted.',
};

/** `surveyToAnswer`: what somebody with the token of an invitation is asked. */
export function surveyToAnswer(builder: Builder) {
  const ClosedEnum = builder.enumType('SurveyClosedReason', {
    description: 'Why an invitation cannot be answered, or not any more.',
    values: Object.fromEntries(
      CLOSED.map((reason) => [constantCase(reason), { value: reason, description: MEANS[reason] }]),
    ),
  });
  const Question = questionType(builder);
  const ToAnswer = builder.objectRef<ToAnswer>('SurveyToAnswer').implement({
    extensions: inherited,
    description: 'A survey as the respondent of one invitation sees it, in one language.',
    fields: (t) => ({
      survey: t.string({ description: 'Key of the survey.', resolve: ({ invited }) => invited.survey.key }),
      language: t.string({ description: 'Language of the texts, as BCP 47.', resolve: ({ language }) => language }),
      languages: t.stringList({
        description: 'The languages that the survey speaks.',
        resolve: ({ invited }) => [...invited.survey.document.languages],
      }),
      title: t.string({ description: 'What it is about.', resolve: (one) => documentText(one, 'title') as string }),
      introduction: t.string({
        nullable: true,
        description: 'What stands before the questions.',
        resolve: (one) => documentText(one, 'introduction'),
      }),
      thanks: t.string({
        nullable: true,
        description: 'What is said at the end.',
        resolve: (one) => documentText(one, 'thanks'),
      }),
      closed: t.field({
        type: ClosedEnum,
        nullable: true,
        description: 'Why it cannot be answered; null: it can.',
        resolve: ({ invited }) => invited.closed ?? null,
      }),
      answered: t.stringList({
        description: 'Keys of the questions that were answered already.',
        resolve: ({ invited }) => invited.answers.map(({ question }) => question),
      }),
      questions: t.field({
        type: [Question],
        description: 'What is asked now: questions that hang on the answers to others come after those.',
        resolve: ({ step, language, invited }) =>
          invited.closed ? [] : step.questions.map((question) => ({ of: question, language })),
      }),
      moreMayFollow: t.boolean({
        description: 'Whether further questions may follow, by what is answered.',
        resolve: ({ step, invited }) => !invited.closed && step.more,
      }),
    }),
  });
  builder.queryField('surveyToAnswer', (t) =>
    t.field({
      extensions: needs('surveys:answer'),
      type: ToAnswer,
      nullable: true,
      description:
        'The survey that the token of an invitation belongs to; null: it is no token of ours. Records nothing.',
      args: {
        token: t.arg.string({ required: true, description: 'What follows /s/ in the link.' }),
        language: t.arg.string({ description: 'BCP 47; left out: that of the invitation.' }),
      },
      resolve: async (_root, { token, language }, context) => {
        const found = await invitedBy(context, token);
        if (!found) return null;
        const invited = await orFull(context, found);
        const { document } = invited.survey;
        return {
          invited,
          language: chooseLanguage(document.languages, language, invited.language),
          step: nextStep(document, invited.answers),
        };
      },
    }),
  );
  return ClosedEnum;
}

/** The invitation that a token belongs to; undefined: it is none of ours, or the invitation is gone. */
export async function invitedBy(context: GraphContext, token: string): Promise<Invited | undefined> {
  const { links, database } = core(context).services;
  const link = await links.read(token);
  return link && readInvited(database, link, context.now);
}

const documentText = ({ invited, language }: ToAnswer, part: 'title' | 'introduction' | 'thanks'): string | null =>
  textIn(invited.survey.document[part], language);

const textIn = (text: Text | undefined, language: string): string | null => text?.[language] ?? null;

function questionType(builder: Builder) {
  const Kind = builder.enumType('QuestionToAnswerKind', {
    description: 'How a question is answered.',
    values: Object.fromEntries(
      QUESTION_KINDS.map((kind) => [constantCase(kind), { value: kind, description: KINDS[kind] }]),
    ),
  });
  const Look = builder.enumType('ScaleToAnswerLook', {
    description: 'How a scale is to be shown.',
    values: Object.fromEntries(
      PRESENTATIONS.map((look) => [constantCase(look), { value: look, description: `As ${look}.` }]),
    ),
  });
  const Scale = builder.objectRef<Worded<NonNullable<Question['scale']>>>('ScaleToAnswer').implement({
    extensions: inherited,
    description: 'The scale of a rating: whole numbers.',
    fields: (t) => ({
      min: t.int({ description: 'The lowest score.', resolve: ({ of }) => of.min }),
      max: t.int({ description: 'The highest score.', resolve: ({ of }) => of.max }),
      shownAs: t.field({ type: Look, description: 'How to show it.', resolve: ({ of }) => of.shownAs }),
      low: t.string({
        nullable: true,
        description: 'What the lowest score means.',
        resolve: ({ of, language }) => textIn(of.low, language),
      }),
      high: t.string({
        nullable: true,
        description: 'What the highest score means.',
        resolve: ({ of, language }) => textIn(of.high, language),
      }),
    }),
  });
  const Option = builder.objectRef<{ key: string; text: string }>('OptionToAnswer').implement({
    extensions: inherited,
    description: 'One of the options of a question.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'What is sent when it is chosen.' }),
      text: t.exposeString('text', { description: 'What the respondent reads.' }),
    }),
  });
  return builder.objectRef<Worded<Question>>('QuestionToAnswer').implement({
    extensions: inherited,
    description: 'A question as the respondent sees it.',
    fields: (t) => ({
      key: t.string({ description: 'What the answer names.', resolve: ({ of }) => of.key }),
      kind: t.field({ type: Kind, description: 'How it is answered.', resolve: ({ of }) => of.kind }),
      text: t.string({
        description: 'The question.',
        resolve: ({ of, language }) => textIn(of.text, language) ?? of.key,
      }),
      required: t.boolean({ description: 'Whether it must be answered.', resolve: ({ of }) => of.required ?? false }),
      scale: t.field({
        type: Scale,
        nullable: true,
        description: 'The scale of a rating.',
        resolve: ({ of, language }) => (of.scale ? { of: of.scale, language } : null),
      }),
      options: t.field({
        type: [Option],
        description: 'What can be chosen.',
        resolve: ({ of, language }) =>
          (of.options ?? []).map(({ key, text }) => ({ key, text: textIn(text, language) ?? key })),
      }),
    }),
  });
}

const KINDS: Readonly<Record<Question['kind'], string>> = {
  rating: 'By a score on its scale.',
  single: 'By the key of one option.',
  multiple: 'By the keys of any options.',
  open: 'By words.',
};
