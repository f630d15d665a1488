import type { Asked } from '../analytics/asked.ts';
import type { AnswerFilter, Population } from '../analytics/population.ts';
import type { Parameters } from '../db/parameters.ts';
import { badInput } from './bad-input.ts';
import { Condition } from './compare.ts';
import type { CoreContext } from './context.ts';
import type { CustomerFilter } from './customer-filter.ts';
import { whereOf } from './customer-where.ts';
import { outcomeNames } from './outcome-names.ts';

/** Which answers somebody asks about. */
export interface AnswersInput {
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
  readonly where?: AnswerFilter | null | undefined;
  readonly customers?: CustomerFilter | null | undefined;
}

/** What the answers are to, and how they are counted. */
export interface Counting {
  readonly asked: Asked;
  readonly weighted: boolean;
}

/** Longest list of a filter. */
const MOST_VALUES = 500;

/** The answers of a series that are asked about. */
export async function populationOf(
  context: CoreContext,
  { asked, weighted }: Counting,
  { from, to, where, customers }: AnswersInput,
): Promise<Population> {
  const filter = where ?? {};
  for (const list of Object.values(filter))
    if (Array.isArray(list) && list.length > MOST_VALUES)
      throw badInput(`A list in a filter has at most ${MOST_VALUES} values.`, 'FILTER_TOO_LARGE');
  const window = { from: from?.getTime() ?? null, to: to?.getTime() ?? context.now };
  if (window.from !== null && window.from >= window.to) throw badInput('"from" lies before "to".');
  return { asked, weighted, ...window, filter, customers: customers ? await condition(context, customers) : null };
}

async function condition(context: CoreContext, filter: CustomerFilter): Promise<(parameters: Parameters) => string> {
  const engine = await context.engine();
  const { services } = context;
  const names = await outcomeNames(services.database, engine);
  return (parameters) => {
    const now = parameters.bind(context.now, 'float8');
    const setting = { engine, names, currency: services.currency, now, condition: new Condition(parameters) };
    // names the type of a value that nothing may use
    return `${now} is not null and ${whereOf(filter, setting)}`;
  };
}
