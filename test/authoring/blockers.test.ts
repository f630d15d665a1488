import { beforeAll, describe, expect, it } from 'vitest';
import { rowCounts } from '../hardening/counts.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { type Author, author, segmentsOf, tiersOf } from './author.ts';

let app: TestApp;
let anna: Author;
let ben: Author;
beforeAll(async () => {
  app = await testApp({ approvals: new Map([['loyalty-tiers', { needed: 1, of: null }]]) });
  [anna, ben] = [await author(app, 'anna'), await author(app, 'ben')];
});

const save = (key: string, source: string, more: object = {}) =>
  anna.act('saveRuleSet', { kind: 'segments', title: key, key, source, ...more });
const when = (fact: string) => ({ fact, operator: 'equal', value: true });
const segment = (key: string, fact: string) => JSON.stringify({ segments: [{ key, title: key, when: when(fact) }] });

interface Blockers {
  publicationBlockers: {
    ruleSet: string | null;
    number: number | null;
    path: string[];
    code: string;
    message: string;
  }[];
}
const blockers = async (...versions: [string, number][]) =>
  (
    await anna.ask<Blockers>(
      'query ($versions: [VersionNameInput!]!) { publicationBlockers(versions: $versions) { ruleSet number path code message } }',
      { versions: versions.map(([key, number]) => ({ key, number })) },
    )
  ).publicationBlockers;

describe('the dry run of a publication', () => {
  it('lists everything that stands in the way at once, and writes nothing', async () => {
    await save('tiers', tiersOf(3), { kind: 'loyalty-tiers' });
    await save('a', segmentsOf({ a: 1 }));
    await save('a', segmentsOf({ a: 2 }), { baseVersion: 1, beside: true });
    await anna.act('discardRuleSetVersion', { key: 'a', number: 2 });
    await save('b', segmentsOf({ a: 1 }));
    await anna.act('submitRuleSetVersion', { key: 'b', number: 1 });
    const before = await rowCounts(app.app.database);
    const found = await blockers(['tiers', 1], ['a', 2], ['b', 1], ['a', 1]);
    expect(found.map(({ ruleSet, number, code }) => [ruleSet, number, code])).toEqual([
      ['tiers', 1, 'NEEDS_APPROVAL'],
      ['a', 2, 'DISCARDED'],
      ['b', 1, 'IN_REVIEW'],
      ['a', 1, 'TWICE'],
      ['b', 1, 'NAME_TAKEN'],
    ]);
    for (const { message } of found) expect(message).toMatch(/[.]$/);
    expect(await rowCounts(app.app.database)).toEqual(before);
  });

  it('says the same as the publication itself', async () => {
    const versions = [
      { key: 'tiers', number: 1 },
      { key: 'b', number: 1 },
    ];
    const dry = await blockers(['tiers', 1], ['b', 1]);
    const { issues } = await anna.act('publishRuleSets', { versions });
    expect(issues?.map(({ code, message }) => [code, message])).toEqual(
      dry.map(({ code, message }) => [code, message]),
    );
    expect(await blockers(['a', 1])).toEqual([]);
  });

  it('sees what only the rule sets together can show: what would break others, and circles', async () => {
    await save('base', segmentsOf({ base: 1 }));
    await anna.act('publishRuleSet', { key: 'base', number: 1 });
    await save('reader', segment('reader', 'segment.base'));
    await anna.act('publishRuleSet', { key: 'reader', number: 1 });
    await save('base', segmentsOf({ renamed: 1 }), { baseVersion: 1 });
    expect(await blockers(['base', 2])).toMatchObject([
      { ruleSet: null, code: 'BREAKS_OTHER', message: expect.stringContaining('"reader" would no longer fit') },
    ]);
    await save('base', segment('base', 'segment.reader'), { baseVersion: 2 });
    expect(await blockers(['base', 3])).toMatchObject([{ ruleSet: 'base', code: 'CYCLE' }]);
  });

  it('takes several rule sets that only fit together, as one act', async () => {
    await save('inner', segmentsOf({ inner: 1 }));
    await anna.act('publishRuleSet', { key: 'inner', number: 1 });
    await save('outer', segment('outer', 'segment.inner'));
    await anna.act('publishRuleSet', { key: 'outer', number: 1 });
    await save('inner', segmentsOf({ core: 1 }), { baseVersion: 1 });
    expect(await save('outer', segment('outer', 'segment.cor'), { baseVersion: 1 })).toMatchObject({
      issues: [{ code: 'UNKNOWN_FACT' }],
    });
    // a fact that a draft provides may be read already
    expect(await save('outer', segment('outer', 'segment.core'), { baseVersion: 1 })).toMatchObject({
      version: { number: 2 },
    });
    expect((await blockers(['inner', 2])).map(({ code }) => code)).toEqual(['BREAKS_OTHER']);
    expect((await blockers(['outer', 2])).map(({ code }) => code)).toEqual(['UNKNOWN_FACT']);
    const versions = [
      { key: 'inner', number: 2 },
      { key: 'outer', number: 2 },
    ];
    expect(await ben.act('publishRuleSets', { versions })).toMatchObject({
      versions: [
        { number: 2, status: 'PUBLISHED' },
        { number: 2, status: 'PUBLISHED' },
      ],
    });
    expect((await blockers(['inner', 2], ['outer', 1])).map(({ code }) => code)).toEqual([
      'ALREADY_PUBLISHED',
      'SUPERSEDED',
      'UNKNOWN_FACT',
    ]);
  });
});
