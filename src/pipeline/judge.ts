import type { Explanation } from '../contract/condition.ts';
import type { Facts } from '../contract/fact.ts';
import type { ChangeDraft, HeldOutcome, Outcome, SettledCustomer } from '../contract/kind.ts';
import type { CustomerState, Held } from './customer-state.ts';
import type { ActiveRuleSet, Engine } from './engine.ts';

/** Why a change happened, by the rules: the tree of what began to hold, and of what holds no longer. */
export interface Why {
  readonly rule: string;
  readonly holds: boolean;
  readonly tree: Explanation;
}

/** A change of one customer, ready to be written. */
export interface JudgedChange extends ChangeDraft {
  readonly ruleSet: ActiveRuleSet;
  readonly code: number | null;
  readonly why: readonly Why[];
}

/** What a rule set says of a customer after the batch, where that differs from before. */
export interface Moved {
  readonly ruleSet: ActiveRuleSet;
  readonly settled: SettledCustomer;
  readonly changes: readonly JudgedChange[];
  readonly began: readonly { readonly code: number; readonly why: readonly Why[] }[];
  readonly ended: readonly number[];
}

export interface Judgement {
  readonly held: readonly Held[];
  readonly moved: readonly Moved[];
  /** Outcomes of rule sets that are no longer published. */
  readonly orphans: readonly number[];
  /** The next instant at which time alone may change what holds; Infinity for never. */
  readonly nextFlip: number;
}

/** Fills `holds` for one rule set; the compiled rules do, and benchmarks put the library in their place. */
export type Evaluate = (ruleSet: ActiveRuleSet, facts: Facts, holds: Uint8Array) => void | Promise<void>;
export const compiledRules: Evaluate = ({ compiled }, facts, holds) => compiled.evaluate(facts, holds);

/**
 * Steps 6 and 7 of the road, pure: facts in, outcomes out. Only rule sets that read a fact that changed, or that follow
 * from time, or that are newer than the customer's last settlement are evaluated.
 */
export function createJudge(engine: Engine, evaluate: Evaluate = compiledRules) {
  const facts = emptyFacts(engine);
  const before = emptyFacts(engine);
  const changed = { numbers: new Uint8Array(engine.catalogue.numbers), texts: new Uint8Array(engine.catalogue.texts) };
  const holds = new Uint8Array(Math.max(1, ...engine.ruleSets.map(({ rules }) => rules.length)));

  return async function judge(customer: CustomerState, now: number): Promise<Judgement> {
    const { groups, orphans } = group(engine, customer.held);
    read(engine, customer, now, facts, before, changed, groups);
    const stale = customer.rulesGeneration < engine.generations.rules;
    const held: Held[] = [];
    const moved: Moved[] = [];
    let nextFlip = Number.POSITIVE_INFINITY;
    for (let i = 0; i < engine.ruleSets.length; i++) {
      const ruleSet = engine.ruleSets[i] as ActiveRuleSet;
      const was = groups[i] ?? NOTHING;
      if (!stale && !ruleSet.compiled.timeDependent && !touched(ruleSet, changed)) {
        for (const { key, since } of was) held.push({ code: ruleSet.codes.get(key) as number, since });
        continue;
      }
      const pending = evaluate(ruleSet, facts, holds);
      if (pending) await pending;
      const now_ = ruleSet.kind.decide({ document: ruleSet.document, holds, before: was, now });
      provide(ruleSet, now_, facts, changed);
      if (ruleSet.compiled.timeDependent) nextFlip = Math.min(nextFlip, ruleSet.compiled.nextFlip(facts));
      const difference = differ(ruleSet, customer.id, was, now_, facts);
      if (difference) moved.push(difference);
      for (const { key } of now_) {
        const since = was.find((one) => one.key === key)?.since ?? now;
        held.push({ code: ruleSet.codes.get(key) as number, since });
      }
    }
    return { held, moved, orphans, nextFlip };
  };
}

const NOTHING: readonly HeldOutcome[] = [];

const emptyFacts = ({ catalogue }: Engine): Facts => ({
  numbers: new Float64Array(catalogue.numbers).fill(Number.NaN),
  texts: new Array<string | undefined>(catalogue.texts).fill(undefined),
  now: 0,
});

/** What held before, by rule set. */
function group(engine: Engine, held: readonly Held[]): { groups: (HeldOutcome[] | undefined)[]; orphans: number[] } {
  const groups: (HeldOutcome[] | undefined)[] = [];
  const orphans: number[] = [];
  for (const { code, since } of held) {
    const outcome = engine.outcomes.get(code);
    if (!outcome) orphans.push(code);
    else {
      groups[outcome.ruleSet] ??= [];
      groups[outcome.ruleSet]?.push({ key: outcome.key, since });
    }
  }
  return { groups, orphans };
}

type Changed = { readonly numbers: Uint8Array; readonly texts: Uint8Array };

/** Reads the facts as they are now and as they were at the last settlement, and marks those that differ. */
function read(
  engine: Engine,
  customer: CustomerState,
  now: number,
  facts: Facts,
  before: Facts,
  changed: Changed,
  groups: readonly (HeldOutcome[] | undefined)[],
): void {
  facts.now = now;
  changed.numbers.fill(0);
  changed.texts.fill(0);
  const { attributes, locale, joinedAt, profileChanged } = customer;
  const then = { numbers: customer.before, attributes, locale, joinedAt };
  for (const { fact, fill } of engine.sources) {
    fill(facts, customer, now);
    if (fact.type === 'text') {
      changed.texts[fact.index] = Number(profileChanged);
      continue;
    }
    fill(before, then, customer.beforeAt);
    const same = Object.is(facts.numbers[fact.index], before.numbers[fact.index]);
    changed.numbers[fact.index] = Number(!same || (profileChanged && !engine.plan.metrics.has(fact.name)));
  }
  engine.ruleSets.forEach((ruleSet, i) => {
    for (const { fact, index, text } of ruleSet.provides) set(facts, index, text, fact.value(groups[i] ?? NOTHING));
  });
}

function touched({ reads }: ActiveRuleSet, changed: Changed): boolean {
  for (const index of reads.numbers) if (changed.numbers[index]) return true;
  for (const index of reads.texts) if (changed.texts[index]) return true;
  return false;
}

function set(facts: Facts, index: number, text: boolean, value: number | string | boolean | undefined): void {
  if (text) facts.texts[index] = value as string | undefined;
  else facts.numbers[index] = value === undefined ? Number.NaN : Number(value);
}

/** Outcomes become facts of the rule sets that follow. */
function provide(ruleSet: ActiveRuleSet, outcomes: readonly Outcome[], facts: Facts, changed: Changed): void {
  for (const { fact, index, text } of ruleSet.provides) {
    const old = text ? facts.texts[index] : facts.numbers[index];
    set(facts, index, text, fact.value(outcomes));
    if (!Object.is(old, text ? facts.texts[index] : facts.numbers[index])) (text ? changed.texts : changed.numbers)[index] = 1;
  }
}

function differ(
  ruleSet: ActiveRuleSet,
  customerId: string,
  before: readonly HeldOutcome[],
  after: readonly Outcome[],
  facts: Facts,
): Moved | undefined {
  const began = after.filter(({ key }) => !before.some((one) => one.key === key));
  const ended = before.filter(({ key }) => !after.some((one) => one.key === key));
  if (began.length === 0 && ended.length === 0) return undefined;
  const explain = (rule: number | undefined): Why[] => {
    if (rule === undefined) return [];
    const tree = ruleSet.compiled.explain(rule, facts);
    return [{ rule: ruleSet.rules[rule]?.name ?? '', holds: tree.holds, tree }];
  };
  const code = (key: string): number => ruleSet.codes.get(key) as number;
  const changes = ruleSet.kind.changes(before, after).map((draft): JudgedChange => {
    const rules = new Set([draft.rule, ...[draft.key, draft.from].map((key) => ruleSet.ruleOf.get(key ?? ''))]);
    return { ...draft, ruleSet, code: ruleSet.codes.get(draft.key) ?? null, why: [...rules].flatMap(explain) };
  });
  return {
    ruleSet,
    settled: { customerId, before, after },
    changes,
    began: began.map(({ key, rule }) => ({ code: code(key), why: explain(rule) })),
    ended: ended.map(({ key }) => code(key)),
  };
}
