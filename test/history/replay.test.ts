import { beforeAll, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import type { App } from '../../src/app.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import { generatePopulation } from '../../src/demo/population.ts';
import { demoAttributes, demoRuleSets } from '../../src/demo/rule-sets.ts';
import { publishDemoSurveys } from '../../src/demo/surveys.ts';
import { replay } from '../../src/history/replay.ts';
import { REPLAY } from '../../src/history/start-replay.ts';
import { type JobHandler, runNextJob } from '../../src/jobs/run-jobs.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { publish } from '../support/story.ts';

const DAY = 86_400_000;
const END = Date.UTC(2026, 10, 27, 9, 30);
const FROM = END - 120 * DAY;
const CUSTOMERS = 40;
const documentOf = (key: string): object => demoRuleSets('EUR').find((one) => one.key === key)?.document ?? {};
let now = END - 800 * DAY;
let system: TestApp;
let app: App;

/** Everything happens at its instant, and nobody who is due waits: what a replay says, lived through. */
beforeAll(async () => {
  system = await testApp({ clock: () => now });
  app = system.app;
  await publishDemoSurveys(app.road, operator);
  for (const attribute of demoAttributes) await declareAttribute(app.database, operator, attribute);
  // without the one rule that may flip every day: it would take minutes to sweep at each of those instants
  const { segments: all } = documentOf('lifecycle') as { segments: { key: string }[] };
  const segments = all.filter(({ key }) => key !== 'at-risk');
  await publish(app, 'lifecycle', 'segments', { segments });
  await publish(app, 'loyalty', 'loyalty-tiers', documentOf('loyalty'));
  const population = [...generatePopulation({ customers: CUSTOMERS, seed: 3, now: END, currency: 'EUR' })];
  const story = population.flatMap(({ profile, activities }) =>
    activities.map((activity, i) => ({ activity, profiles: i === 0 ? [profile] : [] })),
  );
  const at = ({ activity }: (typeof story)[number]): number => activity.occurredAt ?? 0;
  for (const one of story.sort((a, b) => at(a) - at(b))) {
    await pass(at(one) - 1);
    now = at(one);
    await app.road.settle({ activities: [one.activity], profiles: one.profiles, now });
  }
  await pass(END);
  now = END;
}, 240_000);

async function pass(until: number): Promise<void> {
  for (;;) {
    const [next] = await app.database.query<{ at: number | null }>('', 'select min(due_at) as at from due');
    if (next?.at == null || next.at > until) return;
    await sweepAll(app.road, next.at);
  }
}

const start = async (versions: object[], rest: object = {}): Promise<string> => {
  const { startReplay } = await system.data<{ startReplay: { replay: { job: { id: string } } } }>(
    `mutation ($input: StartReplayInput!) { startReplay(input: $input) { ... on StartReplaySuccess { replay { job { id } } }
       ... on UserError { code message } } }`,
    { input: { versions, from: new Date(FROM).toISOString(), to: new Date(END).toISOString(), ...rest } },
  );
  return startReplay.replay.job.id;
};

interface Found {
  days: { day: string; customers: number; entered: number; left: number }[];
  moves: { nodes: Move[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}
interface Move {
  at: string;
  customer: { id: string };
  key: string;
  entered: boolean;
}

async function found(id: string, ruleSet: string, key: string): Promise<{ days: Found['days']; moves: Move[] }> {
  const moves: Move[] = [];
  for (let after: string | null = null; ; ) {
    const page: { replay: Found } = await system.data(
      `query ($id: ID!, $ruleSet: String!, $key: String!, $after: String) { replay(id: $id) {
         days(ruleSet: $ruleSet, key: $key) { day customers entered left }
         moves(first: 100, after: $after) { nodes { at customer { id } ruleSetKey key entered } pageInfo { endCursor hasNextPage } } } }`,
      { id, ruleSet, key, after },
    );
    moves.push(...page.replay.moves.nodes);
    if (!page.replay.moves.pageInfo.hasNextPage) return { days: page.replay.days, moves };
    after = page.replay.moves.pageInfo.endCursor;
  }
}

/** Publishing has left jobs of other kinds. */
const replays = () => new Map([...app.jobs].filter(([kind]) => kind === REPLAY));

/** Everything that lives, as one text. */
const living = async (): Promise<string> =>
  JSON.stringify(
    await app.database.query(
      '',
      `select (select json_agg(c order by c.id) from customer c)::text as c, (select json_agg(o order by o.customer_id, o.code) from outcome o)::text as o,
              (select count(*)::int from change) as n`,
    ),
  );

it('of the versions that held says what happened, day by day and move by move, and touches nothing that lives', async () => {
  const before = await living();
  const id = await start([
    { key: 'lifecycle', number: 1 },
    { key: 'loyalty', number: 1 },
  ]);
  await runNextJob(app.database, new Map([[REPLAY, replay(app.road, 7)]]));
  const { moves } = await found(id, 'lifecycle', 'active');
  const happened = await app.database.query<{ at: number; from: string | null; to: string | null; customer: string }>(
    '',
    `select (extract(epoch from created_at) * 1000)::float8 as at, "from", "to", customer_id as customer from change
      where created_at > to_timestamp($1) order by 1`,
    [FROM / 1000],
  );
  const name = (customer: string): string => Buffer.from(`Customer:${customer}`).toString('base64');
  const line = (at: number, customer: string, key: string, entered: boolean): string =>
    [new Date(at).toISOString(), customer, key, entered].join(' ');
  const expected = happened.flatMap(({ at, from, to, customer }) => [
    ...(from === null ? [] : [line(at, name(customer), from, false)]),
    ...(to === null ? [] : [line(at, name(customer), to, true)]),
  ]);
  const told = moves.map(({ at, customer, key, entered }) => line(Date.parse(at), customer.id, key, entered));
  expect(told.filter((one) => !one.startsWith(new Date(FROM).toISOString())).sort()).toEqual(expected.sort());
  expect(expected.length).toBeGreaterThan(50);

  // the counts follow from the moves
  for (const [ruleSet, key] of [
    ['lifecycle', 'active'],
    ['loyalty', 'silver'],
  ] as const) {
    const { days } = await found(id, ruleSet, key);
    const own = moves.filter((move) => move.key === key);
    for (const { day, customers, entered, left } of days) {
      const until = own.filter(({ at }) => at.slice(0, 10) <= day);
      expect(customers).toBe(until.reduce((sum, move) => sum + (move.entered ? 1 : -1), 0));
      const today = until.filter(({ at }) => at.slice(0, 10) === day && Date.parse(at) > FROM);
      expect([entered, left]).toEqual([
        today.filter((move) => move.entered).length,
        today.filter((move) => !move.entered).length,
      ]);
    }
    expect(days.length).toBe(121);
  }
  expect(await living()).toBe(before);
}, 120_000);

it('of a draft says what would have been, goes on where it was stopped, and can be cancelled', async () => {
  const always = {
    segments: [{ key: 'everybody', title: 'E', when: { fact: 'ordersEver', operator: 'known', value: true } }],
  };
  const { number } = await saveRuleSet(app.road, operator, {
    key: 'lifecycle',
    kind: 'segments',
    title: 'L',
    source: JSON.stringify(always),
  });
  const id = await start([{ key: 'lifecycle', number }]);
  const stop = new AbortController();
  let saved = 0;
  const interrupted: JobHandler = (job) =>
    replay(
      app.road,
      7,
    )({
      ...job,
      get progress() {
        return job.progress;
      },
      async save(sql, progress) {
        await job.save(sql, progress);
        if (++saved === 3) stop.abort();
      },
    });
  await runNextJob(app.database, new Map([[REPLAY, interrupted]]), undefined, stop.signal);
  const job = async () =>
    (
      await system.data<{ replay: { job: { status: string; done: number; total: number } } }>(
        'query ($id: ID!) { replay(id: $id) { job { status done total } } }',
        { id },
      )
    ).replay.job;
  expect(await job()).toEqual({ status: 'QUEUED', done: 14, total: CUSTOMERS });
  await runNextJob(app.database, replays());
  expect(await job()).toEqual({ status: 'SUCCEEDED', done: CUSTOMERS, total: CUSTOMERS });
  const { days } = await found(id, 'lifecycle', 'everybody');
  expect(days.at(-1)?.customers).toBe(CUSTOMERS);

  const other = await start([{ key: 'lifecycle', number }], { percent: 50, moves: false });
  await system.data('mutation ($id: ID!) { cancelJob(input: { id: $id }) { __typename } }', { id: other });
  expect(await runNextJob(app.database, replays())).toBeUndefined();
});

it('looks at a share or a segment only, and refuses what is too much', async () => {
  const half = await start([{ key: 'loyalty', number: 1 }], { percent: 50, moves: false });
  await runNextJob(app.database, replays());
  const { days, moves } = await found(half, 'loyalty', 'bronze');
  expect(moves).toEqual([]);
  expect(days.length).toBeGreaterThan(0);
  const segment = await start([{ key: 'loyalty', number: 1 }], { segment: 'lapsed' });
  await runNextJob(app.database, replays());
  const lapsed = await app.database.query(
    '',
    `select 1 from outcome join outcome_code using (code) where key = 'lapsed'`,
  );
  const who = (await found(segment, 'loyalty', 'bronze')).moves.map(({ customer }) => customer.id);
  expect(new Set(who).size).toBeLessThanOrEqual(lapsed.length);
  const refused = async (rest: object): Promise<unknown> =>
    (
      await system.data<{ startReplay: object }>(
        `mutation ($input: StartReplayInput!) { startReplay(input: $input) { ... on ValidationError { issues { code } } ... on NotFoundError { code } } }`,
        {
          input: {
            versions: [{ key: 'loyalty', number: 1 }],
            to: new Date(END).toISOString(),
            from: new Date(FROM).toISOString(),
            ...rest,
          },
        },
      )
    ).startReplay;
  expect(await refused({ versions: [{ key: 'loyalty', number: 99 }] })).toEqual({ code: 'NOT_FOUND' });
  expect(await refused({ from: new Date(END - 1200 * DAY).toISOString() })).toEqual({ issues: [{ code: 'TOO_LONG' }] });
  expect(await refused({ percent: 0, to: new Date(END + DAY).toISOString() })).toEqual({
    issues: [{ code: 'IN_THE_FUTURE' }, { code: 'OUT_OF_RANGE' }],
  });
});
