import type { DecidedCustomer, KeptActivity, PublishedRuleSet } from '#contract';
import { type FieldTest, LOOP, type LoopDocument, type LoopRule } from './document/document.ts';

/** A rule of a published rule set. */
export interface Followed {
  readonly ruleSet: PublishedRuleSet;
  readonly document: LoopDocument;
  readonly rule: LoopRule;
}

const DAY = 86_400_000;

/** Which rule an activity fits, by each rule set that is for the customer: the first one whose conditions hold. */
export function ruleFor(
  customer: DecidedCustomer,
  activity: Pick<KeptActivity, 'kind' | 'payload' | 'occurredAt'>,
): Followed[] {
  return customer.ruleSets(LOOP).flatMap((ruleSet) => {
    const document = ruleSet.document as LoopDocument;
    if (customer.now > lastsUntil(document, activity.occurredAt)) return [];
    const rule = document.rules.find(
      ({ upon, when }) =>
        upon.activity === activity.kind &&
        (upon.fields ?? []).every((test) => fits(test, activity.payload[test.field])) &&
        (!when || customer.meets(when)),
    );
    return rule ? [{ ruleSet, document, rule }] : [];
  });
}

/** Until when something may follow from what was said at an instant. */
export const lastsUntil = ({ withinDays = 7 }: LoopDocument, saidAt: number): number => saidAt + withinDays * DAY;

/** What of an activity decided, in the form of the conditions of other rules. */
export const whyOf = ({ rule }: Followed, { kind, payload }: Pick<KeptActivity, 'kind' | 'payload'>): unknown[] => {
  const leaf = (operator: string, field: string, value: unknown) => ({
    ...{ fact: `${kind}.${field}`, operator, value, actual: payload[field] ?? null, holds: true },
  });
  const all = (rule.upon.fields ?? []).flatMap(({ field, is, from, to }) => [
    ...(is ? [leaf('in', field, is)] : []),
    ...(from === undefined ? [] : [leaf('greaterThanInclusive', field, from)]),
    ...(to === undefined ? [] : [leaf('lessThanInclusive', field, to)]),
  ]);
  return [{ rule: rule.key, holds: true, tree: { all, holds: true } }];
};

function fits({ is, from, to }: FieldTest, value: unknown): boolean {
  if (is && !is.includes(String(value))) return false;
  if (from === undefined && to === undefined) return value !== undefined;
  return typeof value === 'number' && value >= (from ?? -Infinity) && value <= (to ?? Infinity);
}

const WATCHED = new WeakMap<readonly PublishedRuleSet[], ReadonlySet<string>>();

/** Whether rules that are for a customer look at some of what happened. The list of rule sets is mostly one for all. */
export function isHeard({ ruleSets, activities }: Pick<DecidedCustomer, 'ruleSets' | 'activities'>): boolean {
  const published = ruleSets(LOOP);
  const kinds = WATCHED.get(published) ?? kindsOf(published);
  WATCHED.set(published, kinds);
  return activities.some(({ kind }) => kinds.has(kind));
}

const kindsOf = (published: readonly PublishedRuleSet[]): ReadonlySet<string> =>
  new Set(published.flatMap(({ document }) => (document as LoopDocument).rules.map(({ upon }) => upon.activity)));
