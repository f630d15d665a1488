import { beforeEach, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { NO_APPROVALS } from '../../../src/authoring/approvals.ts';
import { publishVersions } from '../../../src/authoring/publish.ts';
import { saveRuleSet } from '../../../src/authoring/save-rule-set.ts';
import { makePreview } from '../../../test/preview/preview.ts';
import { publish } from '../../../test/support/road.ts';
import type { Keeping } from '../tiers/reviews.ts';
import { buy, customerIdOf, DAY, setting } from './setting.ts';
import { goldAndSilver, line, on, tierMoves } from './tier-moves.ts';

const own = await setting({});
const { road, record, sweep, database } = own;
const { joins, moves, foretold } = tierMoves(own);
beforeEach(() => database.query('', 'truncate customer, activity, change, outcome, due, ingest_key cascade'));

const START = on(2126, 1, 10);
const CHANGED = START + 100 * DAY;
const PERIODS = {
  anniversary: { kind: 'anniversary' },
  year: { kind: 'calendarYear' },
  months: { kind: 'months', months: 12 },
} as const;
/** When dee, who joined on 29 February, and eli, who joined on 5 August, are reviewed next. */
const REVIEWS = {
  anniversary: { dee: on(2127, 2, 28), eli: on(2126, 8, 5) },
  year: { dee: on(2127, 1, 1), eli: on(2127, 1, 1) },
  months: { dee: on(2127, 1, 10), eli: on(2127, 1, 10) },
} as const;
type Policy = 'review' | 'now' | 'upgrades';

const WHO = ['dee', 'eli', 'fay'];

/** Publishes harder conditions with another period; gives whom the preview named. */
async function migrate(key: string, [from, to]: readonly Keeping['period'][], policy: Policy): Promise<string[]> {
  const document = (period: Keeping['period'] | undefined, gold: number) => {
    const onChange = policy === 'now' ? 'now' : 'review';
    return goldAndSilver({ period: period as Keeping['period'], landing: 'full', onChange }, 'spendEver', gold, 10_000);
  };
  await publish(road, key, 'loyalty-tiers', document(from, 30_000));
  await joins('dee', on(2120, 2, 29), START);
  await joins('eli', on(2121, 8, 5), START);
  await record(START, buy('dee', '1', 350, START), buy('eli', '1', 350, START), buy('fay', '1', 900, START));
  await sweep(CHANGED);
  const source = JSON.stringify(document(to, 50_000));
  const terms = { percent: null, segment: null, upgradesOnly: true, until: null };
  const rollout = policy === 'upgrades' ? { rollout: { ...terms, guards: [] } } : {};
  const preview = await makePreview(road, [{ ruleSetKey: key, kind: 'loyalty-tiers', source, ...rollout }], CHANGED);
  const { number } = await saveRuleSet(road, operator, { key, kind: 'loyalty-tiers', title: key, source });
  await publishVersions({ road, approvals: NO_APPROVALS }, operator, { versions: [{ key, number, ...rollout }] });
  await road.settle({ activities: [], customerIds: WHO.map(customerIdOf), now: CHANGED });
  const named = await database.query<{ who: string }>(
    '',
    `select c.external_id as who from preview_mover m join customer c on c.id = m.customer_id where preview_id = $1
      order by 1`,
    [preview],
  );
  return named.map(({ who }) => who);
}

it.for([
  ['year', 'anniversary', 'review'],
  ['months', 'anniversary', 'now'],
  ['year', 'anniversary', 'upgrades'],
  ['anniversary', 'months', 'review'],
  ['anniversary', 'year', 'now'],
  ['anniversary', 'year', 'upgrades'],
] as const)(
  'from %s to %s by harder rules (%s): whom the preview names moves, others when the agenda says',
  async ([from, to, policy]) => {
    const key = `${from}-${to}-${policy}`;
    const named = await migrate(key, [PERIODS[from], PERIODS[to]], policy);
    expect(named).toEqual(policy === 'now' ? ['dee', 'eli'] : []);
    const told = await foretold(WHO, key, CHANGED, CHANGED + 390 * DAY);
    const { dee, eli } = REVIEWS[to];
    expect(told.map(([at]) => at)).toEqual(policy === 'review' ? [dee, eli].sort((a, b) => a - b) : []);
    for (const at of new Set([dee, eli].sort((a, b) => a - b))) {
      await sweep(at - 1);
      await sweep(at);
    }
    const fallen = (review: number): string[] =>
      policy === 'upgrades' ? [] : [line(policy === 'now' ? CHANGED : review, 'silver')];
    expect((await Promise.all(WHO.map((who) => moves(who, key)))).map((list) => list.slice(1))).toEqual([
      fallen(dee),
      fallen(eli),
      [],
    ]);
  },
);
