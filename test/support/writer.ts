// A process of its own that writes to customers that others write to at the same time: see two-processes.test.ts.
import { assemble, engineSources } from '../../src/assemble.ts';
import { connect } from '../../src/db/connect.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { calendarOf } from '../../src/metrics/calendar.ts';
import { Road } from '../../src/pipeline/road.ts';

const [url = '', name = '', batches = '0', customers = '0'] = process.argv.slice(2);
const contributions = assemble(features, await loadPlugins(), entities);
const database = await connect(url, contributions.entities as never);
const road = new Road(database, engineSources(contributions, calendarOf('UTC')));

let accepted = 0;
let duplicates = 0;
let seed = name.length * 7919;
const random = (most: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return (seed >>> 9) % most;
};

for (let n = 0; n < Number(batches); n++) {
  const activities = Array.from({ length: 20 }, (_, i) => ({
    customer: { externalId: `shared-${random(Number(customers))}` },
    source: 'shared',
    // every tenth key belongs to both processes, with the same content: one of the two is a duplicate
    key: i % 10 === 0 ? `both-${n}-${i}` : `${name}-${n}-${i}`,
    kind: 'purchase',
    occurredAt: Date.UTC(2026, 0, 1) + n * 60_000,
    payload: { amount: 100, currency: 'EUR' },
  }));
  const both = activities.map((one) =>
    one.key.startsWith('both') ? { ...one, customer: { externalId: `shared-${n % Number(customers)}` } } : one,
  );
  const { results } = await road.settle({ activities: both });
  accepted += results.filter(({ status }) => status === 'accepted').length;
  duplicates += results.filter(({ status }) => status === 'duplicate').length;
}
await database.close();
console.log(JSON.stringify({ accepted, duplicates }));
