import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import { checkDecidedByRule, checkToldByRule } from './check-by-rule.ts';
import type { ReadDocument } from './check-documents.ts';
import type { Report } from './finding.ts';
import { callPure, frozen } from './pure.ts';
import { combinations, days, heldSince, INSTANTS } from './situations.ts';

const [first = 0] = INSTANTS;

export interface DecisionReports {
  readonly pure: Report;
  readonly decides: Report;
  readonly agenda: Report;
  readonly changes: Report;
}

/** Puts a kind before many situations, and holds what it decides and tells against what it promises. */
export function checkDecisions(read: ReadDocument, changeTypes: ReadonlySet<string>, reports: DecisionReports): void {
  const { kind } = read;
  const order = new Map<string, readonly [string, string]>();
  const decide = decider(read, reports);
  const all = combinations(read.rules.length);
  const { stateless: said } = kind;
  const stateless = kind.byRule || (typeof said === 'function' ? said(read.document) : said);
  const [, ...later] = INSTANTS;
  for (const holds of all) {
    const fresh = decide(holds, [], first);
    if (kind.byRule) checkDecidedByRule(read, holds, fresh, reports);
    checkOrder(kind.key, fresh, order, reports.decides);
    tell(read, [], fresh, changeTypes, reports);
    for (const other of spread(all)) {
      const before = heldSince(decide(other, [], first), first);
      const after = decide(holds, before, first);
      checkOrder(kind.key, after, order, reports.decides);
      if (keysOf(decide(holds, before.toReversed(), first)) !== keysOf(after))
        reports.decides(`"decide" of ${kind.key} depends on the order of what held before.`);
      if (keysOf(decide(holds, heldSince(after, first), first)) !== keysOf(after))
        reports.decides(`"decide" of ${kind.key} moves a customer again when nothing has changed.`);
      if (stateless && keysOf(after) !== keysOf(fresh))
        reports.decides(`${kind.key} says that it is stateless, and looks at what held before.`);
      if (kind.byRule) checkToldByRule(read, before, after, reports);
      const end = Math.min(...after.map(({ until = Number.POSITIVE_INFINITY }) => until));
      for (const now of later)
        if (now < end && keysOf(decide(holds, before, now)) !== keysOf(after))
          reports.agenda(
            `"decide" of ${kind.key} says something else as time passes, and nothing puts that instant on the agenda; test a fact that follows from time.`,
          );
      tell(read, before, after, changeTypes, reports);
    }
  }
}

const keysOf = (outcomes: readonly { readonly key: string }[]): string => outcomes.map(({ key }) => key).join('\n');

/** Some of many, from all over the list. */
const spread = <T>(list: readonly T[]): readonly T[] =>
  list.filter((_, i) => list.length <= 16 || i % Math.ceil(list.length / 16) === 0);

type Decide = (holds: Uint8Array, before: readonly HeldOutcome[], now: number) => readonly Outcome[];

/** Asks for a decision, and looks at it by itself. */
function decider({ kind, document, rules, outcomes }: ReadDocument, { pure, decides }: DecisionReports): Decide {
  return (holds, before, now) => {
    const given = Uint8Array.from(holds);
    const input = Object.freeze({ document, holds: given, before: frozen(before), now, decidedAt: first, days });
    const decided = callPure(`"decide" of ${kind.key}`, pure, () => kind.decide(input)) ?? [];
    if (given.some((value, rule) => value !== holds[rule])) pure(`"decide" of ${kind.key} changes its input: holds.`);
    const keys = decided.map(({ key }) => key);
    for (const { key, rule } of decided) {
      if (!outcomes.has(key)) decides(`"decide" of ${kind.key} gives "${key}", which "outcomes" does not declare.`);
      if (rules[rule] === undefined) decides(`"decide" of ${kind.key} names rule ${rule}, which there is not.`);
    }
    if (new Set(keys).size !== keys.length) decides(`"decide" of ${kind.key} gives an outcome twice.`);
    return decided;
  };
}

/** Any two outcomes stand in the same order wherever they stand together. */
function checkOrder(
  kind: string,
  outcomes: readonly Outcome[],
  order: Map<string, readonly [string, string]>,
  report: Report,
): void {
  outcomes.forEach(({ key: a }, i) => {
    for (const { key: b } of outcomes.slice(i + 1)) {
      const pair = JSON.stringify([a, b].sort());
      const known = order.get(pair) ?? [a, b];
      order.set(pair, known as readonly [string, string]);
      if (known[0] !== a) report(`"decide" of ${kind} gives "${a}" and "${b}" now in one order and now in the other.`);
    }
  });
}

/** Has the differences told, and looks at what is told. */
function tell(
  { kind, rules }: ReadDocument,
  before: readonly HeldOutcome[],
  after: readonly Outcome[],
  declared: ReadonlySet<string>,
  { pure, changes: report }: DecisionReports,
): void {
  const ask = (was: readonly HeldOutcome[], is: readonly Outcome[]) =>
    callPure(`"changes" of ${kind.key}`, pure, () => kind.changes(frozen(was), frozen(is))) ?? [];
  for (const { type, rule } of ask(before, after)) {
    if (!declared.has(type)) report(`"changes" of ${kind.key} tells of "${type}", which the plugin does not declare.`);
    if (rule !== undefined && rules[rule] === undefined)
      report(`"changes" of ${kind.key} names rule ${rule}, which there is not.`);
  }
  if (ask(heldSince(after, 0), after).length > 0)
    report(`"changes" of ${kind.key} tells of a change where nothing differs.`);
}
