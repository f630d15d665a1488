import type { ChangeDraft, HeldOutcome, Outcome } from '../contract/kind.ts';
import type { DecisionReports } from './check-decisions.ts';
import type { ReadDocument } from './check-documents.ts';

/** Holds a kind that says that each rule speaks for itself to it: what it decides, where these rules hold. */
export function checkDecidedByRule(
  { kind, rules }: ReadDocument,
  holds: Uint8Array,
  decided: readonly Outcome[],
  { decides }: DecisionReports,
): void {
  const expected = rules.flatMap(({ name }, rule) => (holds[rule] === 1 ? [`${rule} ${name}`] : []));
  if (
    !isSame(
      decided.map(({ key, rule }) => `${rule} ${key}`),
      expected,
    )
  )
    decides(
      `${kind.key} says that each rule speaks for itself, and "decide" gives something else than the rules that hold.`,
    );
}

/** The same for what it tells: nothing of it may follow from what holds on. */
export function checkToldByRule(
  { kind }: ReadDocument,
  before: readonly HeldOutcome[],
  after: readonly Outcome[],
  { changes }: DecisionReports,
): void {
  const ended = before.filter(({ key }) => !after.some((one) => one.key === key));
  const began = after.filter(({ key }) => !before.some((one) => one.key === key));
  if (!isSame(told(kind.changes(before, after)), told(kind.changes(ended, began))))
    changes(`${kind.key} says that each rule speaks for itself, and "changes" looks at what holds on.`);
}

const told = (changes: readonly ChangeDraft[]): string[] =>
  changes.map(({ type, key, from, to, rule }) => JSON.stringify([type, key, from, to, rule ?? null]));

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, i) => value === other[i]);
