import type { ActivityKind } from '../contract/activity.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { ConflictError, NotFoundError, OverloadedError, UserError, ValidationError } from '../errors.ts';
import { answerByInvitation, SurveyClosedError, type Taken } from '../surveys/answer-api.ts';
import type { GivenAnswer } from '../surveys/parse-answer.ts';
import type { Recording } from '../surveys/record-answers.ts';
import { batchComplexity } from './builder.ts';
import { core } from './context.ts';
import { loadCustomer } from './customer-reference.ts';
import { type ClosedType, invitedBy } from './survey-to-answer.ts';

/** The input of one answer. */
export type AnswerInput = ReturnType<typeof answerInput>;

const answerInput = (builder: Builder) =>
  builder.inputType('SurveyAnswerItemInput', {
    description: 'The answer to one question, in the field that fits its kind.',
    fields: (t) => ({
      question: t.string({ required: true, description: 'Key of the question.' }),
      score: t.float({ description: 'To a rating: a whole number on its scale.' }),
      choices: t.stringList({ description: 'To a choice: keys of options.' }),
      text: t.string({ description: 'To an open question.' }),
    }),
  });

/** What it takes to record answers, of a request. */
export const recordingOf = (context: GraphContext, kinds: ReadonlyMap<string, ActivityKind>): Recording => {
  const { gatherer, currency, clock } = core(context).services;
  return { gatherer, currency, clock, kinds };
};

/** The type of a result of that name: what became of answers, and of the customer. */
export const takenType = (builder: Builder, name: string) =>
  builder.objectRef<Taken>(name).implement({
    extensions: inherited,
    description: 'All answers were recorded, and everything that follows from them.',
    fields: (t) => ({
      complete: t.exposeBoolean('complete', { description: 'Whether the response is finished.' }),
      leftOut: t.stringList({
        description: 'Questions that the other answers do not lead to: what was answered to them was not kept.',
        resolve: ({ leftOut }) => [...leftOut],
      }),
      customer: t.field({
        extensions: needs('customers:read'),
        type: Customer,
        nullable: true,
        description: 'The customer as it is now.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
    }),
  });

/** `answerSurvey`: answers of whoever has the token of an invitation. */
export function surveyAnswers(
  builder: Builder,
  kinds: ReadonlyMap<string, ActivityKind>,
  Closed: ClosedType,
): AnswerInput {
  builder.objectType(SurveyClosedError, {
    extensions: inherited,
    name: 'SurveyClosedError',
    description: 'The invitation cannot be answered, or not any more; nothing was recorded.',
    interfaces: [UserError],
    fields: (t) => ({ reason: t.expose('reason', { type: Closed, description: 'Why.' }) }),
  });
  const Answer = answerInput(builder);
  const Input = builder.inputType('AnswerSurveyInput', {
    description: 'Answers to an invitation.',
    fields: (t) => ({
      token: t.string({ required: true, description: 'What follows /s/ in the link: whoever has it may answer.' }),
      answers: t.field({
        type: [Answer],
        required: true,
        description: 'What was answered. What was recorded may be sent again, and stays as it is.',
      }),
      complete: t.boolean({
        defaultValue: true,
        description: 'Whether the respondent is done. False: the answers are kept, and others may follow.',
      }),
    }),
  });
  builder.mutationField('answerSurvey', (t) =>
    t.field({
      extensions: needs('surveys:answer'),
      complexity: ({ input }) => batchComplexity(input.answers),
      type: takenType(builder, 'AnswerSurveySuccess'),
      description: 'Answers an invitation by its token. All answers are recorded, or none.',
      errors: {
        types: [ValidationError, NotFoundError, ConflictError, SurveyClosedError, OverloadedError],
        union: { name: 'AnswerSurveyResult', description: 'Success, or why nothing was recorded.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The answers.' }) },
      resolve: async (_root, { input }, context) => {
        const invited = await invitedBy(context, input.token);
        if (!invited) throw new NotFoundError('This is not the token of an invitation of ours.', ['token']);
        const { answers, complete } = input as { answers: readonly GivenAnswer[]; complete?: boolean | null };
        return answerByInvitation(recordingOf(context, kinds), invited, answers, complete !== false);
      },
    }),
  );
  return Answer;
}
