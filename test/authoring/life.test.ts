import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';
import { type Author, author, segmentsOf, tiersOf } from './author.ts';

let app: TestApp;
let anna: Author;
let ben: Author;
let chen: Author;
beforeAll(async () => {
  const approvals = new Map([
    ['segments', { needed: 2, of: null }],
    ['loyalty-tiers', { needed: 1, of: ['chen'] }],
  ]);
  app = await testApp({ approvals });
  [anna, ben, chen] = [await author(app, 'anna'), await author(app, 'ben'), await author(app, 'chen')];
});

const save = (who: Author, key: string, source: string, input: object = {}) =>
  who.act('saveRuleSet', { kind: 'segments', title: key, key, source, ...input });
const on = (key: string, number: number, more: object = {}) => ({ key, number, ...more });
const approve = (who: Author, key: string, number: number) =>
  who.act('reviewRuleSetVersion', on(key, number, { verdict: 'APPROVE' }));
const approved = async (key: string, number: number) => {
  await anna.act('submitRuleSetVersion', on(key, number));
  await approve(ben, key, number);
  await approve(chen, key, number);
};

interface Shown {
  ruleSet: {
    published: { number: number } | null;
    versions: {
      nodes: {
        number: number;
        status: string;
        approvedBy: string[];
        history: { nodes: { action: string; by: string; comment: string | null }[] };
      }[];
    };
  };
}
const shown = async (key: string) =>
  (
    await anna.ask<Shown>(
      `query ($key: String!) { ruleSet(key: $key) { published { number } versions { nodes {
         number status approvedBy history { nodes { action by comment } } } } } }`,
      { key },
    )
  ).ruleSet;
const statuses = async (key: string) =>
  (await shown(key)).versions.nodes.map(({ number, status }) => `${number} ${status}`);

describe('a version', () => {
  it('goes from draft over review to published, with a history of who did what and said what', async () => {
    await save(anna, 'path', segmentsOf({ path: 1 }), { comment: 'first try' });
    expect(await anna.act('submitRuleSetVersion', on('path', 1, { comment: 'please' }))).toMatchObject({
      version: { number: 1, status: 'IN_REVIEW', approvedBy: [] },
    });
    expect(await approve(ben, 'path', 1)).toMatchObject({ version: { status: 'IN_REVIEW', approvedBy: ['ben'] } });
    await anna.act('commentOnRuleSetVersion', on('path', 1, { comment: 'one more' }));
    expect(await approve(chen, 'path', 1)).toMatchObject({
      version: { status: 'APPROVED', approvedBy: ['ben', 'chen'] },
    });
    expect(await anna.act('publishRuleSet', on('path', 1, { comment: 'now' }))).toMatchObject({ job: {} });
    const { published, versions } = await shown('path');
    expect(published).toEqual({ number: 1 });
    expect(versions.nodes[0]?.history.nodes.map(({ action, by, comment }) => [action, by, comment])).toEqual([
      ['SAVE', 'anna', 'first try'],
      ['SUBMIT', 'anna', 'please'],
      ['APPROVE', 'ben', null],
      ['COMMENT', 'anna', 'one more'],
      ['APPROVE', 'chen', null],
      ['PUBLISH', 'anna', 'now'],
    ]);
  });

  it('is approved by others than those who wrote it, counted as persons, and by those who are named for its kind', async () => {
    await save(anna, 'own', segmentsOf({ own: 1 }));
    await save(ben, 'own', segmentsOf({ own: 2 }), { baseVersion: 1 });
    await ben.act('submitRuleSetVersion', on('own', 2));
    expect(await approve(ben, 'own', 2)).toMatchObject({ code: 'OWN_WORK' });
    expect(await approve(anna, 'own', 2)).toMatchObject({ code: 'OWN_WORK' }); // ben edited what she wrote
    await approve(chen, 'own', 2);
    expect(await approve(chen, 'own', 2)).toMatchObject({ version: { status: 'IN_REVIEW', approvedBy: ['chen'] } });
    await save(anna, 'tiers', tiersOf(3), { kind: 'loyalty-tiers' });
    await anna.act('submitRuleSetVersion', on('tiers', 1));
    expect(await approve(ben, 'tiers', 1)).toMatchObject({
      code: 'NOT_A_REVIEWER',
      message: 'Rule sets of kind loyalty-tiers are approved by chen.',
    });
    expect(await approve(chen, 'tiers', 1)).toMatchObject({ version: { status: 'APPROVED' } });
  });

  it('loses its approvals when changes are requested, and when it is edited', async () => {
    await save(anna, 'void', segmentsOf({ void: 1 }));
    await approved('void', 1);
    expect(await ben.act('reviewRuleSetVersion', on('void', 1, { verdict: 'REQUEST_CHANGES' }))).toMatchObject({
      issues: [{ code: 'REQUIRED', path: ['comment'] }],
    });
    const asked = { verdict: 'REQUEST_CHANGES', comment: 'two orders at least' };
    expect(await ben.act('reviewRuleSetVersion', on('void', 1, asked))).toMatchObject({
      version: { status: 'CHANGES_REQUESTED', approvedBy: [] },
    });
    await approved('void', 1);
    expect(await save(anna, 'void', segmentsOf({ void: 2 }), { baseVersion: 1 })).toMatchObject({
      version: { number: 2, status: 'DRAFT', approvedBy: [] },
    });
    expect(await statuses('void')).toEqual(['2 DRAFT', '1 DISCARDED']);
    expect(await anna.act('submitRuleSetVersion', on('void', 1))).toMatchObject({
      code: 'WRONG_STATUS',
      message: 'Version 1 of "void" is discarded, so it cannot be submitted for review.',
    });
  });

  it('is not overwritten unseen: the other’s version is shown, and may stay beside it', async () => {
    await save(anna, 'both', segmentsOf({ both: 1 }));
    await approved('both', 1);
    await anna.act('publishRuleSet', on('both', 1));
    await save(ben, 'both', segmentsOf({ both: 2 }), { baseVersion: 1 });
    const mine = segmentsOf({ both: 3 });
    expect(await save(anna, 'both', mine, { baseVersion: 1 })).toMatchObject({
      __typename: 'VersionConflictError',
      code: 'VERSION_CONFLICT',
      theirs: { number: 2, source: segmentsOf({ both: 2 }) },
    });
    expect(await save(anna, 'both', mine, { baseVersion: 1, beside: true })).toMatchObject({ version: { number: 3 } });
    expect(await statuses('both')).toEqual(['3 DRAFT', '2 DRAFT', '1 PUBLISHED']);
    expect(await save(anna, 'both', mine, { baseVersion: 9 })).toMatchObject({ issues: [{ code: 'UNKNOWN_VERSION' }] });
  });

  it('is given up only while it may still be published', async () => {
    await save(anna, 'gone', segmentsOf({ gone: 1 }));
    expect(await ben.act('discardRuleSetVersion', on('gone', 1))).toMatchObject({ version: { status: 'DISCARDED' } });
    expect(await ben.act('discardRuleSetVersion', on('gone', 1))).toMatchObject({ code: 'WRONG_STATUS' });
    expect(await ben.act('discardRuleSetVersion', on('gone', 7))).toMatchObject({ code: 'NOT_FOUND' });
    const analyst = await author(app, 'dora', { role: 'analyst' });
    await expect(analyst.act('discardRuleSetVersion', on('gone', 1))).rejects.toThrow('FORBIDDEN');
  });
});

describe('going back', () => {
  it('publishes old content as a new version in one call, without new approvals', async () => {
    await save(anna, 'back', segmentsOf({ back: 1 }));
    await approved('back', 1);
    await anna.act('publishRuleSet', on('back', 1));
    await save(anna, 'back', segmentsOf({ back: 5 }), { baseVersion: 1 });
    await approved('back', 2);
    await anna.act('publishRuleSet', on('back', 2));
    await save(anna, 'back', segmentsOf({ back: 9 }), { baseVersion: 2 });
    expect(await anna.act('revertRuleSet', on('back', 1, { comment: 'too strict' }))).toMatchObject({
      version: { number: 4, status: 'PUBLISHED' },
    });
    expect(await statuses('back')).toEqual(['4 PUBLISHED', '3 DRAFT', '2 SUPERSEDED', '1 SUPERSEDED']);
    expect(await anna.act('revertRuleSet', on('back', 3))).toMatchObject({ code: 'WRONG_STATUS' });
    // what was begun on top of what is gone has lost its ground
    await approved('back', 3);
    expect(await anna.act('publishRuleSet', on('back', 3))).toMatchObject({ issues: [{ code: 'GROUND_MOVED' }] });
    await save(anna, 'back', segmentsOf({ back: 9 }), { baseVersion: 4 });
    await approved('back', 5);
    expect(await anna.act('publishRuleSet', on('back', 5))).toMatchObject({ job: {} });
  });
});
