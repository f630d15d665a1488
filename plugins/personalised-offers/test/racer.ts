// A process of its own that makes, redeems, gives back and lets expire offers of customers whom others deal with at the
// same time: see racing.test.ts. With a number of commits it is killed just before the next one.
import { customerIdOf } from '../../../src/activities/identify.ts';
import { assemble, engineSources } from '../../../src/assemble.ts';
import { connect } from '../../../src/db/connect.ts';
import { failPoints } from '../../../src/db/fail-point.ts';
import { entities } from '../../../src/entities.ts';
import { features } from '../../../src/features.ts';
import { loadPlugins } from '../../../src/load-plugins.ts';
import { calendarOf } from '../../../src/metrics/calendar.ts';
import { act } from '../../../src/pipeline/act.ts';
import { Road } from '../../../src/pipeline/road.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { dismiss } from '../acts/dismiss.ts';
import { redeem } from '../acts/redeem.ts';
import { readOffers } from '../shelf/open-shelves.ts';
import { buy, codeOf, HOUR, NOON } from './setting.ts';

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

for (let round = 0; round < Number(rounds); round++) {
  // clocks of processes never agree
  const now = NOON + (round * 20 + random(9)) * HOUR;
  const some = [...new Set(Array.from({ length: 8 }, () => `shared-${random(40)}`))];
  await road.settle({ activities: some.map((one) => buy(one, `${name}-${round}`, now)), now });
  const open = (await readOffers(database, some.map(customerIdOf))).filter(({ state }) => state === 'open');
  for (const [i, { customerId, id: offerId, offer }] of open.entries()) {
    const purchase = { key: `${name}-${round}`, source: 'test' };
    const key = `${name} ${round} ${i}`;
    const deed = random(4);
    // somebody else may have been faster
    if (deed === 0)
      await codeOf(act(road, [customerId], (...on) => redeem(...on, { customerId, offerId, key, purchase }), now));
    if (deed === 1) await codeOf(act(road, [customerId], (...on) => dismiss(...on, { customerId, offerId }), now));
    const by = { customer: { id: customerId }, key, source: 'test', occurredAt: now } as const;
    if (deed === 2)
      await road.settle({
        activities: [{ ...by, kind: 'offerRedeemed', payload: { offer, purchaseKey: purchase.key } }],
        now,
      });
  }
  const refunds = some.slice(0, 3).map((one) => ({
    ...buy(one, `${name}-${round}-back`, now),
    ...{ kind: 'refund', payload: { amount: 5000, currency: 'EUR', purchaseKey: `${name}-${round}` } },
  }));
  await road.settle({ activities: refunds, now });
  if (round % 4 === 3) await sweepAll(road, now);
}
await database.close();
