import { isUuid } from '../activities/identify.ts';
import type { Answer, AnswerPlace } from '../analytics/behind.ts';
import { among } from '../analytics/distribution.ts';
import { type Scale, satisfied } from '../analytics/measures.ts';
import { isDetractor, isPromoter, type Test } from '../analytics/shares.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { badInput } from './bad-input.ts';
import { loadCustomer } from './customer-reference.ts';
import { describedEnum } from './described-enum.ts';
import { maskId, unmaskId } from './global-ids.ts';
import { limitOf, type Page, type PageArguments, toPage, windowOf } from './page.ts';
import type { ShownCell } from './satisfaction-cells.ts';

type Band = 'promoters' | 'passives' | 'detractors' | 'satisfied' | 'unsatisfied';

const MEANS: Readonly<Record<Band, string>> = {
  promoters: '9 and 10 of a Net Promoter question.',
  passives: '7 and 8 of a Net Promoter question.',
  detractors: '0 to 6 of a Net Promoter question.',
  satisfied: 'Those whom `satisfied` counts.',
  unsatisfied: 'Those whom `satisfied` does not count.',
};

/** The types of what lies behind figures. */
export type SatisfactionBehind = ReturnType<typeof behindTypes>;

/** `SatisfactionAnswer`: one of the answers that a figure counts. */
export function behindTypes(builder: Builder) {
  const BandType = describedEnum(builder, 'SatisfactionBand', 'A part of the scale.', MEANS);
  const Answer = builder.objectRef<Answer & { readonly survey: string }>('SatisfactionAnswer').implement({
    extensions: needs('surveys:read'),
    description: 'An answer that a figure counts.',
    fields: (t) => ({
      customer: t.field({
        extensions: needs('customers:read'),
        type: Customer,
        nullable: true,
        description: 'Who gave it: the customer as it is now; null: nobody known.',
        resolve: ({ customerId }, _args, context) => (customerId === null ? null : loadCustomer(context, customerId)),
      }),
      survey: t.exposeString('survey', { description: 'Key of the survey.' }),
      version: t.exposeInt('version', { description: 'Version of the survey.' }),
      question: t.exposeString('question', { description: 'Key of the question.' }),
      score: t.exposeFloat('score', { description: 'The score.' }),
      weight: t.exposeFloat('weight', { description: 'How much it weighs where weights count.' }),
      answeredAt: t.field({
        type: 'DateTime',
        description: 'When it was given.',
        resolve: ({ answeredAt }) => new Date(answeredAt),
      }),
      wave: t.exposeString('wave', { nullable: true, description: 'The round of a periodic survey.' }),
      touchpoint: t.exposeString('touchpoint', { nullable: true, description: 'The touchpoint it is about.' }),
      channel: t.exposeString('channel', { nullable: true, description: 'The channel by which it came.' }),
      online: t.exposeBoolean('online', { nullable: true, description: 'Whether it is about something online.' }),
      store: t.exposeString('store', { nullable: true, description: 'The store it is about.' }),
    }),
  });
  return { Band: BandType, Answer };
}

/** A page of the answers behind a cell. */
export async function answersPage(
  context: GraphContext,
  shown: ShownCell,
  { band, ...args }: PageArguments & { readonly band?: Band | null | undefined },
): Promise<Page<Answer & { readonly survey: string }>> {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined) throw badInput('This list is read forward only.', 'BAD_PAGE');
  const { distribution } = shown.cell;
  const { scale, questions } = shown.cells.population.asked;
  const test = band ? testOf(band, scale) : null;
  const scores = test && distribution.map(({ score }) => score).filter(test);
  const after = window.after === undefined ? null : placeIn(context, window.after);
  const found = await shown.cells.behind(shown, { scores, after, limit: limitOf(window) });
  const keys = new Map(questions.map(({ surveyId, survey }) => [surveyId, survey]));
  const rows = found.map((answer) => ({ ...answer, survey: keys.get(answer.surveyId) ?? '' }));
  const cursorOf = ({ answeredAt, respondent, response, question }: AnswerPlace): string =>
    Buffer.from(
      JSON.stringify([answeredAt, maskId(context, respondent), maskId(context, response), question]),
    ).toString('base64url');
  return toPage(rows, rows, window, cursorOf, () => among(distribution, test ?? (() => true)).n);
}

function testOf(band: Band, scale: Scale): Test {
  const isSatisfied = satisfied(scale);
  if (band === 'satisfied' || band === 'unsatisfied') {
    if (!isSatisfied) throw badInput('Nothing says from which score on somebody is satisfied.', 'NO_THRESHOLD');
    return (score) => isSatisfied(score) === (band === 'satisfied');
  }
  if (scale.measure !== 'nps') throw badInput('This band is one of a Net Promoter question.', 'NOT_THIS_MEASURE');
  if (band === 'promoters') return isPromoter;
  return band === 'detractors' ? isDetractor : (score) => !isPromoter(score) && !isDetractor(score);
}

function placeIn(context: GraphContext, cursor: string): AnswerPlace {
  try {
    const [at, respondent, response, question] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const sound =
      Number.isInteger(at) &&
      Math.abs(at as number) <= 8.64e15 &&
      [respondent, response].every((id) => isUuid(String(id)));
    if (sound && typeof question === 'string' && !question.includes('\0'))
      return {
        answeredAt: at as number,
        respondent: unmaskId(context, respondent as string),
        response: unmaskId(context, response as string),
        question,
      };
  } catch {
    // said below
  }
  throw badInput('This is not a cursor of this list; start from the beginning.', 'BAD_CURSOR');
}
