import path from 'node:path';
import { printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { assemble } from '../src/assemble.ts';
import { definePlugin } from '../src/contract/index.ts';
import { features } from '../src/features.ts';
import { drainSequencer } from '../src/feed/sequencer.ts';
import { loadPlugins } from '../src/load-plugins.ts';
import { testApp } from './support/app.ts';
import { publish } from './support/road.ts';

const folder = path.resolve('test/fixtures/visits');
const { app, data } = await testApp({ plugins: await loadPlugins({ plugins: [folder] }) });

it('a plugin from a folder brings a kind, a metric, an activity, a table, a change type and a field, and nothing else is touched', async () => {
  const document = {
    badges: [{ key: 'explorer', when: { all: [{ fact: 'storeVisits', operator: 'greaterThanInclusive', value: 2 }] } }],
  };
  await publish(app.road, 'badges', 'visit-badges', document);
  const record = (key: string) =>
    data<{ recordActivities: { customers: unknown[] } }>(
      `mutation ($key: String!) {
        recordActivities(input: { activities: [
          { customer: { externalId: "ada" }, key: $key, activity: { storeVisit: { store: "Berlin" } } }
        ] }) {
          ... on RecordActivitiesSuccess { customers { badgeCount metrics { storeVisits } } }
          ... on UserError { message }
        }
      }`,
      { key },
    );
  expect((await record('1')).recordActivities.customers).toEqual([{ badgeCount: 0, metrics: { storeVisits: 1 } }]);
  expect((await record('2')).recordActivities.customers).toEqual([{ badgeCount: 1, metrics: { storeVisits: 2 } }]);
  await drainSequencer(app.database);
  const { changes } = await data<{ changes: { nodes: unknown[] } }>(
    `{ changes(first: 5) { nodes { __typename changeSeq ... on BadgeGiven { badgeKey } } } }`,
  );
  expect(changes.nodes).toEqual([{ __typename: 'BadgeGiven', changeSeq: 1, badgeKey: 'explorer' }]);
});

it('without the plugin nothing of it is there', async () => {
  const { app: plain } = await testApp();
  const sdl = printSchema(plain.schema);
  for (const name of ['badgeCount', 'storeVisit', 'BadgeGiven']) expect(sdl).not.toContain(name);
  expect(printSchema(app.schema)).toContain('badgeCount');
});

it('two contributions of one name are refused, naming both sides', async () => {
  const twice = definePlugin({
    name: 'again',
    description: 'd',
    metrics: features.find(({ name }) => name === 'metrics')?.metrics?.slice(0, 1) ?? [],
  });
  expect(() => assemble(features, [twice], [])).toThrow('metrics and again both bring the metric "ordersLast30Days"');
});

it('a table without the prefix of its plugin is refused', () => {
  const entity = { meta: { tableName: 'other_badge' } };
  expect(() =>
    assemble(features, [definePlugin({ name: 'visits', description: 'd', entities: [entity] })], []),
  ).toThrow('the table other_badge of plugin visits must carry its prefix visits_');
});
