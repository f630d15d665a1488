import type { Grouping } from '../analytics/grouping.ts';
import type { Population } from '../analytics/population.ts';
import { UserError } from '../errors.ts';
import { didYouMean } from '../imports/closest.ts';
import type { CoreContext } from './context.ts';
import { attributeKind } from './customer-attributes.ts';
import { outcomeNames } from './outcome-names.ts';
import type { NamedSplit } from './satisfaction-cells.ts';
import type { GroupingInput } from './satisfaction-inputs.ts';
import { maySee } from './segment.ts';

/** A grouping, and how its groups are called. */
export type NamedGrouping = Pick<NamedSplit, 'grouping' | 'names'>;

export const NO_GROUPS: NamedGrouping = { grouping: null, names: null };

/** The grouping that somebody asks for. Segments that the viewer may not see make no groups. */
export async function groupingOf(
  context: CoreContext,
  { asked }: Population,
  input: GroupingInput,
): Promise<NamedGrouping> {
  const { field, kind, ruleSet, attribute, property, answer } = input;
  if (field === 'survey') {
    const names = new Map(asked.questions.map(({ surveyId, survey }) => [surveyId, { key: survey, title: null }]));
    return { grouping: { by: 'field', field }, names };
  }
  if (typeof attribute === 'string' && !attributeKind(await context.engine(), attribute))
    throw new UserError('UNKNOWN_ATTRIBUTE', `There is no attribute “${attribute}”.`, ['by', 'attribute']);
  if (typeof kind === 'string') return outcomes(context, 'kind', kind);
  if (typeof ruleSet === 'string') return outcomes(context, 'ruleSet', ruleSet);
  return { grouping: plain({ field, attribute, property, answer }), names: null };
}

function plain({ field, attribute, property, answer }: GroupingInput): Grouping {
  if (field) return { by: 'field', field };
  if (typeof attribute === 'string') return { by: 'attribute', key: attribute };
  if (typeof property === 'string') return { by: 'property', key: property };
  return { by: 'answer', question: answer ?? '' };
}

async function outcomes(context: CoreContext, by: 'kind' | 'ruleSet', wanted: string): Promise<NamedGrouping> {
  const all = [...(await outcomeNames(context.services.database, await context.engine())).values()];
  const found = all.filter((name) => name[by] === wanted);
  if (found.length === 0)
    throw new UserError(
      'UNKNOWN_OUTCOME',
      `No rule set ${by === 'kind' ? 'of kind' : 'called'} “${wanted}” was published.${didYouMean(wanted, new Set(all.map((name) => name[by])))}`,
      ['by', by],
    );
  const seen = found.filter((name) => maySee(context.viewer, name));
  return {
    grouping: { by: 'outcome', codes: seen.map(({ code }) => code) },
    names: new Map(seen.map(({ code, key, title }) => [String(code), { key, title }])),
  };
}
