import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { NO_APPROVALS } from '../../../src/authoring/approvals.ts';
import { publishVersions } from '../../../src/authoring/publish.ts';
import { saveRuleSet } from '../../../src/authoring/save-rule-set.ts';
import type { Programme } from '../programme/document.ts';
import { redeem } from '../rewards/redeem.ts';
import { buy, START, setting, stars } from './setting.ts';

const PEOPLE = Array.from({ length: 40 }, (_, i) => `p${i}`);
const { pendingDays: _, ...atOnce } = stars;
const own = await setting({ stars: atOnce });

it('while a version is rolled out each customer earns, spends and gives back by the one that is for them', async () => {
  const next: Programme = {
    ...atOnce,
    earn: atOnce.earn.map((rule) => ({ ...rule, points: { field: 'amount', every: 100, give: 3 } })),
    rewards: [{ key: 'lounge', title: 'Lounge', kind: 'privilege', points: 25 }],
  };
  const draft = { key: 'stars', kind: 'loyalty-points', title: 'Stars', source: JSON.stringify(next) };
  const { number } = await saveRuleSet(own.road, operator, draft);
  const rollout = { percent: 40, segment: null, upgradesOnly: false, until: null, guards: [] };
  await publishVersions({ road: own.road, approvals: NO_APPROVALS }, operator, {
    versions: [{ key: 'stars', number, rollout }],
  });
  await own.record(START, ...PEOPLE.map((who) => buy(who, '1', 100, START)));
  const balances = () => Promise.all(PEOPLE.map(async (who) => (await own.values(who)).pointsBalance));
  const earned = await balances();
  expect(new Set(earned)).toEqual(new Set([100, 300]));

  for (const who of PEOPLE) {
    const wish = { customerId: customerIdOf(who), programme: 'stars', reward: 'lounge', key: 'l' };
    await own.act([who], START, (tx, customers) => redeem(tx, customers, wish));
  }
  expect(await balances()).toEqual(earned.map((points) => (points === 300 ? 275 : 90)));

  const refund = (who: string) => ({
    ...buy(who, 'back', 50, START),
    ...{ kind: 'refund', payload: { amount: 5000, currency: 'EUR', purchaseKey: '1' } },
  });
  await own.record(START, ...PEOPLE.map(refund));
  expect(await balances()).toEqual(earned.map((points) => (points === 300 ? 125 : 40)));
});
