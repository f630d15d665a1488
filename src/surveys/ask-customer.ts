import { isUuid } from '../activities/identify.ts';
import { type Issue, NotFoundError, ValidationError } from '../errors.ts';
import { readGenerations } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';
import { type AskContext, insertAsks, type OpenAsk } from './ask.ts';
import { drawLot } from './lot.ts';
import { decide } from './plan-asks.ts';
import { readSurveys } from './published.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A wish that somebody, or another system, makes for one customer. */
export interface AskRequest {
  readonly customerId: string;
  /** Key of the survey. */
  readonly survey: string;
  /** Idempotency key, unique for the customer and the survey. */
  readonly key: string;
  readonly touchpoint?: string | null;
  readonly context?: AskContext;
  /** Whether a refusal for now is asked again at its time; otherwise it ends the wish. */
  readonly wait: boolean;
}

/**
 * Asks a customer now, as far as the policy and the survey allow. The same request again asks nothing new. Returns the id
 * of the wish, which says what became of it.
 */
export async function askCustomer(road: Road, request: AskRequest, clock?: number): Promise<string> {
  const { customerId, key, touchpoint = null, context = {}, wait } = request;
  const issues = check({ key, touchpoint, channel: context.channel, store: context.store });
  if (issues.length > 0) throw new ValidationError(issues);
  const survey = (await readSurveys(road.database)).get(request.survey);
  if (!survey) throw new NotFoundError('There is no published survey with this key.', ['survey']);
  const [customer] = await road.database.query<{ erased: boolean }>(
    'ask-whom',
    'select erased_at is not null as erased from customer where id = $1',
    [isUuid(customerId) ? customerId : null],
  );
  if (!customer) throw new NotFoundError('There is no such customer.', ['customer']);
  if (customer.erased) throw new NotFoundError('This person was erased.', ['customer']);
  const now = clock ?? (await readGenerations(road.database)).now;
  const { id } = drawLot(`request ${survey.id} ${customerId} ${key}`);
  const ask: OpenAsk & { readonly dueAt: number } = {
    customerId,
    id,
    surveyId: survey.id,
    trigger: 'request',
    causeActivity: null,
    wave: null,
    touchpoint,
    context,
    probability: 1,
    priority: survey.document.ask?.priority ?? null,
    reason: null,
    dueAt: now,
    expiresAt: now + (wait ? survey.document.expiresAfterDays * DAY : MINUTE),
  };
  await insertAsks(road.database, [ask], now);
  await decide(road, [ask], false, clock);
  return id;
}

const LENGTHS = { key: 200, touchpoint: 64, channel: 32, store: 200 } as const;

/** What is wrong with the words of a request. */
const check = (words: Partial<Record<keyof typeof LENGTHS, string | null | undefined>>): Issue[] =>
  Object.entries(words).flatMap(([name, word]) => {
    const most = LENGTHS[name as keyof typeof LENGTHS];
    if (word === undefined || word === null || (word.length >= 1 && word.length <= most && !word.includes('\0')))
      return [];
    return [{ path: [name], code: 'BAD_LENGTH', message: `This takes 1 to ${most} characters.` }];
  });
