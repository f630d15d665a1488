import type { ActivityKind } from '../contract/activity.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, OverloadedError, ValidationError } from '../errors.ts';
import { recordResponse, SurveyClosedError } from '../surveys/answer-api.ts';
import type { GivenAnswer } from '../surveys/parse-answer.ts';
import { type PublishedSurvey, readSurveys } from '../surveys/published.ts';
import { asAnswers } from '../surveys/rate.ts';
import type { SurveyResponse } from '../surveys/record-answers.ts';
import { batchComplexity } from './builder.ts';
import { type CustomerReferenceInput, customerRef } from './customer-reference.ts';
import { type AnswerInput, recordingOf, takenType } from './survey-answers.ts';

/** A response that was given somewhere else, without its answers. */
interface ResponseInput {
  readonly customer: CustomerReferenceInput;
  readonly survey: string;
  readonly key: string;
  readonly source?: string | null;
  readonly occurredAt?: Date | null;
  /** Fields of the activities. */
  readonly about?: Readonly<Record<string, unknown>> | null;
}

const errorTypes = [ValidationError, NotFoundError, ConflictError, SurveyClosedError, OverloadedError];
const SURVEY = 'Key of the survey, which is published.';

/** `recordSurveyResponse` and `rateExperience`: what customers answered where another system asked them. */
export function surveyResponses(builder: Builder, kinds: ReadonlyMap<string, ActivityKind>, Answer: AnswerInput): void {
  const About = builder.inputType('ResponseContextInput', {
    description: 'What a response is about, and how it was given.',
    fields: (t) => ({
      touchpoint: t.string({ description: 'The point it is about, as a word of yours: "delivery".' }),
      channel: t.string({ description: 'By which channel it was answered: "chat".' }),
      store: t.string({ description: 'Shop, site or country that it is about.' }),
      online: t.boolean({ description: 'Whether it is about something that happened online.' }),
      wave: t.string({ description: 'The round of a periodic survey: "2026-11".' }),
    }),
  });
  const ResponseType = builder.inputType('RecordSurveyResponseInput', {
    description: 'A response that a customer gave somewhere else.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Who answered.' }),
      survey: t.string({ required: true, description: SURVEY }),
      key: t.string({
        required: true,
        description: 'Your key of the response. The same one sent again is a duplicate.',
      }),
      answers: t.field({ type: [Answer], required: true, description: 'Everything that was answered.' }),
      about: t.field({ type: About, description: 'What it is about.' }),
      source: t.string({ defaultValue: 'api', description: 'The system it comes from; keys are unique in it.' }),
      occurredAt: t.field({ type: 'DateTime', description: 'When it was answered; left out: now.' }),
    }),
  });
  builder.mutationField('recordSurveyResponse', (t) =>
    t.field({
      extensions: needs('activities:write'),
      complexity: ({ input }) => batchComplexity(input.answers),
      type: takenType(builder, 'RecordSurveyResponseSuccess'),
      description:
        'Records a whole response of a customer who was asked elsewhere, checked against the published survey. All ' +
        'answers are recorded, or none.',
      errors: {
        types: errorTypes,
        union: { name: 'RecordSurveyResponseResult', description: 'Success, or why nothing was recorded.' },
        directResult: true,
      },
      args: { input: t.arg({ type: ResponseType, required: true, description: 'The response.' }) },
      resolve: async (_root, { input }, context) => {
        const { document } = await surveyOf(context, input.survey);
        const response = responseOf(context, input as ResponseInput);
        return recordResponse(recordingOf(context, kinds), document, response, input.answers as readonly GivenAnswer[]);
      },
    }),
  );
  const RateInput = builder.inputType('RateExperienceInput', {
    description: 'How somebody found an order, a ticket, or whatever was brought to its end.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Who rated.' }),
      survey: t.string({ required: true, description: `${SURVEY} It needs a rating from 1 to 5.` }),
      key: t.string({ required: true, description: 'Your key of the order or ticket: each is rated once.' }),
      score: t.int({ required: true, description: 'From 1, very bad, to 5, very good.' }),
      comment: t.string({ description: 'What the customer wrote; it answers the first open question.' }),
      about: t.field({ type: About, description: 'What it is about.' }),
      source: t.string({ defaultValue: 'api', description: 'The system it comes from; keys are unique in it.' }),
      occurredAt: t.field({ type: 'DateTime', description: 'When it was rated; left out: now.' }),
    }),
  });
  builder.mutationField('rateExperience', (t) =>
    t.field({
      extensions: needs('activities:write'),
      complexity: ({ input }) => batchComplexity([input.score, input.comment]),
      type: takenType(builder, 'RateExperienceSuccess'),
      description:
        'Records the emoji that a customer chose when something was completed, as the answer to the first rating from 1 ' +
        'to 5 of a survey.',
      errors: {
        types: errorTypes,
        union: { name: 'RateExperienceResult', description: 'Success, or why nothing was recorded.' },
        directResult: true,
      },
      args: { input: t.arg({ type: RateInput, required: true, description: 'The rating.' }) },
      resolve: async (_root, { input }, context) => {
        const survey = await surveyOf(context, input.survey);
        const { document, answers } = asAnswers(survey.document, input.score, input.comment);
        const response = responseOf(context, input as ResponseInput);
        return recordResponse(recordingOf(context, kinds), document, response, answers, ['score', 'comment']);
      },
    }),
  );
}

async function surveyOf(context: GraphContext, key: string): Promise<PublishedSurvey> {
  const survey = (await readSurveys(context)).get(key);
  if (!survey) throw new NotFoundError('There is no published survey with this key.', ['survey']);
  return survey;
}

const responseOf = (
  context: GraphContext,
  { customer, survey, key, source, occurredAt, about }: ResponseInput,
): SurveyResponse => ({
  ...{ customer: customerRef(context, customer), survey, key, source: source ?? 'api' },
  occurredAt: occurredAt?.getTime(),
  facts: about ?? {},
});
