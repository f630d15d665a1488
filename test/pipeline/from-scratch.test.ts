import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { Activity, Facts } from '../../src/contract/index.ts';
import { readFloats } from '../../src/db/arrays.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { evaluateWithLibrary } from '../../src/rules/reference.ts';
import { START, type Step, steps } from '../support/activity-arbitrary.ts';
import { naiveMetrics } from '../support/naive-metrics.ts';
import { publish, testRoad } from '../support/road.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';

const { road, database, contributions } = await testRoad();

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const SEGMENTS = {
  segments: [
    { key: 'never-bought', title: 'Never', when: { all: [leaf('ordersEver', 'equal', 0)] } },
    { key: 'active', title: 'Active', when: { all: [leaf('ordersLast30Days', 'greaterThanInclusive', 1)] } },
    { key: 'lapsed', title: 'Lapsed', when: { all: [leaf('daysSinceLastPurchase', 'greaterThan', 60)] } },
    { key: 'slowing', title: 'Slowing', when: { all: [leaf('purchaseFrequencyChange', 'lessThan', -0.3)] } },
    { key: 'renewing', title: 'Renewing', when: { all: [leaf('daysToRenewal', 'between', [0, 20])] } },
    {
      key: 'unhappy',
      title: 'Unhappy',
      when: { any: [leaf('openComplaints', 'greaterThan', 0), leaf('lastRating', 'lessThan', 2.5)] },
    },
    {
      key: 'angry',
      title: 'Angry',
      when: { all: [leaf('isDetractor', 'equal', true), leaf('responseRate', 'lessThan', 1)] },
    },
    { key: 'recent', title: 'Recent', when: { all: [leaf('lastPurchaseAt', 'lessThanCalendarDaysAgo', 5)] } },
  ],
};
const TIERS = {
  tiers: [
    {
      key: 'gold',
      title: 'Gold',
      rank: 2,
      when: {
        all: [leaf('spendLast365Days', 'greaterThanInclusive', 60_000), leaf('segment.unhappy', 'equal', false)],
      },
    },
    {
      key: 'silver',
      title: 'Silver',
      rank: 1,
      when: { all: [leaf('purchaseDaysLast90Days', 'greaterThanInclusive', 2)] },
    },
  ],
};
await publishSurvey(database, 'any', surveyOf());
await publish(road, 'lifecycle', 'segments', SEGMENTS);
await publish(road, 'loyalty', 'loyalty-tiers', TIERS);

let run = 0;

/** Plays the steps for two customers of this run only; returns them and the instant at which all were settled last. */
async function play(list: readonly Step[]): Promise<{ ids: string[]; now: number }> {
  const prefix = `run${run++}-`;
  const ids = ['a', 'b'].map((name) => customerIdOf(prefix + name));
  let now = START;
  for (const { pass, activities, sweep } of list) {
    now += pass;
    if (sweep) await sweepAll(road, now);
    const drafts = activities.map(({ customer, key, kind, payload, ago }): ActivityDraft => {
      return { customer: { externalId: prefix + customer }, key, source: 'test', kind, payload, occurredAt: now - ago };
    });
    await road.settle({ activities: drafts, now });
  }
  await sweepAll(road, now);
  return { ids, now };
}

interface Row {
  id: string;
  metrics: Buffer;
}

const logOf = async (id: string): Promise<Activity[]> =>
  (
    await database.query<Activity & { at: number }>(
      'log-of',
      `select id, kind, seq, payload, (extract(epoch from occurred_at) * 1000)::float8 as at from activity where customer_id = $1`,
      [id],
    )
  ).map((row) => ({ ...row, customerId: id, occurredAt: row.at }));

it('metrics, outcomes and numbers after any interleaving equal a computation from scratch', async () => {
  const { plan, catalogue, ruleSets } = await road.engine();
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const { ids, now } = await play(list);
      const rows = await database.query<Row>(
        'rows',
        'select id, array_send(metrics) as metrics from customer where id = any($1::uuid[])',
        [ids],
      );
      for (const { id, metrics } of rows) {
        const log = await logOf(id);
        // activities: numbered without gaps
        expect(log.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(log.map((_, i) => i + 1));

        // metrics: as from the log alone
        const expected = naiveMetrics(contributions.metrics, log, now);
        const numbers = plan.initial.slice();
        readFloats(metrics, numbers);
        for (const [key, { read }] of plan.metrics) {
          const value = read(numbers, now);
          const wanted = expected.get(key);
          if (wanted === undefined) expect(value, key).toBeNaN();
          else expect(value, key).toBeCloseTo(wanted, 9);
        }

        // outcomes: as json-rules-engine judges those metrics (to the last digit those of the road, now that they agree)
        const facts: Facts = { numbers: new Float64Array(catalogue.numbers).fill(Number.NaN), texts: [], now };
        for (const [name, { read }] of plan.metrics) {
          const fact = catalogue.facts.get(name);
          if (fact) facts.numbers[fact.index] = read(numbers, now);
        }
        const held: string[] = [];
        for (const ruleSet of ruleSets) {
          const { holds } = await evaluateWithLibrary(ruleSet.rules, catalogue, facts);
          const names = ruleSet.rules.filter((_, i) => holds[i]).map(({ name }) => name);
          held.push(...(ruleSet.key === 'loyalty' ? names.slice(0, 1) : names));
          for (const { fact, index } of ruleSet.provides) {
            const value = fact.value(names.map((key) => ({ key })));
            if (fact.type !== 'text') facts.numbers[index] = Number(value);
          }
        }
        const outcomes = await database.query<{ key: string }>(
          'outcomes-of',
          'select key from outcome join outcome_code using (code) where customer_id = $1',
          [id],
        );
        expect(outcomes.map(({ key }) => key).sort()).toEqual(held.sort());

        // changes: contiguous, and played again they lead to the same outcomes
        const changes = await database.query<{ seq: number; type: string; from: string | null; to: string | null }>(
          'changes-of',
          'select change_seq as seq, type, "from", "to" from change where customer_id = $1 order by change_seq',
          [id],
        );
        expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => i + 1));
        const replayed = new Set<string>();
        for (const { from, to } of changes) {
          if (from !== null) expect(replayed.delete(from)).toBe(true);
          if (to !== null) replayed.add(to);
        }
        expect([...replayed].sort()).toEqual(held.sort());
      }
    }),
    { numRuns: 1000 },
  );
}, 300_000);
