import type { Sql } from '../db/database.ts';
import type { Session } from '../db/session.ts';
import { nextCall } from '../metrics/kept.ts';
import { nextExpiry } from '../metrics/plan.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import type { ActiveRuleSet, Engine } from '../pipeline/engine.ts';
import { createJudge, type Judge, type Judgement } from '../pipeline/judge.ts';
import { readPopulation, wantedFor } from '../pipeline/read-population.ts';
import { type ScannedCustomer, STANDING } from '../pipeline/scanned.ts';
import { createSieve } from '../pipeline/sieve.ts';
import { findAffected } from './affected.ts';
import { compareVersions, type Look } from './both-versions.ts';
import { customersAt } from './customers-at.ts';
import { Difference, type Mover } from './difference.ts';
import { Forecasts } from './forecasts.ts';
import type { ForecastResult, PreviewResult } from './result.ts';
import { Spreads } from './spread.ts';

/** At least so many customers are brought to the instant at a time, where there are so many. */
const BATCH = 500;

export interface Judging {
  /** What holds, and what would. */
  readonly base: Engine;
  readonly next: Engine;
  readonly at: number;
  /** Two connections with the same snapshot: one is busy with the rows of all customers. */
  readonly scan: Session;
  readonly lookups: Sql;
  keep(movers: readonly Mover[]): Promise<void>;
  progress(done: number): Promise<void>;
}

export interface Judged {
  readonly result: PreviewResult;
  readonly forecasts: readonly ForecastResult[];
  /** Of all movers. */
  readonly digest: string;
}

/**
 * Judges every customer of a snapshot at an instant by what holds and by what would, and gives the exact difference. Where
 * a row says what holds at the instant, only what may differ is judged; other customers are first brought there, by the
 * steps of the road.
 */
export async function judgePopulation(judging: Judging): Promise<Judged> {
  const { base, next, at, scan, lookups, keep, progress } = judging;
  const affected = findAffected(base, next);
  const concerned = new Set(affected.ruleSets);
  const forecasts = new Forecasts(next, lookups, at);
  const difference = new Difference(next, affected, at, (id, moves) => forecasts.note(id, moves));
  const spreads = new Spreads(affected.metrics, base.plan, next.plan);
  const judge = createJudge(next, difference.evaluate, (ruleSet) => concerned.has(ruleSet));
  const look =
    compareVersions(base, next, affected, difference) ?? withWhatHolds(next, affected.ruleSets, difference, judge);
  const bring = bringer(judging, spreads);
  let waiting: string[] = [];

  const flush = async (movers: Mover[]): Promise<void> => {
    const ids = waiting;
    waiting = [];
    for (const { customer, nextFlip } of await bring(ids)) {
      const judgement = await judge(customer, customer.measuredAt);
      movers.push(...difference.take(customer, judgement, Math.min(nextFlip, judgement.nextFlip)));
    }
  };
  await readPopulation(scan, {
    at,
    wanted: look.wanted,
    generations: { rules: base.generations.rules, metrics: next.plan.generation },
    width: next.plan.width,
    // who came after the instant was not there then
    which: `where not (measured_at > ${at} and created_at > to_timestamp(${at}::float8 / 1000.0))`,
    take: async (customers: readonly ScannedCustomer[]) => {
      const current = customers.filter(({ standing }) => standing === STANDING.current);
      const movers = await look.judge(current, at);
      for (const customer of customers) if (customer.standing !== STANDING.current) waiting.push(customer.id);
      if (waiting.length >= BATCH) await flush(movers);
      await keep(movers);
      await forecasts.settle();
      await progress(difference.customers + waiting.length);
    },
  });
  const last: Mover[] = [];
  if (waiting.length > 0) await flush(last);
  await keep(last);
  const result = difference.result(spreads.results());
  return { result, forecasts: await forecasts.results(), digest: difference.digest };
}

/** A look at each customer with what holds. */
function withWhatHolds(next: Engine, ruleSets: readonly ActiveRuleSet[], difference: Difference, judge: Judge): Look {
  const stays = createSieve(next, ruleSets, difference);
  return {
    wanted: wantedFor(ruleSets, next),
    async judge(customers, now) {
      const movers: Mover[] = [];
      for (const customer of customers)
        if (!stays(customer, now)) movers.push(...difference.take(customer, await judge(customer, now)));
      return movers;
    },
  };
}

interface Brought {
  readonly customer: CustomerState;
  /** When something next leaves a window or flips by what is published. */
  readonly nextFlip: number;
}

/** Brings customers to the instant: with the numbers of then, and what holds then by what is published. */
function bringer({ base, next, at, lookups }: Judging, spreads: Spreads) {
  const judge = createJudge(base);
  const measuredAnew = next.generations.metrics !== base.generations.metrics;
  return async (ids: readonly string[]): Promise<Brought[]> => {
    const before = await customersAt(lookups, base.plan, ids, at);
    const after = measuredAnew
      ? new Map((await customersAt(lookups, next.plan, ids, at)).map((customer) => [customer.id, customer]))
      : undefined;
    const brought: Brought[] = [];
    for (const customer of before) {
      const judgement = await judge(customer, customer.measuredAt);
      const then = after?.get(customer.id) ?? customer;
      spreads.add(customer.numbers, then.numbers, customer.measuredAt);
      const expiries = [
        nextExpiry(base.plan, customer.numbers),
        nextExpiry(next.plan, then.numbers),
        nextCall(base.plan.keepers, customer.numbers),
      ];
      brought.push({
        customer: { ...then, held: pairsOf(judgement), rulesGeneration: -1 },
        nextFlip: Math.min(judgement.nextFlip, ...expiries),
      });
    }
    return brought;
  };
}

const pairsOf = ({ held }: Judgement): Float64Array =>
  Float64Array.from(held.flatMap(({ code, since }) => [code, since]));
