import type { Explanation } from '../contract/condition.ts';
import type { Facts } from '../contract/fact.ts';
import type { ChangeDraft, HeldOutcome, Outcome, SettledCustomer } from '../contract/kind.ts';
import { valuesOf } from '../rules/inputs.ts';
import type { CustomerState, Held } from './customer-state.ts';
import { differ, type OutcomeDifference, sameKeys } from './differ.ts';
import type { ActiveRuleSet, Engine } from './engine.ts';
import type { Readable } from './fact-sources.ts';
import { keepsFormer, type Rollout } from './rollout.ts';

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

/** Says of a customer what now holds. */
export type Judge = (customer: CustomerState, now: number) => Promise<Judgement>;

/**
 * Steps 6 and 7 of the road, pure: facts in, outcomes out. Only rule sets that read a fact that changed, or that follow
 * from time, or that are newer than the customer's last settlement are evaluated; and of these, with `concerns`, only
 * those that it says: what others say is then taken to hold on.
 */
export function createJudge(
  engine: Engine,
  evaluate: Evaluate = compiledRules,
  concerns: (ruleSet: ActiveRuleSet) => boolean = () => true,
): Judge {
  const concerned = engine.ruleSets.map(concerns);
  const facts = emptyFacts(engine);
  const changed = new Set<string>();
  const formers = engine.ruleSets.flatMap(({ rollout }) => rollout?.former ?? []);
  const holds = new Uint8Array(Math.max(1, ...[...engine.ruleSets, ...formers].map(({ rules }) => rules.length)));

  let judged: { readonly customer: CustomerState; readonly groups: ReturnType<typeof group>['groups'] } | undefined;
  /** Which rules held at an instant since the last settlement, as far as the row tells. */
  const heldEarlier = ({ compiled, rules }: ActiveRuleSet, instant: number): Uint8Array => {
    const earlier = emptyFacts(engine);
    if (judged) read(engine, { ...judged.customer, numbers: judged.customer.before }, instant, earlier, judged.groups);
    const held = new Uint8Array(Math.max(1, rules.length));
    compiled.evaluate(earlier, held);
    return held;
  };

  let decidedBefore = 0;
  let judgedBy = 0;

  /** What one version says of the customer whose facts are read; at once, unless the evaluation takes its time. */
  const consider = (
    version: ActiveRuleSet,
    before: readonly HeldOutcome[],
    now: number,
  ): readonly Outcome[] | Promise<readonly Outcome[]> => {
    const pending = evaluate(version, facts, holds);
    const { kind, document, generation } = version;
    // a version that is new to the customer begins to count now
    const anew = generation > judgedBy || decidedBefore === 0;
    const decidedAt = anew ? now : decidedBefore;
    const values = valuesOf(version.inputs, facts);
    const heldAt = (instant: number) => heldEarlier(version, instant);
    const decide = () =>
      kind.decide({ document, holds, before, now, decidedAt, anew, values, heldAt, days: engine.catalogue });
    return pending ? pending.then(decide) : decide();
  };

  /** Which version judges this customer while one is rolled out, and what it says. */
  const rolledOut = async (
    ruleSet: ActiveRuleSet,
    { former, keepsBetter, until, includes }: Rollout,
    customerId: string,
    was: readonly HeldOutcome[],
    now: number,
  ): Promise<{ by: ActiveRuleSet; is: readonly Outcome[] }> => {
    const included = includes(customerId, facts);
    if (!former) return { by: ruleSet, is: included ? await consider(ruleSet, was, now) : [] };
    if (!included) return { by: former, is: await consider(former, was, now) };
    const is = await consider(ruleSet, was, now);
    if (!keepsBetter || now >= until) return { by: ruleSet, is };
    const old = await consider(former, was, now);
    return keepsFormer(ruleSet, former, was, { former: old, now: is }) ? { by: former, is: old } : { by: ruleSet, is };
  };

  return async function judge(customer: CustomerState, now: number): Promise<Judgement> {
    const { groups, orphans } = group(engine, customer.held);
    read(engine, customer, now, facts, groups);
    judged = { customer, groups };
    changed.clear();
    decidedBefore = customer.beforeAt;
    judgedBy = customer.rulesGeneration;
    // one that was never settled was never judged, whatever generation it was created with
    const stale = customer.rulesGeneration < engine.generations.rules || customer.beforeAt === 0;
    // what held by rule sets that lie still holds on
    const held: Held[] = [...(groups[engine.ruleSets.length] ?? NOTHING)];
    const moved: Moved[] = [];
    let nextFlip = Number.POSITIVE_INFINITY;
    for (let i = 0; i < engine.ruleSets.length; i++) {
      const ruleSet = engine.ruleSets[i] as ActiveRuleSet;
      const was = groups[i] ?? NOTHING;
      if (!concerned[i] || (!stale && !ruleSet.timeDependent && !touched(ruleSet, customer, changed))) {
        held.push(...was);
        continue;
      }
      let by = ruleSet;
      let is: readonly Outcome[];
      if (ruleSet.rollout) {
        ({ by, is } = await rolledOut(ruleSet, ruleSet.rollout, customer.id, was, now));
        nextFlip = Math.min(nextFlip, nextFlipOf(ruleSet.rollout, facts));
      } else {
        const said = consider(ruleSet, was, now);
        is = said instanceof Promise ? await said : said;
      }
      if (ruleSet.compiled.timeDependent) nextFlip = Math.min(nextFlip, ruleSet.compiled.nextFlip(facts));
      nextFlip = Math.min(nextFlip, endOf(is));
      if (sameKeys(was, is)) {
        held.push(...was);
        continue;
      }
      provide(by, is, facts, changed);
      const difference = differ(by, was, is);
      if (difference) moved.push(explained(by, customer.id, difference, facts));
      for (const { key } of is) {
        held.push(was.find((one) => one.key === key) ?? { code: by.codes.get(key) as number, since: now });
      }
    }
    return { held, moved, orphans, nextFlip };
  };
}

/** Until when a decision stands while the same rules hold. */
export const endOf = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce((end, { until }) => Math.min(end, until ?? end), Number.POSITIVE_INFINITY);

/** The next instant at which the terms of a rollout or the former version may say something else. */
function nextFlipOf({ former, until }: Rollout, facts: Facts): number {
  const flip = former?.compiled.timeDependent ? former.compiled.nextFlip(facts) : Number.POSITIVE_INFINITY;
  return until > facts.now ? Math.min(flip, until) : flip;
}

/** The facts of a customer as the rules see them, and what holds, by rule set: for whoever asks what would be. */
export function factsOf(
  engine: Engine,
  customer: Readable,
  held: readonly Held[],
  now: number,
): { readonly facts: Facts; readonly before: readonly (readonly HeldOutcome[])[] } {
  const facts = emptyFacts(engine);
  const { groups } = group(engine, Float64Array.from(held.flatMap(({ code, since }) => [code, since])));
  read(engine, customer, now, facts, groups);
  return { facts, before: engine.ruleSets.map((_, i) => groups[i] ?? NOTHING) };
}

/** An outcome that holds, as rule sets know it and as the row keeps it. */
type Holding = HeldOutcome & Held;

const NOTHING: readonly Holding[] = [];

const emptyFacts = ({ catalogue }: Engine): Facts => ({
  numbers: new Float64Array(catalogue.numbers).fill(Number.NaN),
  texts: new Array<string | undefined>(catalogue.texts).fill(undefined),
  now: 0,
});

/** What held before, by rule set. */
export function group(engine: Engine, held: Float64Array): { groups: (Holding[] | undefined)[]; orphans: number[] } {
  const groups: (Holding[] | undefined)[] = [];
  const orphans: number[] = [];
  for (let i = 0; i + 1 < held.length; i += 2) {
    const code = held[i] as number;
    const outcome = engine.outcomes.get(code);
    if (!outcome) {
      orphans.push(code);
      continue;
    }
    const holding = { key: outcome.key, since: held[i + 1] as number, code };
    const own = groups[outcome.ruleSet];
    if (own) own.push(holding);
    else groups[outcome.ruleSet] = [holding];
  }
  return { groups, orphans };
}

/** Reads the facts as they are now; those that rule sets provide are what held before, until their turn comes. */
function read(
  engine: Engine,
  customer: Readable,
  now: number,
  facts: Facts,
  groups: readonly (HeldOutcome[] | undefined)[],
): void {
  facts.now = now;
  for (const { fill } of engine.sources) fill(facts, customer, now);
  engine.ruleSets.forEach((ruleSet, i) => {
    for (const { fact, index, text } of ruleSet.provides) setFact(facts, index, text, fact.value(groups[i] ?? NOTHING));
  });
}

/** Whether anything that the rule set reads differs from the last settlement. What follows from time it asks itself. */
function touched({ reads }: ActiveRuleSet, customer: CustomerState, changed: ReadonlySet<string>): boolean {
  const { numbers, before } = customer;
  for (const slot of reads.slots) if (!Object.is(numbers[slot], before[slot])) return true;
  if (reads.profile && customer.profileChanged) return true;
  return reads.provided.some((name) => changed.has(name));
}

/** Puts a value into its place; undefined is unknown. */
export function setFact(
  facts: Facts,
  index: number,
  text: boolean,
  value: number | string | boolean | undefined,
): void {
  if (text) facts.texts[index] = value as string | undefined;
  else facts.numbers[index] = value === undefined ? Number.NaN : Number(value);
}

/** Outcomes become facts of the rule sets that follow. */
function provide(ruleSet: ActiveRuleSet, outcomes: readonly Outcome[], facts: Facts, changed: Set<string>): void {
  for (const { fact, index, text } of ruleSet.provides) {
    const old = text ? facts.texts[index] : facts.numbers[index];
    setFact(facts, index, text, fact.value(outcomes));
    if (!Object.is(old, text ? facts.texts[index] : facts.numbers[index])) changed.add(fact.name);
  }
}

/** What differs, with the reasons at the moment at which they can be seen. */
function explained(
  ruleSet: ActiveRuleSet,
  customerId: string,
  { before, after, ...what }: OutcomeDifference,
  facts: Facts,
): Moved {
  // a tree is built once, though a change and an outcome may both need it
  const trees = new Map<number, Why>();
  const explain = (rule: number): Why => {
    const known = trees.get(rule);
    if (known) return known;
    const tree = ruleSet.compiled.explain(rule, facts);
    const why = { rule: ruleSet.rules[rule]?.name ?? '', holds: tree.holds, tree };
    trees.set(rule, why);
    return why;
  };
  const code = (key: string): number => ruleSet.codes.get(key) as number;
  const changes = what.changes.map(({ draft, rules }): JudgedChange => {
    return { ...draft, ruleSet, code: ruleSet.codes.get(draft.key) ?? null, why: rules.map(explain) };
  });
  return {
    ruleSet,
    settled: { customerId, before, after },
    changes,
    began: what.began.map(({ key, rule }) => ({ code: code(key), why: [explain(rule)] })),
    ended: what.ended.map(({ key }) => code(key)),
  };
}
