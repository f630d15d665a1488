import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { NO_APPROVALS } from '../../../src/authoring/approvals.ts';
import { publishVersions } from '../../../src/authoring/publish.ts';
import { saveRuleSet } from '../../../src/authoring/save-rule-set.ts';
import { upcoming } from '../../../src/history/agenda.ts';
import { readLives } from '../../../src/history/read-lives.ts';
import { makePreview } from '../../../test/preview/preview.ts';
import { publish } from '../../../test/support/road.ts';
import type { Keeping } from '../tiers/reviews.ts';
import type { TiersDocument } from '../tiers/rule-set.ts';
import { buy, customerIdOf, DAY, START, setting } from './setting.ts';

const own = await setting({});
const { road, record, sweep, database } = own;
const least = (value: number) => ({ all: [{ fact: 'spendEver', operator: 'greaterThanInclusive', value }] });
const tiers = (gold: number, silver: number, onChange?: Keeping['onChange']): TiersDocument => ({
  keep: { period: { kind: 'months', months: 12 }, landing: 'full', ...(onChange && { onChange }) },
  tiers: [
    { key: 'gold', title: 'Gold', rank: 2, when: least(gold * 100) },
    { key: 'silver', title: 'Silver', rank: 1, when: least(silver * 100) },
  ],
});
// of 10, 20, … 300 euros; each on a day of its own
const names = Array.from({ length: 30 }, (_, i) => `c${i + 1}`);
const ids = names.map(customerIdOf);
const REVIEW = Date.UTC(2027, 0, 10);
const CHANGED = START + 100 * DAY;

type Move = Record<'who' | 'from' | 'to', string | null>;
const told = (key: string, after: number): Promise<Move[]> =>
  database.query<Move>(
    '',
    `select c.external_id as who, h."from", h."to" from change h join customer c on c.id = h.customer_id
       join rule_set s on s.id = h.rule_set_id
      where s.key = $1 and h.created_at > to_timestamp($2::float8 / 1000) order by c.external_id`,
    [key, after],
  );

interface Policy {
  readonly key: string;
  readonly onChange?: Keeping['onChange'];
  readonly upgradesOnly: boolean;
}

/** Publishes harder conditions for gold and easier ones for silver; gives what was foreseen, what happened, and what comes. */
async function migrate({ key, onChange, upgradesOnly }: Policy) {
  await publish(road, key, 'loyalty-tiers', tiers(150, 100, onChange));
  await record(START, ...names.map((who, i) => buy(who, key, (i + 1) * 10, START)));
  const source = JSON.stringify(tiers(200, 50, onChange));
  const terms = { percent: null, segment: null, upgradesOnly, until: null };
  const draft = { ruleSetKey: key, kind: 'loyalty-tiers', source, ...(upgradesOnly && { rollout: terms }) };
  await sweep(CHANGED);
  const preview = await makePreview(road, [draft], CHANGED);
  const foreseen = await database.query<Move>(
    '',
    `select c.external_id as who, "from", "to" from preview_mover m join customer c on c.id = m.customer_id
      where preview_id = $1 order by 1`,
    [preview],
  );
  const { number } = await saveRuleSet(road, operator, { key, kind: draft.kind, title: key, source });
  const rollout = upgradesOnly ? { rollout: { ...terms, guards: [] } } : {};
  await publishVersions({ road, approvals: NO_APPROVALS }, operator, { versions: [{ key, number, ...rollout }] });
  await road.settle({ activities: [], customerIds: ids, now: CHANGED });
  return { foreseen, happened: await told(key, START) };
}

const moved = (from: number, to: number, move: Omit<Move, 'who'>): Move[] =>
  names.slice(from - 1, to).map((who) => ({ who, ...move }));
const byName = (moves: readonly Move[]): Move[] => moves.toSorted((a, b) => String(a.who).localeCompare(String(b.who)));
const risen = moved(5, 9, { from: null, to: 'silver' });
const fallen = moved(15, 19, { from: 'gold', to: 'silver' });

it.for([
  { key: 'everyone-now', onChange: 'now', upgradesOnly: false, at: [...risen, ...fallen] },
  { key: 'next-review', onChange: 'review', upgradesOnly: false, at: risen },
  { key: 'upgrades-only', onChange: 'now', upgradesOnly: true, at: risen },
] as const)(
  'tiers that change while they live move whom the preview said: $key',
  async ({ at, ...policy }, { task }) => {
    await database.query('', 'truncate customer, activity, change, outcome, due, ingest_key cascade');
    const { foreseen, happened } = await migrate(policy);
    expect(byName(foreseen), task.name).toEqual(byName(happened));
    expect(byName(happened)).toEqual(byName(at));
    if (policy.key === 'everyone-now') return;
    // the agenda tells when the others fall, and then they do; whoever only rises never does
    const falls: string[] = [];
    const lives = await readLives(database, await road.engine(), ids);
    for await (const { at: when, change } of upcoming(lives, CHANGED, REVIEW))
      falls.push(`${new Date(when).toISOString()} ${change.from} ${change.to}`);
    const due = policy.upgradesOnly ? [] : fallen;
    expect(falls).toEqual(due.map(({ from, to }) => `${new Date(REVIEW).toISOString()} ${from} ${to}`));
    await sweep(REVIEW - 1);
    expect(await told(policy.key, CHANGED)).toEqual([]);
    await sweep(REVIEW);
    expect(byName(await told(policy.key, CHANGED))).toEqual(byName(due));
  },
);
