// A process of its own that earns, redeems, takes back, transfers and refunds points of customers whom others deal with
// at the same time: see racing.test.ts. With a number of commits it is killed just before the next one.
import { customerIdOf } from '../../../src/activities/identify.ts';
import { assemble, engineSources } from '../../../src/assemble.ts';
import { connect } from '../../../src/db/connect.ts';
import { failPoints } from '../../../src/db/fail-point.ts';
import { entities } from '../../../src/entities.ts';
import { UserError } from '../../../src/errors.ts';
import { features } from '../../../src/features.ts';
import { loadPlugins } from '../../../src/load-plugins.ts';
import { calendarOf } from '../../../src/metrics/calendar.ts';
import { act } from '../../../src/pipeline/act.ts';
import { Road } from '../../../src/pipeline/road.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { redeem } from '../rewards/redeem.ts';
import { takeBack } from '../rewards/take-back.ts';
import { transfer } from '../rewards/transfer.ts';
import { buy, DAY, giveBack, START } from './setting.ts';

const [url = '', name = '', rounds = '0', life = ''] = process.argv.slice(2);
const contributions = assemble(features, await loadPlugins(), entities);
const database = await connect(url, contributions.entities as never);
const road = new Road(database, engineSources(contributions, calendarOf('UTC')));

let seed = Number(name) * 7919 + 17;
const random = (most: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return (seed >>> 9) % most;
};

let commits = 0;
failPoints.reached = async (point) => {
  if (life !== '' && point === 'before-commit' && commits++ === Number(life)) process.kill(process.pid, 'SIGKILL');
};

/** What cannot be done, because somebody else was faster, is not done. */
async function attempt<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

for (let round = 0; round < Number(rounds); round++) {
  // clocks of processes never agree
  const now = START + round * 30 * DAY + random(9) * DAY;
  const first = random(5);
  const who = `shared-${first}`;
  const other = `shared-${(first + 1 + random(4)) % 5}`;
  const [customerId, otherId] = [customerIdOf(who), customerIdOf(other)];
  const key = `${name} ${round}`;
  await road.settle({ activities: [buy(who, key, 5 + random(30), now)], now });
  for (const reward of ['mug', 'pen', 'pen', 'pen']) {
    const wish = { customerId, programme: 'stars', reward, key: `${key} ${reward} ${random(1000)}` };
    const done = await attempt(act(road, [customerId], (...on) => redeem(...on, wish), now));
    if (done && random(3) === 0)
      await act(road, [customerId], (...on) => takeBack(...on, { customerId, redemptionId: done.id }), now);
  }
  const gift = { customerId, otherId, programme: 'stars', points: 1 + random(9), key };
  await attempt(act(road, [customerId, otherId], (...on) => transfer(...on, gift), now));
  if (random(3) === 0) await road.settle({ activities: [giveBack(who, key, 3, now)], now });
  if (round % 4 === 3) await sweepAll(road, now);
}
await database.close();
