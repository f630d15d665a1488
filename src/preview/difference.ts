import { hash } from 'node:crypto';
import type { Facts } from '../contract/fact.ts';
import type { ChangeDraft } from '../contract/kind.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import type { ActiveRuleSet, Engine } from '../pipeline/engine.ts';
import type { Evaluate, Judgement, Moved } from '../pipeline/judge.ts';
import type { Sifted } from '../pipeline/sieve.ts';
import type { Affected } from './affected.ts';
import { FLIP_STEP, FLIP_STEPS, type MoveCount, type PreviewResult, type RuleSetResult } from './result.ts';
import { type Seen, seenIn } from './seen-in.ts';

/** One change that publishing would make: whose, and the facts that decide, with the values seen. */
export interface Mover {
  readonly customerId: string;
  readonly ruleSet: string;
  readonly type: string;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly facts: Seen;
}

/** What moves of one customer by one rule set: the codes that begin and end, and what is told, each with the facts seen. */
export interface Move {
  readonly ruleSet: ActiveRuleSet;
  readonly began: readonly number[];
  readonly ended: readonly number[];
  readonly changes: readonly { readonly draft: ChangeDraft; readonly facts: Seen }[];
}

type TellMoves = (customerId: string, moves: readonly Move[]) => void;

/** Adds up what differs, customer by customer, in whatever order they come. */
export class Difference implements Sifted {
  readonly #engine: Engine;
  readonly #at: number;
  readonly #affected: Affected;
  readonly #before: number[] = [];
  readonly #enter = new Map<number, number>();
  readonly #leave = new Map<number, number>();
  readonly #moves = new Map<string, { ruleSet: string } & MoveCount & { count: number }>();
  readonly #holds = new Map<ActiveRuleSet, Float64Array>();
  readonly #flips = new Map<number, number>();
  readonly #digest = Buffer.alloc(32);
  readonly #tell: TellMoves;
  customers = 0;
  moved = 0;

  /** `tell` is told of each customer of whom anything moves. */
  constructor(engine: Engine, affected: Affected, at: number, tell: TellMoves) {
    this.#tell = tell;
    this.#at = at;
    this.#engine = engine;
    this.#affected = affected;
    for (const ruleSet of affected.ruleSets) this.#holds.set(ruleSet, new Float64Array(ruleSet.rules.length));
  }

  /** The compiled rules, which count for how many each of them holds. */
  readonly evaluate: Evaluate = (ruleSet: ActiveRuleSet, facts: Facts, holds: Uint8Array): void => {
    ruleSet.compiled.evaluate(facts, holds);
    this.count(ruleSet, holds);
  };

  count(ruleSet: ActiveRuleSet, holds: Uint8Array): void {
    const counts = this.#holds.get(ruleSet);
    if (!counts) return;
    for (let rule = 0; rule < counts.length; rule++) counts[rule] = (counts[rule] as number) + (holds[rule] as number);
  }

  /** For how many more one rule holds. */
  countRule(ruleSet: ActiveRuleSet, rule: number, more: number): void {
    const counts = this.#holds.get(ruleSet);
    if (counts) counts[rule] = (counts[rule] as number) + more;
  }

  /** For how many more an outcome holds by what is published. */
  countHeld(code: number, more = 1): void {
    this.#before[code] = (this.#before[code] ?? 0) + more;
  }

  /** Customers of whom everything is counted, and for one of them when time alone may next move anything. */
  look(customers: number, nextFlip = Number.POSITIVE_INFINITY): void {
    this.customers += customers;
    const step = Math.floor((nextFlip - this.#at) / FLIP_STEP);
    if (step < FLIP_STEPS) add(this.#flips, Math.max(0, step));
  }

  /** A customer for whom nothing moves: pairs of code and since that hold, and when time alone may next move it. */
  stays(held: Float64Array, nextFlip: number): void {
    for (let i = 0; i < held.length; i += 2) this.countHeld(held[i] as number);
    this.look(1, nextFlip);
  }

  /** A customer as the new version judges it; gives the changes that it would make. */
  take({ id, held }: Pick<CustomerState, 'id' | 'held'>, judgement: Judgement, nextFlip = judgement.nextFlip): Mover[] {
    this.stays(held, nextFlip);
    return this.moves(id, judgement.moved.map(moveOf));
  }

  /** The changes that moves of one customer make. */
  moves(customerId: string, moves: readonly Move[]): Mover[] {
    if (moves.length === 0) return [];
    this.moved += 1;
    this.#tell(customerId, moves);
    return moves.flatMap(({ ruleSet, began, ended, changes }) => {
      for (const code of began) add(this.#enter, code);
      for (const code of ended) add(this.#leave, code);
      return changes.map(({ draft, facts }) => this.#note(customerId, ruleSet.key, draft, facts));
    });
  }

  #note(customerId: string, ruleSet: string, { type, key, from, to }: ChangeDraft, facts: Seen): Mover {
    const name = JSON.stringify([ruleSet, type, key, from, to]);
    const known = this.#moves.get(name);
    if (known) known.count += 1;
    else this.#moves.set(name, { ruleSet, type, key, from, to, count: 1 });
    // the same movers in any order have the same digest
    const own = hash('sha256', customerId + name, 'buffer');
    for (let i = 0; i < own.length; i++) this.#digest[i] = (this.#digest[i] as number) ^ (own[i] as number);
    return { customerId, ruleSet, type, key, from, to, facts };
  }

  /** Of all movers. */
  get digest(): string {
    return this.#digest.toString('hex');
  }

  result(metrics: PreviewResult['metrics']): PreviewResult {
    const { customers, moved } = this;
    const ruleSets = this.#affected.ruleSets.map((one) => this.#resultOf(one));
    const flips = [...this.#flips].sort(([a], [b]) => a - b);
    return { customers, moved, ruleSets, metrics, flips, flipSteps: FLIP_STEPS };
  }

  #resultOf(ruleSet: ActiveRuleSet): RuleSetResult {
    const place = this.#engine.ruleSets.findIndex(({ id }) => id === ruleSet.id);
    const codes = [...this.#engine.outcomes].filter(([, outcome]) => outcome.ruleSet === place);
    const outcomes = codes.map(([code, { key }]) => {
      const [enter = 0, leave = 0] = [this.#enter.get(code), this.#leave.get(code)];
      const before = this.#before[code] ?? 0;
      return { key, before, after: before + enter - leave, enter, leave };
    });
    const known = new Set(ruleSet.codes.keys());
    const { rules } = ruleSet;
    const counts = this.#holds.get(ruleSet);
    return {
      key: ruleSet.key,
      kind: ruleSet.kind.key,
      draft: this.#affected.drafts.has(ruleSet.id),
      rules: rules.map(({ name }, i) => ({ name, holds: counts?.[i] ?? 0 })),
      outcomes: outcomes.filter(({ key, before, after }) => known.has(key) || before > 0 || after > 0),
      moves: [...this.#moves.values()]
        .filter((move) => move.ruleSet === ruleSet.key)
        .map(({ ruleSet: _ruleSet, ...move }) => move)
        .sort((a, b) => b.count - a.count || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    };
  }
}

const add = (counts: Map<number, number>, key: number): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const moveOf = ({ ruleSet, began, ended, changes }: Moved): Move => ({
  ruleSet,
  began: began.map(({ code }) => code),
  ended,
  changes: changes.map((draft) => ({ draft, facts: seenIn(draft.why.map(({ tree }) => tree)) })),
});
