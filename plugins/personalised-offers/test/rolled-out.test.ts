import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { NO_APPROVALS } from '../../../src/authoring/approvals.ts';
import { publishVersions } from '../../../src/authoring/publish.ts';
import { saveRuleSet } from '../../../src/authoring/save-rule-set.ts';
import type { OffersDocument } from '../offers/document.ts';
import { buy, DAY, NOON, offer, setting } from './setting.ts';

const PEOPLE = Array.from({ length: 40 }, (_, i) => `p${i}`);
const thanks = offer('thanks', { upon: { after: 'referralMade', withinHours: 48 } });
const own = await setting({ spring: { offers: [offer('letter', { openDays: 10 }), thanks] } });

it('while a version is rolled out each customer is made the offers of the version that is for them', async () => {
  const next: OffersDocument = { offers: [offer('letter', { openDays: 20 })] };
  const draft = { key: 'spring', kind: 'personalised-offers', title: 'spring', source: JSON.stringify(next) };
  const { number } = await saveRuleSet(own.road, operator, draft);
  const rollout = { percent: 40, segment: null, upgradesOnly: false, until: null, guards: [] };
  await publishVersions({ road: own.road, approvals: NO_APPROVALS }, operator, {
    versions: [{ key: 'spring', number, rollout }],
  });
  await own.record(NOON, ...PEOPLE.map((who) => buy(who, '1', NOON)));
  const referred = { kind: 'referralMade', payload: { referral: 'r', channel: 'link' } };
  await own.record(NOON, ...PEOPLE.map((who) => ({ ...buy(who, '2', NOON), ...referred })));
  const made = await Promise.all(
    PEOPLE.map(async (who) =>
      (await own.offers(who)).map((one) => `${one.offer} ${(one.expiresAt - NOON) / DAY}`).join(', '),
    ),
  );
  expect(new Set(made)).toEqual(new Set(['letter 20', 'letter 10, thanks 10']));
});
