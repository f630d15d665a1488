import { setImmediate } from 'node:timers/promises';
import type { Activity } from '../contract/activity.ts';
import type { Cause } from '../contract/change.ts';
import type { KeptChange } from '../contract/keeper.ts';
import { carryKept } from '../metrics/kept.ts';
import { nextExpiry } from '../metrics/plan.ts';
import { moveThreads } from '../metrics/threads.ts';
import { causeIn, causeOf } from '../pipeline/cause-of.ts';
import type { CustomerState, Held } from '../pipeline/customer-state.ts';
import type { Engine } from '../pipeline/engine.ts';
import { createJudge, type Judgement, type Why } from '../pipeline/judge.ts';
import { measure } from '../pipeline/measure.ts';
import { foldHistory } from '../pipeline/recompute.ts';
import type { KeptStep } from './kept-steps.ts';
import { Remembered } from './remembered.ts';

/** What is known of a person that rules may look at. */
export interface Profile {
  readonly attributes: Record<string, unknown>;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly joinedAt: number | null;
}

const NO_PROFILE: Profile = { attributes: {}, locale: null, timeZone: null, joinedAt: null };

/** What was learned of a customer at one instant; nothing when only time passed or a version was published. */
export interface Learned {
  /** By time, then by the order in which they were learned. */
  readonly activities?: readonly Activity[];
  readonly profile?: Profile;
}

/** Where a life stands: what the row of the customer would hold. */
export interface Standing {
  readonly profile: Profile;
  readonly numbers: Float64Array;
  readonly held: readonly Held[];
  readonly measuredAt: number;
}

/** Where a life goes on: with the rules it was judged by last, the next instant that matters, and the past that counts. */
export interface Start {
  readonly standing: Standing;
  readonly rulesGeneration: number;
  readonly due: number;
  readonly past: Remembered;
}

/** One settlement of a customer, as the road would make it. */
export interface Settlement extends Judgement {
  readonly at: number;
  readonly cause: Cause;
  /** What keepers tell. */
  readonly kept: readonly KeptChange[];
}

/** Why an outcome holds: as the road would keep it when the outcome begins. */
export interface Reason {
  readonly cause: Cause;
  readonly versionId: string;
  readonly why: readonly Why[];
}

/** Settlements in memory wait for nothing: now and then, others get their turn. */
const BREATH = 200;
let settled = 0;

type Judge = ReturnType<typeof createJudge>;
// a judge has scratch space, and a life lets nobody in while it judges
const judges = new WeakMap<Engine, Judge[]>();

/**
 * One customer travelling the road in memory: the steps that measure and judge are the road's own, and nothing is
 * written. Whoever drives it says what is learned and when; between those instants it stops whenever time alone may
 * change something, as a sweeper would that is never late.
 */
export class Life {
  readonly id: string;
  readonly past: Remembered;
  #engine: Engine;
  #standing: Standing;
  #judgedBy: { rules: number; metrics: number };
  #due = Number.POSITIVE_INFINITY;
  /** What keepers do from here on, by time. */
  #ahead: readonly KeptStep[] = [];
  readonly reasons = new Map<number, Reason>();

  /** A customer of whom nothing is known yet, or one that goes on from where its row says. */
  constructor(id: string, engine: Engine, from?: Start) {
    this.id = id;
    this.#engine = engine;
    this.past = from?.past ?? new Remembered();
    this.#standing = from?.standing ?? {
      profile: NO_PROFILE,
      numbers: engine.plan.initial.slice(),
      held: [],
      measuredAt: 0,
    };
    this.#judgedBy = { rules: from?.rulesGeneration ?? engine.generations.rules, metrics: engine.plan.generation };
    this.#due = from?.due ?? Number.POSITIVE_INFINITY;
  }

  /** Another life from here on. */
  fork(): Life {
    const other = new Life(this.id, this.#engine, {
      standing: this.#standing,
      rulesGeneration: this.#judgedBy.rules,
      due: this.#due,
      past: this.past.copy(),
    });
    other.foresee(this.#ahead);
    return other;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** The next instant at which time alone may change something. */
  get due(): number {
    return this.#due;
  }

  /** What keepers do from here on, by time: it cannot be lived through, because their tables are not here. */
  foresee(steps: readonly KeptStep[]): void {
    this.#ahead = steps;
    this.#due = Math.min(this.#due, steps[0]?.at ?? Number.POSITIVE_INFINITY);
  }

  /** From now on judged by this engine; the next settlement judges by all its rule sets. */
  adopt(engine: Engine): void {
    const { plan } = engine;
    if (plan !== this.#engine.plan) {
      const numbers = foldHistory(plan, this.past.activities, this.#standing.measuredAt);
      const threads = this.past.allThreads;
      const moved = threads.map(({ type, state }) => ({ type, before: undefined, after: state }));
      moveThreads(plan, numbers, moved, (type) => threads.filter((row) => row.type === type).map(({ state }) => state));
      carryKept(plan.keepers, this.#standing.numbers, numbers);
      this.#standing = { ...this.#standing, numbers };
    }
    this.#engine = engine;
  }

  /** Settles the customer at an instant, with what was learned. */
  async settle(at: number, { activities = [], profile }: Learned = {}): Promise<Settlement> {
    if (++settled % BREATH === 0) await setImmediate();
    const engine = this.#engine;
    const customer = this.#customer(activities, profile);
    const { plan, generations } = engine;
    await measure(this.past, plan, [customer], at);
    this.past.add(activities);
    const kept = this.#passKept(customer);
    const judgement = await judgeWith(engine, customer);
    const cause = causeOf(customer, engine);
    this.#remember(customer, judgement, cause);
    this.#judgedBy = { rules: generations.rules, metrics: plan.generation };
    this.#standing = {
      profile: profile ?? this.#standing.profile,
      numbers: customer.numbers,
      held: judgement.held,
      measuredAt: customer.measuredAt,
    };
    const due = Math.min(
      judgement.nextFlip,
      nextExpiry(plan, customer.numbers),
      this.#ahead[0]?.at ?? Number.POSITIVE_INFINITY,
    );
    this.#due = due > at ? due : Number.POSITIVE_INFINITY;
    return { ...judgement, at, cause, kept };
  }

  /** What keepers did by the instant at which the customer is settled. */
  #passKept({ numbers, measuredAt }: CustomerState): readonly KeptChange[] {
    const done = this.#ahead.filter(({ at }) => at <= measuredAt);
    this.#ahead = this.#ahead.slice(done.length);
    for (const { values } of done) for (const [slot, value] of values) if (slot < numbers.length) numbers[slot] = value;
    return done.flatMap(({ changes }) => changes);
  }

  #customer(fresh: readonly Activity[], profile: Profile | undefined): CustomerState {
    const { numbers, held, measuredAt } = this.#standing;
    return {
      ...(profile ?? this.#standing.profile),
      id: this.id,
      activitySeq: 0,
      changeSeq: 0,
      measuredAt,
      metricsGeneration: this.#judgedBy.metrics,
      rulesGeneration: this.#judgedBy.rules,
      dueAt: Number.POSITIVE_INFINITY,
      numbers: numbers.slice(),
      before: numbers,
      beforeAt: measuredAt,
      profileChanged: profile !== undefined,
      erased: false,
      held: Float64Array.from(held.flatMap(({ code, since }) => [code, since])),
      fresh: [...fresh],
    };
  }

  #remember(customer: CustomerState, { moved, orphans }: Judgement, cause: Cause): void {
    for (const code of [...moved.flatMap(({ ended }) => ended), ...orphans]) this.reasons.delete(code);
    for (const { ruleSet, began } of moved) {
      const by = causeIn(ruleSet, customer, this.#engine, cause);
      for (const { code, why } of began) this.reasons.set(code, { cause: by, versionId: ruleSet.versionId, why });
    }
  }
}

async function judgeWith(engine: Engine, customer: CustomerState): Promise<Judgement> {
  const free = judges.get(engine) ?? [];
  judges.set(engine, free);
  const judge = free.pop() ?? createJudge(engine);
  try {
    return await judge(customer, customer.measuredAt);
  } finally {
    free.push(judge);
  }
}
