import { beforeEach, describe, expect, it } from 'vitest';
import { publishDue } from '../../src/authoring/publish-due.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { createLog } from '../../src/log.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { type Author, author, segmentsOf, tiersOf } from './author.ts';

let app: TestApp;
let anna: Author;
let ben: Author;
beforeEach(async () => {
  app = await testApp();
  [anna, ben] = [await author(app, 'anna'), await author(app, 'ben')];
});

const HOUR = 3_600_000;
const at = () => new Date(Date.now() + HOUR).toISOString();
const due = (now = Date.now() + 2 * HOUR) => publishDue(app.app.authoring, createLog('silent'), now);
const save = (key: string, source: string, more: object = {}) =>
  anna.act('saveRuleSet', { kind: 'segments', title: key, key, source, ...more });
const version = async (key: string, number: number) => {
  const { ruleSet } = await anna.ask<{
    ruleSet: {
      versions: {
        nodes: {
          number: number;
          status: string;
          publishAt: string;
          suspended: { code: string; message: string } | null;
        }[];
      };
    };
  }>(
    'query ($key: String!) { ruleSet(key: $key) { versions { nodes { number status publishAt suspended { code message } } } } }',
    {
      key,
    },
  );
  return ruleSet.versions.nodes.find((one) => one.number === number);
};
const told = async (who: Author) => {
  await drainSequencer(app.app.database);
  const { changes } = await who.ask<{ changes: { nodes: object[] } }>(
    `{ changes(types: [RULE_SET_SUSPENDED]) { nodes { customerId cause { by }
       ... on ScheduleSuspended { reason versionNumberSuspended } } } }`,
  );
  return changes.nodes;
};

describe('a schedule', () => {
  it('publishes its versions together when its instant comes, and not before', async () => {
    await save('one', segmentsOf({ one: 1 }));
    await save('two', segmentsOf({ two: 1 }));
    const versions = [
      { key: 'one', number: 1 },
      { key: 'two', number: 1 },
    ];
    expect(await anna.act('scheduleRuleSets', { versions, at: at() })).toMatchObject({
      versions: [{ status: 'SCHEDULED' }, { status: 'SCHEDULED' }],
    });
    expect(await due(Date.now())).toBe(0);
    // several processes look at the same time
    expect((await Promise.all([due(), due(), due()])).reduce((sum, count) => sum + count)).toBe(1);
    expect([await version('one', 1), await version('two', 1)]).toMatchObject([
      { status: 'PUBLISHED', publishAt: null },
      { status: 'PUBLISHED', publishAt: null },
    ]);
    const [{ count = 0 } = {}] = await app.app.database.query<{ count: number }>(
      '',
      `select count(distinct generation)::int as count from rule_set_version where status = 'published'`,
    );
    expect(count).toBe(1);
  });

  it('is refused in the past, too far ahead, and when something stands in the way', async () => {
    await save('one', segmentsOf({ one: 1 }));
    const versions = [{ key: 'one', number: 1 }];
    for (const wrong of ['2020-01-01T00:00:00Z', '2400-01-01T00:00:00Z'])
      expect(await anna.act('scheduleRuleSets', { versions, at: wrong })).toMatchObject({
        issues: [{ code: 'OUT_OF_RANGE', path: ['at'] }],
      });
    await anna.act('submitRuleSetVersion', versions[0] as object);
    expect(await anna.act('scheduleRuleSets', { versions, at: at() })).toMatchObject({
      issues: [{ code: 'IN_REVIEW', path: ['versions', '0'] }],
    });
  });

  it('can be taken back, with all that belongs to it', async () => {
    await save('one', segmentsOf({ one: 1 }));
    await save('two', segmentsOf({ two: 1 }));
    const versions = ['one', 'two'].map((key) => ({ key, number: 1 }));
    await anna.act('scheduleRuleSets', { versions, at: at() });
    expect(await ben.act('unscheduleRuleSetVersion', { key: 'two', number: 1 })).toMatchObject({
      version: { status: 'DRAFT' },
    });
    expect(await version('one', 1)).toMatchObject({ status: 'DRAFT', publishAt: null });
    expect(await due()).toBe(0);
    expect(await ben.act('unscheduleRuleSetVersion', { key: 'two', number: 1 })).toMatchObject({
      code: 'WRONG_STATUS',
    });
  });

  it('is suspended when its ground moves, and who made it is told, and nobody else', async () => {
    await save('one', segmentsOf({ one: 1 }));
    await anna.act('publishRuleSet', { key: 'one', number: 1 });
    await save('one', segmentsOf({ one: 2 }), { baseVersion: 1 });
    await anna.act('scheduleRuleSets', { versions: [{ key: 'one', number: 2 }], at: at() });
    await save('one', segmentsOf({ one: 3 }), { baseVersion: 1, beside: true });
    expect(await ben.act('publishRuleSet', { key: 'one', number: 3 })).toMatchObject({ job: {} });
    expect(await version('one', 2)).toMatchObject({
      status: 'SCHEDULED',
      suspended: { code: 'GROUND_MOVED', message: 'Another version was published in the meantime.' },
    });
    expect(await told(anna)).toEqual([
      { customerId: null, cause: { by: 'PUBLISH' }, reason: 'GROUND_MOVED', versionNumberSuspended: '2' },
    ]);
    expect(await told(ben)).toEqual([]);
    expect(await due()).toBe(0);
    expect((await version('one', 3))?.status).toBe('PUBLISHED');
  });

  it('does not publish a part: when one of its versions goes, the others are suspended', async () => {
    await save('one', segmentsOf({ one: 1 }));
    await save('tiers', tiersOf(3), { kind: 'loyalty-tiers' });
    const versions = ['one', 'tiers'].map((key) => ({ key, number: 1 }));
    await anna.act('scheduleRuleSets', { versions, at: at() });
    await ben.act('discardRuleSetVersion', { key: 'one', number: 1 });
    expect((await version('tiers', 1))?.suspended).toMatchObject({
      code: 'PART_MISSING',
      message: expect.stringMatching(/^Version 1 of "one"/),
    });
    expect(await due()).toBe(0);
    // a schedule can be made anew
    await anna.act('scheduleRuleSets', { versions: [versions[1]], at: at() });
    expect(await due()).toBe(1);
  });

  it('is suspended when something came to stand in the way until then', async () => {
    await save('one', segmentsOf({ shared: 1 }));
    await anna.act('scheduleRuleSets', { versions: [{ key: 'one', number: 1 }], at: at() });
    await save('other', segmentsOf({ shared: 1 }));
    await ben.act('publishRuleSet', { key: 'other', number: 1 });
    expect(await due()).toBe(0);
    expect((await version('one', 1))?.suspended).toMatchObject({
      code: 'NAME_TAKEN',
      message: expect.stringContaining('"segment.shared" is already provided'),
    });
    expect(await told(anna)).toMatchObject([{ reason: 'NAME_TAKEN' }]);
  });
});
