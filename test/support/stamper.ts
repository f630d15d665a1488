// A process of its own that acts on customers while others record activities of them: see keepers-at-once.test.ts.
import path from 'node:path';
import { assemble, engineSources } from '../../src/assemble.ts';
import { connect } from '../../src/db/connect.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { calendarOf } from '../../src/metrics/calendar.ts';
import { act } from '../../src/pipeline/act.ts';
import { Road } from '../../src/pipeline/road.ts';

const [url = '', mode = '', ids = '', rounds = '0'] = process.argv.slice(2);
const contributions = assemble(
  features,
  await loadPlugins({ plugins: [path.resolve('test/fixtures/stamps')] }),
  entities,
);
const database = await connect(url, contributions.entities as never);
const road = new Road(database, engineSources(contributions, calendarOf('UTC')));
const customers = ids.split(',');

let spent = 0;
for (let n = 0; n < Number(rounds); n++) {
  const id = customers[n % customers.length] as string;
  if (mode === 'record') {
    const drafts = customers.map((one) => ({
      customer: { id: one },
      key: `record ${n}`,
      source: 'test',
      kind: 'purchase',
      payload: { amount: 100, currency: 'EUR' },
    }));
    await road.settle({ activities: drafts });
    continue;
  }
  spent += await act(road, [id], async (tx, [customer]) => {
    // the row is locked: what the metric says must be what the table says
    const [{ count } = { count: -1 }] = await tx.query<{ count: number }>(
      'count',
      'select count(*)::int as count from stamps_stamp where customer_id = $1 and not spent',
      [id],
    );
    if (customer?.metric('stamps') !== count) throw new Error(`${customer?.metric('stamps')} is not ${count}`);
    const rows = await tx.query(
      'spend',
      `update stamps_stamp set spent = true where (customer_id, activity_id) in (
         select customer_id, activity_id from stamps_stamp where customer_id = $1 and not spent limit 1) returning 1`,
      [id],
    );
    return rows.length;
  });
}
await database.close();
console.log(JSON.stringify({ spent }));
