// A process of its own that asks customers whom others ask at the same time: see racing.test.ts. `race` contacts them in
// every way there is; `die` plans and is killed just before it commits the batch after so many others.
import { randomUUID } from 'node:crypto';
import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { assemble, engineSources } from '../../src/assemble.ts';
import { connect } from '../../src/db/connect.ts';
import { failPoints } from '../../src/db/fail-point.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { calendarOf } from '../../src/metrics/calendar.ts';
import { Road } from '../../src/pipeline/road.ts';
import { askCustomer } from '../../src/surveys/ask-customer.ts';
import { planAsks } from '../../src/surveys/plan-asks.ts';
import { planWave } from '../../src/surveys/plan-wave.ts';
import { setPreference } from '../../src/surveys/set-preference.ts';
import { PLAN_WAVE } from '../../src/surveys/start-waves.ts';
import { HOUR, NOON, purchase } from './setting.ts';

const [url = '', mode = '', name = '', count = '0'] = process.argv.slice(2);
const contributions = assemble(features, await loadPlugins(), entities);
const database = await connect(url, contributions.entities as never);
const road = new Road(database, engineSources(contributions, calendarOf('UTC')));

let seed = Number(name) * 7919 + 17;
const random = (most: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return (seed >>> 9) % most;
};

/** Offers as a plugin would make them: reserved on the road, then made or given back. */
async function offer(customers: readonly string[], now: number): Promise<void> {
  await road.settle({
    activities: [],
    customerIds: customers.map(customerIdOf),
    now,
    async alongside({ contacts }) {
      const wishes = customers.map((customer) => ({
        id: randomUUID(),
        customerId: customerIdOf(customer),
        purpose: 'offer' as const,
        subject: 'spring-10',
      }));
      const verdicts = await contacts.reserve(wishes);
      const made = wishes.filter((_, i) => verdicts[i]?.allowed);
      await contacts.commit(made.slice(1));
      await contacts.release(made.slice(0, 1));
    },
  });
}

if (mode === 'race') {
  for (let round = 0; round < Number(count); round++) {
    // clocks of processes never agree
    const now = NOON + (round * 11 + random(9)) * HOUR;
    const some = [...new Set(Array.from({ length: 8 }, () => `shared-${random(40)}`))];
    await road.settle({ activities: some.map((one) => purchase(one, `${name}-${round}`, now)), now });
    await planAsks(road, now, 15);
    const [first = ''] = some;
    await askCustomer(
      road,
      { customerId: customerIdOf(first), survey: 'direct', key: `${name} ${round}`, wait: true },
      now,
    );
    await offer(some, now);
    if (round % 5 === 0)
      await setPreference(road, operator, customerIdOf(first), { purpose: 'survey', consent: random(3) > 0 }, now);
  }
} else {
  let commits = 0;
  failPoints.reached = async (point) => {
    if (point === 'before-commit' && commits++ === Number(count)) process.kill(process.pid, 'SIGKILL');
  };
  if (mode === 'die') while ((await planAsks(road, NOON, 10)) > 0);
  else await runNextJob(database, new Map([[PLAN_WAVE, planWave(road, () => NOON)]]));
}
await database.close();
