import { beforeEach, describe, expect, it } from 'vitest';
import { guardRollouts } from '../../src/authoring/guard-rollouts.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { createLog } from '../../src/log.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { purchase, record } from '../graphql/write/record.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { type Author, author, segmentsOf } from './author.ts';

let app: TestApp;
let anna: Author;
/** Two hundred customers: customer n has 1 + n % 4 orders. */
const CUSTOMERS = Array.from({ length: 200 }, (_, n) => `c${n}`);
beforeEach(async () => {
  app = await testApp();
  anna = await author(app, 'anna');
  const orders = CUSTOMERS.flatMap((customer, n) =>
    Array.from({ length: 1 + (n % 4) }, (_, i) => purchase(customer, `o${i}`)),
  );
  await record(app, orders);
});

const settle = async (): Promise<void> => {
  while ((await runNextJob(app.app.database, app.app.jobs)) !== undefined);
};
const save = async (key: string, kind: string, source: string) =>
  (await anna.act('saveRuleSet', { key, kind, title: key, source })).version?.number as number;
const publish = async (key: string, number: number, rollout?: object) => {
  const done = await anna.act('publishRuleSet', { key, number, ...(rollout && { rollout }) });
  await settle();
  return done;
};
const tiers = (silver: number, gold: number, diamond = 99): string =>
  JSON.stringify({
    tiers: Object.entries({ silver, gold, diamond }).map(([key, value], rank) => ({
      key,
      title: key,
      rank: rank + 1,
      when: { fact: 'ordersEver', operator: 'greaterThanInclusive', value },
    })),
  });
/** Who holds which outcome, by externalId. */
const holding = async (ruleSet: string): Promise<Map<string, string>> => {
  const rows = await app.app.database.query<{ customer: string; key: string }>(
    '',
    `select c.external_id as customer, k.key from outcome o join outcome_code k using (code)
       join customer c on c.id = o.customer_id join rule_set s on s.id = k.rule_set_id where s.key = $1`,
    [ruleSet],
  );
  return new Map(rows.map(({ customer, key }) => [customer, key]));
};
const members = async (ruleSet: string): Promise<string[]> => [...(await holding(ruleSet)).keys()].sort();
const wide = (key: string, percent?: number) =>
  anna.ask<{ it: { version?: { rollout: { percent: number | null; endedAt: string | null } }; code?: string } }>(
    `mutation ($input: ChangeRolloutInput!) { it: changeRollout(input: $input) {
       ... on ChangeRolloutSuccess { version { rollout { percent endedAt } } } ... on UserError { code } } }`,
    { input: { key, ...(percent !== undefined && { percent }) } },
  );

describe('a share', () => {
  it('is judged by the new version, always the same customers, and a larger share holds the smaller one', async () => {
    await publish('r', await save('r', 'segments', segmentsOf({ few: 4 })));
    expect(await members('r')).toHaveLength(50);
    const number = await save('r', 'segments', segmentsOf({ few: 1 }));
    await publish('r', number, { percent: 20 });
    const first = await members('r');
    // a fifth of those who have too few orders for the version before
    expect(first.length).toBeGreaterThan(50 + 15);
    expect(first.length).toBeLessThan(50 + 50);
    await wide('r', 60);
    await settle();
    const second = await members('r');
    expect(second.length).toBeGreaterThan(first.length);
    expect(second).toEqual(expect.arrayContaining(first));
    await wide('r', 20);
    await settle();
    expect(await members('r')).toEqual(first);
    expect((await wide('r')).it).toMatchObject({ version: { rollout: { endedAt: expect.any(String) } } });
    await settle();
    expect(await members('r')).toHaveLength(200);
    expect((await wide('r', 50)).it.code).toBe('NOT_FOUND');
  });

  it('counts for live changes as well, and its outcomes say which version they are of', async () => {
    await publish('r', await save('r', 'segments', segmentsOf({ few: 4 })));
    await publish('r', await save('r', 'segments', segmentsOf({ few: 1 })), { percent: 50 });
    const newcomers = Array.from({ length: 40 }, (_, n) => `new${n}`);
    await record(
      app,
      newcomers.map((customer) => purchase(customer, 'o')),
    );
    const inside = (await members('r')).filter((customer) => customer.startsWith('new'));
    expect(inside.length).toBeGreaterThan(8);
    expect(inside.length).toBeLessThan(32);
    const rows = await app.app.database.query<{ numbers: number[]; orders: string }>(
      '',
      `select case when c.external_id like 'new%' then 'new' else 'old' end as orders,
              array_agg(distinct v.number order by v.number) as numbers
         from outcome o join rule_set_version v on v.id = o.version_id join customer c on c.id = o.customer_id
        group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { orders: 'new', numbers: [2] },
      { orders: 'old', numbers: [1, 2] },
    ]);
  });

  it('keeps others from publishing until it is complete, but not from going back', async () => {
    await publish('r', await save('r', 'segments', segmentsOf({ few: 4 })));
    await publish('r', await save('r', 'segments', segmentsOf({ few: 1 })), { percent: 10 });
    expect(await publish('r', await save('r', 'segments', segmentsOf({ few: 2 })))).toMatchObject({
      issues: [{ code: 'ROLLOUT_RUNS' }],
    });
    await anna.act('revertRuleSet', { key: 'r', number: 1 });
    await settle();
    expect(await members('r')).toHaveLength(50);
  });

  it('is refused with terms that make no sense, all of them told at once', async () => {
    const number = await save('r', 'segments', segmentsOf({ few: 4 }));
    const until = '2030-01-01T00:00:00Z';
    const nonsense = { percent: 101, until, guards: [{ when: 'LEFT', most: -1 }] };
    expect((await publish('r', number, nonsense)).issues?.map(({ path, code }) => [path[1], code])).toEqual([
      ['percent', 'OUT_OF_RANGE'],
      ['until', 'CONTRADICTION'],
      ['guards', 'OUT_OF_RANGE'],
    ]);
    const guards = [{ when: 'ENTERED', key: 'nobody', most: 1 }];
    const impossible = { segment: 'nothing', upgradesOnly: true, guards };
    expect((await publish('r', number, impossible)).issues?.map(({ code }) => code)).toEqual([
      'UNKNOWN_SEGMENT',
      'NO_ORDER',
      'NOTHING_BEFORE',
      'UNKNOWN_OUTCOME',
    ]);
    expect((await publish('r', number, {})).issues?.[0]?.code).toBe('REQUIRED');
  });
});

it('a segment is judged by the new version first, and who enters or leaves it changes sides at once', async () => {
  await publish('vip', await save('vip', 'segments', segmentsOf({ vip: 3 })));
  await publish('r', await save('r', 'segments', segmentsOf({ gift: 4 })));
  await publish('r', await save('r', 'segments', segmentsOf({ gift: 1 })), { segment: 'vip' });
  expect(await members('r')).toEqual(await members('vip'));
  const outsider = CUSTOMERS[1] as string; // two orders
  expect(await members('r')).not.toContain(outsider);
  await record(app, [purchase(outsider, 'one more')]);
  expect(await members('r')).toContain(outsider);
});

describe('those who rise', () => {
  it('rise at once, and nobody falls as long as the version before would not let them fall', async () => {
    await publish('t', await save('t', 'loyalty-tiers', tiers(2, 3)));
    const before = await holding('t');
    // silver takes three orders now, gold four; four orders are diamond
    await publish('t', await save('t', 'loyalty-tiers', tiers(3, 99, 4)), { upgradesOnly: true });
    const after = await holding('t');
    for (const [n, customer] of CUSTOMERS.entries()) {
      const expected = n % 4 === 3 ? 'diamond' : before.get(customer);
      expect([customer, after.get(customer)]).toEqual([customer, expected]);
    }
    // who comes later is judged by the new version alone
    await record(
      app,
      Array.from({ length: 3 }, (_, i) => purchase('late', `o${i}`)),
    );
    expect((await holding('t')).get('late')).toBe('silver');
    await anna.ask('mutation { changeRollout(input: { key: "t" }) { __typename } }');
    await settle();
    const end = await holding('t');
    expect(CUSTOMERS.map((customer) => end.get(customer)).slice(0, 4)).toEqual([
      undefined,
      undefined,
      'silver',
      'diamond',
    ]);
  });

  it('are all who move until their review, and then everybody is judged alike, with no new activity', async () => {
    let now = Date.now();
    app = await testApp({ clock: () => now });
    anna = await author(app, 'anna');
    await record(app, [...Array.from({ length: 3 }, (_, i) => purchase('gold', `o${i}`)), purchase('none', 'o')]);
    await publish('t', await save('t', 'loyalty-tiers', tiers(2, 3)));
    const until = new Date(now + 86_400_000).toISOString();
    await publish('t', await save('t', 'loyalty-tiers', tiers(3, 99)), { upgradesOnly: true, until });
    expect((await holding('t')).get('gold')).toBe('gold');
    now += 86_400_000 - 1;
    await sweepAll(app.app.road, now);
    expect((await holding('t')).get('gold')).toBe('gold');
    now += 1;
    await sweepAll(app.app.road, now);
    expect((await holding('t')).get('gold')).toBe('silver');
  });
});

describe('a guard', () => {
  it('goes back by itself when too many move, and tells who published', async () => {
    await publish('t', await save('t', 'loyalty-tiers', tiers(2, 3)));
    const before = await holding('t');
    const guards = [
      { when: 'DOWN', most: 5 },
      { when: 'ENTERED', key: 'diamond', most: 1000 },
    ];
    await publish('t', await save('t', 'loyalty-tiers', tiers(3, 4)), { percent: 50, guards });
    expect(await holding('t')).not.toEqual(before);
    await drainSequencer(app.app.database);
    const watch = () => guardRollouts(app.app.authoring, createLog('silent'));
    expect((await Promise.all([watch(), watch()])).flat()).toEqual(['t']);
    await settle();
    expect(await holding('t')).toEqual(before);
    expect(await watch()).toEqual([]);
    await drainSequencer(app.app.database);
    const { changes, ruleSet } = await anna.ask<{
      changes: { nodes: object[] };
      ruleSet: { published: { number: number; comment: string } };
    }>(
      `{ changes(types: [RULE_SET_ROLLED_BACK]) { nodes { ... on RolloutRolledBack { guard } } }
         ruleSet(key: "t") { published { number comment } } }`,
    );
    expect(changes.nodes).toEqual([{ guard: 'down' }]);
    expect(ruleSet.published).toEqual({
      number: 3,
      comment: 'Stopped by its guard: more than 5 customers fell.',
    });
  });

  it('lets a rollout be as long as no more move than it allows', async () => {
    await publish('r', await save('r', 'segments', segmentsOf({ few: 4 })));
    const rollout = { percent: 10, guards: [{ when: 'ENTERED', most: 150 }] };
    await publish('r', await save('r', 'segments', segmentsOf({ few: 1 })), rollout);
    await drainSequencer(app.app.database);
    expect(await guardRollouts(app.app.authoring, createLog('silent'))).toEqual([]);
    const { ruleSet } = await anna.ask<{ ruleSet: { published: { rollout: { guards: { count: number }[] } } } }>(
      '{ ruleSet(key: "r") { published { rollout { guards { count } } } } }',
    );
    const moved = (await members('r')).length - 50;
    expect(ruleSet.published.rollout.guards).toEqual([{ count: moved }]);
    expect(moved).toBeGreaterThan(0);
  });
});
