import { expect, it } from 'vitest';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { keyFor, testApp } from '../../../test/support/app.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { happen, publish } from '../../../test/support/story.ts';
import type { RetentionDocument, Target } from '../document/document.ts';
import { example } from '../document/example.ts';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const NOW = Date.UTC(2026, 6, 1);
const PEOPLE = 120;
let now = Date.UTC(2025, 8, 1);
const { app, data, run } = await testApp({ clock: () => now });

const target = (key: string, changes: Partial<Target>): Target => ({
  ...{ key, title: key, base: 0.6, from: '2026-01-01', years: 3 },
  ladder: { by: 'points', step: 0.03 },
  ...changes,
});
const document: RetentionDocument = {
  ...example,
  signals: [],
  targets: [
    target('all', { above: { industry: 'saas' }, economics: { value: 9000, saving: 1000, acquisition: 4000 } }),
    target('active', {
      stage: 'active',
      economics: { lifetime: { margin: 10_000, discount: 0.1 }, saving: 1000, acquisition: 4000 },
    }),
    target('vip', { segment: 'groups.vip' }),
    target('next', { from: '2027-01-01' }),
    target('past', { from: '2024-01-01', years: 1 }),
    target('nobody', { stage: 'won-back' }),
    target('misspelt', { segment: 'groups.vpi' }),
    target('elsewhere', { segment: 'group.vip' }),
  ],
};
/** Customers buy every so many days, and some of them stop. */
const orders = Array.from({ length: PEOPLE }, (_, i) => {
  const [every, last] = [20 + (i % 7) * 25, FIRST_DAY + ((i % 11) - 4) * 40 * DAY];
  const at: number[] = [];
  for (let day = now + (i % 30) * DAY; day <= Math.min(last, NOW - 1); day += every * DAY) at.push(day);
  return at.map((when) => ({ who: `c${i}`, kind: 'purchase', at: when, payload: { amount: 1000, currency: 'EUR' } }));
}).flat();

await publish(app, 'groups', 'segments', {
  segments: [
    { key: 'vip', title: 'VIP', when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 3 }] } },
  ],
});
await publish(app, 'life', 'retention-targets', document);
await publish(app, 'twin', 'retention-targets', { ...example, targets: [target('twin', {})] });
for (; now <= NOW; now += DAY) {
  const today = orders.filter(({ at }) => at > now - DAY && at <= now);
  await sweepAll(app.road, now);
  if (today.length > 0) await happen(app, today);
}
now = NOW;
await sweepAll(app.road, now);

interface Answer {
  key: string;
  noPace: string | null;
  shares: number[];
  gain: number | null;
  lifetimeValue: Record<string, number> | null;
  noGain: string | null;
  noLifetimeValue: string | null;
  pace: Record<string, number | boolean> | null;
}
interface Members {
  nodes: { externalId: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
const FIGURES = 'year elapsed target asked customers retained rate low high onTrack toSave atRisk reachable';
const ask = async (): Promise<Map<string, Answer>> => {
  const { retentionTargets } = await data<{ retentionTargets: Answer[] }>(
    `{ retentionTargets { key shares gain noGain noLifetimeValue lifetimeValue { before after gain cost perAcquisition noPerAcquisition } benchmark { industry source }
         noPace pace { ${FIGURES} } } }`,
  );
  return new Map(retentionTargets.map((one) => [one.key, one]));
};

/** By the activities alone: who bought within half a year before the first day, and within half a year before now. */
const counted = async (recent: number, least = 1) => {
  const [row] = await app.database.query<Record<'customers' | 'retained' | 'atRisk', number>>(
    '',
    `with bought as (
       select customer_id, max(occurred_at) filter (where occurred_at <= $1) as before, max(occurred_at) as last,
              count(*) filter (where occurred_at <= $1) as orders
         from activity where kind = 'purchase' group by 1)
     select count(*)::int as customers,
            (count(*) filter (where last > $2::timestamptz - interval '180 days'))::int as retained,
            (count(*) filter (where last > $2::timestamptz - interval '180 days'
                                and last <= $2::timestamptz - interval '90 days'))::int as "atRisk"
       from bought where before > $1::timestamptz - make_interval(days => $3) and orders >= $4`,
    [new Date(FIRST_DAY), new Date(NOW), recent, least],
  );
  return row;
};

it('a target stands where the activities say: who was a customer on the first day, and who is one still', async () => {
  const told = await ask();
  const all = await counted(180);
  expect(all?.customers).toBeGreaterThan(50);
  expect(all?.atRisk).toBeGreaterThan(5);
  expect(told.get('all')?.pace).toMatchObject({ ...all, year: 1, target: 0.75, reachable: all?.atRisk });
  expect(told.get('all')).toMatchObject({ shares: [0.75, 0.75, 0.75], gain: 1200, lifetimeValue: null, noPace: null });
  // m r / (1 + i − r) at 60 % and at 63 %
  const lifetimeValue = { before: 12_000, after: 13_404, gain: 1404, cost: 30, perAcquisition: expect.closeTo(3, 9) };
  expect(told.get('active')).toMatchObject({ gain: null, lifetimeValue });
  // the stage is of those who bought twice or more within three months
  expect(told.get('active')?.pace).toMatchObject((await counted(90, 2)) ?? {});
  expect(told.get('vip')?.pace).toMatchObject((await counted(180, 3)) ?? {});
  const { elapsed, target: asks, asked } = (told.get('all') as Answer).pace as Record<string, number>;
  expect(elapsed).toBeCloseTo((NOW - FIRST_DAY) / (365 * DAY), 12);
  expect(asked).toBeCloseTo((asks as number) ** (elapsed as number), 12);
});

it('says why there is no pace, and gives no number', async () => {
  const told = await ask();
  const reasons = ['next', 'past', 'nobody', 'misspelt', 'elsewhere'].map((key) => [
    told.get(key)?.noPace,
    told.get(key)?.pace,
  ]);
  expect(reasons).toEqual([
    ['NOT_BEGUN', null],
    ['ENDED', null],
    ['NOBODY', null],
    ['NO_SEGMENT', null],
    ['NO_SEGMENT', null],
  ]);
});

it('each figure opens to the customers behind it, page by page', async () => {
  const behind = async (part: string): Promise<string[]> => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const answer: { retentionTargets: { pace: { members: Members } | null }[] } = await data(
        `query ($after: String, $part: RetentionPart!) { retentionTargets(ruleSet: "life") { pace {
           members(part: $part, first: 30, after: $after) { nodes { externalId } pageInfo { hasNextPage endCursor } } } } }`,
        { part, after },
      );
      const members: Members | undefined = answer.retentionTargets[0]?.pace?.members;
      found.push(...(members?.nodes ?? []).map(({ externalId }) => externalId));
      after = members?.pageInfo.hasNextPage ? members.pageInfo.endCursor : null;
    } while (after);
    return found;
  };
  const all = await behind('ALL');
  const [retained, lost, atRisk] = [await behind('RETAINED'), await behind('LOST'), await behind('AT_RISK')];
  const { pace } = (await ask()).get('all') as Answer;
  expect([all.length, retained.length, atRisk.length]).toEqual([pace?.customers, pace?.retained, pace?.atRisk]);
  expect([...retained, ...lost].sort()).toEqual(all.sort());
  expect(retained).toEqual(expect.arrayContaining(atRisk));
});

it('who knows customers by pseudonyms pages through them by pseudonyms', async () => {
  const scopes = ['satisfaction:read', 'rules:read', 'customers:read'] as const;
  const key = await keyFor(app, { name: 'agency', role: 'respondent', scopes });
  const page = async (after: string | null) => {
    const answer = await run<{ retentionTargets: { pace: { members: { edges: { cursor: string }[] } } | null }[] }>(
      `query ($after: String) { retentionTargets(ruleSet: "life") { pace { members(first: 5, after: $after) { edges { cursor } } } } }`,
      { after },
      { authorization: `Bearer ${key}` },
    );
    return answer.data.retentionTargets[0]?.pace?.members.edges.map(({ cursor }) => cursor) ?? [];
  };
  const [first, second] = [await page(null), await page((await page(null)).at(-1) ?? null)];
  expect(new Set([...first, ...second]).size).toBe(10);
  const known = await app.database.query<{ id: string }>('', 'select id from customer');
  const told = [...first, ...second].flatMap((cursor) => [cursor, Buffer.from(cursor, 'base64').toString()]);
  expect(known.filter(({ id }) => told.some((text) => text.includes(id)))).toEqual([]);
});

it('says why there is no figure', async () => {
  const told = await ask();
  const reasons = ['all', 'active', 'vip'].map((key) => [told.get(key)?.noGain, told.get(key)?.noLifetimeValue]);
  expect(reasons).toEqual([
    [null, 'NO_LIFETIME'],
    ['NO_YEARLY_VALUE', null],
    ['NO_ECONOMICS', 'NO_ECONOMICS'],
  ]);
  const { retention } = await data<{ retention: object[] }>(
    `{ retention(span: MONTH, from: "2025-09-01", until: "2025-11-01") { rate noRate } }`,
  );
  expect(retention).toEqual([
    { rate: null, noRate: 'NOBODY_BEFORE' },
    { rate: expect.any(Number), noRate: null },
  ]);
});

it('costs as many statements for the targets of two rule sets as for one', async () => {
  await ask();
  const recorder = recordStatements();
  await ask();
  // which versions are published, and the counts
  expect(recorder.stop()).toHaveLength(2);
});

it('asks for days that there are, and for no more periods than can be told', async () => {
  const codesOf = async (from: string, until: string, span = 'MONTH') => {
    const { errors } = await run(`{ retention(span: ${span}, from: "${from}", until: "${until}") { from } }`, {});
    return errors?.map(({ message, extensions }) => [extensions?.code, message.slice(0, 20)]);
  };
  expect(await codesOf('0000-01-01', '2026-01-01')).toMatchObject([['INVALID_INPUT', 'There is no such day']]);
  expect(await codesOf('2026-01-01', '2026-01-01')).toMatchObject([['INVALID_INPUT', 'Ask for at least one']]);
  expect(await codesOf('2000-01-01', '2010-01-02')).toMatchObject([['INVALID_INPUT', 'Ask for at least one']]);
  expect(await codesOf('2000-01-01', '2009-12-31')).toBeUndefined();
  // the day behind the last of 120 months, and of 120 quarters that begin before the day that is asked for
  expect(await codesOf('2000-01-01', '2010-01-01')).toBeUndefined();
  expect(await codesOf('2000-03-31', '2030-01-01', 'QUARTER')).toBeUndefined();
  expect(await codesOf('2000-03-31', '2030-02-01', 'QUARTER')).toMatchObject([
    ['INVALID_INPUT', 'Ask for at least one'],
  ]);
});
