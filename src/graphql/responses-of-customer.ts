import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import {
  type KeptAnswer,
  type KeptResponse,
  readAnswersOf,
  readResponses,
  readWords,
} from '../surveys/read-responses.ts';
import { pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { newestPage } from './newest-page.ts';

/** `Customer.surveyResponses`: what a customer answered, response by response. */
export function responsesOfCustomer(builder: Builder): void {
  const Response = responseType(builder, answerType(builder));
  builder.objectField(Customer, 'surveyResponses', (t) =>
    t.connection(
      {
        extensions: needs('surveys:read'),
        type: Response,
        description: 'What the customer answered, the newest response first.',
        complexity: pageComplexity,
        resolve: async ({ id }, args, context) =>
          (await newestPage(context, id, args, { name: 'survey-responses', read: readResponses })) as never,
      },
      { name: 'SurveyResponseConnection', description: 'A page of responses.' },
      { name: 'SurveyResponseEdge', description: 'A response and its place in the list.' },
    ),
  );
}

function responseType(builder: Builder, Answer: ReturnType<typeof answerType>) {
  return builder.objectRef<KeptResponse>('SurveyResponse').implement({
    extensions: needs('surveys:read'),
    description: 'What a customer answered in one go.',
    fields: (t) => ({
      survey: t.exposeString('survey', { description: 'Key of the survey.' }),
      title: t.exposeString('title', { description: 'Title of the survey.' }),
      version: t.exposeInt('version', { description: 'The version that was answered.' }),
      respondedAt: t.field({
        type: 'DateTime',
        description: 'When the first of the answers was given.',
        resolve: ({ at }) => new Date(at),
      }),
      invited: t.exposeBoolean('invited', { description: 'Whether it answers an invitation of ours.' }),
      wave: t.exposeString('wave', { nullable: true, description: 'The round of a periodic survey.' }),
      touchpoint: t.exposeString('touchpoint', { nullable: true, description: 'The touchpoint it is about.' }),
      channel: t.exposeString('channel', { nullable: true, description: 'The channel by which it came.' }),
      store: t.exposeString('store', { nullable: true, description: 'Shop, site or country that it is about.' }),
      online: t.exposeBoolean('online', { nullable: true, description: 'Whether it is about something online.' }),
      answers: t.field({
        type: [Answer],
        description: 'The answers, in the order in which they were given.',
        resolve: (response, _args, context) => loadAnswers(context, response),
      }),
    }),
  });
}

function answerType(builder: Builder) {
  return builder.objectRef<KeptAnswer>('SurveyResponseAnswer').implement({
    extensions: needs('surveys:read'),
    description: 'The answer to one question.',
    fields: (t) => ({
      question: t.exposeString('question', { description: 'Key of the question.' }),
      measure: t.field({
        type: 'SurveyAnswerMeasure' as never,
        nullable: true,
        description: 'What the question measures; null: it is no rating.',
        resolve: ({ measure }) => measure as never,
      }),
      score: t.exposeFloat('score', { nullable: true, description: 'The score.' }),
      choices: t.exposeStringList('choices', { nullable: true, description: 'Keys of the options that were chosen.' }),
      text: t.string({
        extensions: needs('personal:read'),
        nullable: true,
        description: 'What the customer wrote.',
        resolve: (answer, _args, context) =>
          answer.score !== null || answer.choices !== null ? null : loadWords(context, answer),
      }),
      sentiment: t.field({
        type: 'SurveyAnswerSentiment' as never,
        nullable: true,
        description: 'What the words say; null: there are none, or in no language that is understood.',
        resolve: ({ sentiment }) => sentiment as never,
      }),
      answeredAt: t.field({ type: 'DateTime', description: 'When it was given.', resolve: ({ at }) => new Date(at) }),
    }),
  });
}

const loadAnswers = (context: GraphContext, response: KeptResponse): Promise<KeptAnswer[]> =>
  context.batch
    .of<KeptResponse, KeptAnswer[]>('answers-of-responses', async (responses) => {
      const rows = await readAnswersOf(core(context).services.database, responses);
      const found = Map.groupBy(rows, (row) => row.response);
      return responses.map(({ id }) => found.get(id) ?? []);
    })
    .load(response);

const loadWords = (context: GraphContext, answer: KeptAnswer): Promise<string | null> =>
  context.batch
    .of<KeptAnswer, string | null>('words-of-answers', (answers) => readWords(core(context).services.database, answers))
    .load(answer);
