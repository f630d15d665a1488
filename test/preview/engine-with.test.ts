import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import type { Metric } from '../../src/contract/metric.ts';
import { defineMetric, type MetricDraft } from '../../src/pipeline/define-metric.ts';
import type { Engine } from '../../src/pipeline/engine.ts';
import { engineWith } from '../../src/pipeline/engine-with.ts';
import { publish, testRoad } from '../support/road.ts';

const { road, database } = await testRoad();

const atLeast = (fact: string, value: number) => ({ fact, operator: 'greaterThanInclusive', value });
const segments = (fact: string, ...keys: string[]) => ({
  segments: keys.map((key, i) => ({ key, title: key, when: { all: [atLeast(fact, i + 1)] } })),
});
const TIERS = {
  tiers: [
    {
      key: 'gold',
      title: 'Gold',
      rank: 1,
      when: { all: [{ fact: 'segment.keen', operator: 'equal', value: true }] },
    },
  ],
};

/** What judging depends on; codes are given anew for each engine, so outcomes are told by their keys. */
const essence = ({ generations, plan, catalogue, ruleSets, sources }: Engine) => ({
  generations: { rules: generations.rules, metrics: generations.metrics, attributes: generations.attributes },
  facts: [...catalogue.facts.values()],
  slots: plan.accumulators.map(({ key, slot, generation }) => ({ key, slot, generation })),
  windows: plan.windows.map(({ ms, oldest, kinds }) => ({ ms, slot: oldest.slot, kinds })),
  plan: { width: plan.width, initial: plan.initial, generation: plan.generation },
  sources: sources.map(({ fact }) => fact),
  ruleSets: ruleSets.map(({ id, key, generation, document, reads, codes, provides }) => {
    const provided = provides.map(({ fact, index, text }) => ({ name: fact.name, index, text }));
    return { id, key, generation, document, reads, outcomes: [...codes.keys()].sort(), provided };
  }),
});

it('with other documents is the engine that holds after they were published', async () => {
  await publish(road, 'lifecycle', 'segments', segments('ordersEver', 'keen'));
  const before = await road.engine();
  const drafts = [
    { ruleSetKey: 'lifecycle', kind: 'segments', source: JSON.stringify(segments('ordersEver', 'keen', 'keener')) },
  ];
  const made = await engineWith(road, { ruleSets: drafts });
  expect(essence(await road.engine())).toEqual(essence(before)); // nothing was written
  await publish(road, 'lifecycle', 'segments', segments('ordersEver', 'keen', 'keener'));
  expect(essence(made)).toEqual(essence(await road.engine()));
});

it('takes rule sets that are not published yet, in the order of what they read', async () => {
  const drafts = [{ ruleSetKey: 'loyalty', kind: 'loyalty-tiers', source: JSON.stringify(TIERS) }];
  const { ruleSets } = await engineWith(road, { ruleSets: drafts });
  expect(ruleSets.map(({ key }) => key)).toEqual(['lifecycle', 'loyalty']);
  expect(ruleSets[0]?.provides.map(({ fact }) => fact.name)).toEqual(['segment.keen']);
  expect([...(ruleSets[1]?.codes.keys() ?? [])]).toEqual(['gold']);
});

it('with a new metric is the engine that holds after it was defined', async () => {
  const draft: MetricDraft = {
    key: 'bigOrders',
    title: 'Big orders',
    description: 'Purchases of at least 100.00 in 45 days.',
    direction: 'higherIsBetter',
    measure: {
      from: 'purchase',
      aggregate: 'count',
      windowDays: 45,
      where: [{ field: 'amount', operator: 'atLeast', value: 10_000 }],
    },
  };
  const metric: Metric = { ...draft, type: 'integer', unit: 'times' };
  const made = await engineWith(road, { metrics: [metric] });
  const changed: Metric = { ...metric, measure: { ...draft.measure, windowDays: 20 } };
  await defineMetric(road, operator, draft);
  expect(essence(made)).toEqual(essence(await road.engine()));

  // another definition of the same key has numbers of its own, and the old ones are nobody's
  const other = await engineWith(road, { metrics: [changed] });
  const was = (await road.engine()).plan;
  expect(other.plan.generation).toBe(was.generation + 1);
  expect(other.plan.metrics.get('bigOrders')?.slots).not.toEqual(was.metrics.get('bigOrders')?.slots);
  expect(other.plan.windows.map(({ ms }) => ms / 86_400_000)).toContain(20);
  expect(other.plan.windows.map(({ ms }) => ms / 86_400_000)).not.toContain(45);
  expect(await database.query('count', 'select 1 from metric_definition')).toHaveLength(1);
});
