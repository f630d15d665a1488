import { afterAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import type { App } from '../../src/app.ts';
import { createGraphql } from '../../src/graphql/yoga.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { defineMetric } from '../../src/pipeline/define-metric.ts';
import { keyFor } from '../support/app.ts';
import { publish, settleEverybody } from '../support/story.ts';
import {
  changesOf,
  clock,
  everyPlugin,
  heldOf,
  liveADay,
  openWith,
  partsOf,
  prefixOf,
  publishExamples,
  rowsOf,
  START,
  shapesOf,
  visitStores,
  without,
} from './stand.ts';

const typesOf = (plugins: typeof everyPlugin) =>
  new Set([
    'segment.entered',
    'segment.left',
    ...plugins.flatMap(({ changes = [] }) => changes.map(({ type }) => type)),
  ]);
const kindsOf = (plugins: typeof everyPlugin) => plugins.flatMap(({ kinds = [] }) => kinds.map(({ key }) => key));
const live = async (app: App, plugins: typeof everyPlugin, days: number): Promise<void> => {
  clock.now = START;
  await publishExamples(app, plugins);
  for (let day = 0; day < days; day++) await liveADay(app);
};

const { app: whole } = await openWith(everyPlugin);
afterAll(() => whole.close());
await live(whole, everyPlugin, 2);
const heldOnTheSecondDay = await heldOf(whole, kindsOf(everyPlugin));
await liveADay(whole);

describe.each(everyPlugin.map((plugin) => [plugin.name, plugin] as const))('%s switched off', (_name, plugin) => {
  const others = without(plugin);

  it('leaves schema, tables and feed of the others as if it had never been there', async () => {
    const { app } = await openWith(others);
    try {
      await live(app, others, 3);
      const [all, parts] = [partsOf(whole.schema), partsOf(app.schema)];
      expect([...parts].filter(([at, said]) => all.get(at) !== said)).toEqual([]);
      const tables = [...(await shapesOf(whole))].filter(([name]) => !name.startsWith(prefixOf(plugin)));
      expect([...(await shapesOf(app))].sort()).toEqual(tables.sort());
      const changes = await changesOf(app, typesOf(others));
      expect(changes).toEqual(await changesOf(whole, typesOf(others)));
      expect(changes.length).toBeGreaterThan(10);
      // and of it nothing is left
      const own = [...(plugin.metrics ?? []), ...(plugin.activities ?? [])].map(({ key }) => key);
      for (const name of [...own, ...(plugin.changes ?? []).map((change) => change.name)])
        expect([...parts.keys()].filter((at) => at.includes(name))).toEqual([]);
    } finally {
      await app.close();
    }
  });

  it('lies still on a database that had it, while the others go on; when it comes back it is as if it had not been away', async () => {
    const first = await openWith(everyPlugin);
    await live(first.app, everyPlugin, 1);
    const [kept, held] = [await rowsOf(first.app, plugin), await heldOf(first.app, kindsOf([plugin]))];
    await first.app.close();

    const { app } = await openWith(others, first.url);
    await settleEverybody(app);
    await liveADay(app);
    expect(await rowsOf(app, plugin)).toEqual(kept);
    expect(await heldOf(app, kindsOf([plugin]))).toEqual(held);
    const resting = (await app.road.engine()).resting.map(({ key }) => key).sort();
    expect(resting).toEqual(
      kindsOf([plugin])
        .map((kind) => `${kind}-example`)
        .sort(),
    );
    for (const key of resting) expect(await whyResting(app, key)).toContain('It lies still: no plugin that is loaded');
    // a marketer works on
    const when = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 3 }] };
    await publish(app, 'loyal', 'segments', { segments: [{ key: 'loyal', title: 'Loyal', when }] });
    await app.close();

    const back = await openWith(everyPlugin, first.url);
    while (await runNextJob(back.app.database, back.app.jobs));
    if (plugin.activities?.some(({ key }) => key === 'storeVisit')) await visitStores(back.app, clock.now); // of the day on which nobody knew of visits
    expect(await heldOf(back.app, kindsOf(everyPlugin))).toEqual(heldOnTheSecondDay);
    expect((await back.app.road.engine()).resting).toEqual([]);
    await back.app.close();
  });
});

it('what reads what is missing lies still as well, and what is told of it names that', async () => {
  const { app: first, url } = await openWith(everyPlugin);
  await publishExamples(first, everyPlugin);
  const gold = { all: [{ fact: 'tier.loyalty-tiers-example', operator: 'equal', value: 'gold' }] };
  const visitors = { all: [{ fact: 'ownVisits', operator: 'greaterThanInclusive', value: 1 }] };
  await defineMetric(first.road, operator, {
    key: 'ownVisits',
    title: 'Own visits',
    description: 'Visits, as a marketer counts them.',
    unit: 'visits',
    direction: 'neutral',
    measure: { from: ['storeVisit'], aggregate: 'count' },
  });
  await publish(first, 'golden', 'segments', { segments: [{ key: 'golden', title: 'Golden', when: gold }] });
  await publish(first, 'seen', 'segments', { segments: [{ key: 'seen', title: 'Seen', when: visitors }] });
  await liveADay(first);
  await liveADay(first);
  const held = await heldOf(first, ['segments']);
  expect(held).toEqual(expect.arrayContaining(['c11 golden golden', 'c11 seen seen']));
  await first.close();

  const { app } = await openWith([], url);
  await settleEverybody(app);
  await liveADay(app);
  expect(await heldOf(app, ['segments'])).toEqual(expect.arrayContaining(held));
  expect(await whyResting(app, 'golden')).toBe(
    'It lies still: it tests "tier.loyalty-tiers-example", which nothing that is loaded brings.',
  );
  expect(await whyResting(app, 'seen')).toBe(
    'It lies still: it tests "ownVisits", which nothing that is loaded brings.',
  );
  expect(await whyResting(app, 'keen')).toBe(null);
  await app.close();
});

async function whyResting(app: App, key: string): Promise<string | null> {
  const token = await keyFor(app, { name: key, role: 'admin' });
  const yoga = createGraphql(app.schema, app, { graphiql: false, isDev: true });
  const response = await yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-graphql-csrf': '1', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: 'query ($key: String!) { ruleSet(key: $key) { resting } }', variables: { key } }),
  });
  return ((await response.json()) as { data: { ruleSet: { resting: string | null } } }).data.ruleSet.resting;
}
