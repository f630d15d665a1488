import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { system } from '../../src/access/audit.ts';
import type { SurveyDocument } from '../../src/surveys/document.ts';
import { closeSurvey, discardDraft, publishSurvey } from '../../src/surveys/publish-survey.ts';
import { readSurveys, surveyVersion } from '../../src/surveys/published.ts';
import { saveSurvey } from '../../src/surveys/save-survey.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';
import { but, sound } from './checked.ts';

let app: TestApp;
const actor = system('tests');

beforeAll(async () => {
  app = await testApp();
});

const road = () => app.app.road;
const save = (key: string, source: SurveyDocument = sound, expectedVersion?: number) =>
  saveSurvey(road(), actor, {
    ...{ key, kind: 'csat', purpose: 'transactional', source },
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  });
const publish = (key: string, number: number, expectedVersion?: number) =>
  publishSurvey(road(), actor, { key, number, ...(expectedVersion === undefined ? {} : { expectedVersion }) });
const documentsOf = (key: string) =>
  app.app.database.query<{ number: number; status: string; title: string }>(
    '',
    `select v.number, v.status, v.document -> 'title' ->> 'en' as title
       from survey s join survey_version v on v.survey_id = s.id where s.key = $1 order by v.number`,
    [key],
  );
const titled = (en: string) => but('/title/en', en);
const titles = async () => [...(await readSurveys(app.app.database)).values()].map(({ document }) => document.title.en);

describe('a survey', () => {
  it('is a draft until it is published; each version takes the place of the one before, and never changes', async () => {
    expect(await save('life', titled('One'))).toMatchObject({ number: 1, warnings: [] });
    await save('life', titled('Two'));
    expect((await readSurveys(app.app.database)).has('life')).toBe(false);
    await publish('life', 2);
    expect((await readSurveys(app.app.database)).get('life')).toMatchObject({ version: 2, document: titled('Two') });
    await save('life', titled('Three'));
    await publish('life', 3);
    await save('life', titled('Four'));
    expect(await documentsOf('life')).toEqual([
      { number: 1, status: 'discarded', title: 'One' },
      { number: 2, status: 'superseded', title: 'Two' },
      { number: 3, status: 'published', title: 'Three' },
      { number: 4, status: 'draft', title: 'Four' },
    ]);
    // back to an old one
    await publish('life', 2);
    expect(await titles()).toContain('Two');
    await discardDraft(road(), actor, { key: 'life' });
    expect((await documentsOf('life')).map(({ status }) => status)).toEqual([
      'discarded',
      'published',
      'superseded',
      'discarded',
    ]);
  });

  it('is not overwritten unseen: who edits, publishes or closes what somebody else has edited is told', async () => {
    await expect(save('seen', sound, 1)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await documentsOf('seen')).toEqual([]);
    await save('seen', sound, 0);
    await save('seen', sound, 1);
    await expect(save('seen', sound, 1)).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      path: ['expectedVersion'],
      message: 'Somebody edited the survey "seen": it is at version 2 now, and you have seen 1. Look at what they did.',
    });
    await expect(save('seen', sound, 0)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await expect(publish('seen', 2, 1)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await publish('seen', 2, 2);
    await expect(closeSurvey(road(), actor, { key: 'seen', expectedVersion: 2 })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    await closeSurvey(road(), actor, { key: 'seen', expectedVersion: 3 });
    expect((await readSurveys(app.app.database)).has('seen')).toBe(false);
  });

  it('of many who save at once keeps every version, under a number of its own', async () => {
    const saved = await Promise.all(Array.from({ length: 8 }, (_, i) => save('race', titled(`T${i}`))));
    expect(saved.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const rows = await documentsOf('race');
    expect(rows.map(({ status }) => status)).toEqual([...Array(7).fill('discarded'), 'draft']);
    const published = await Promise.allSettled(rows.map(({ number }) => publish('race', number)));
    expect(published.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps its kind and purpose, and is refused with everything that is wrong with it', async () => {
    await save('fixed');
    const other = (change: object) =>
      saveSurvey(road(), actor, { key: 'fixed', kind: 'csat', purpose: 'transactional', source: sound, ...change });
    await expect(other({ kind: 'custom' })).rejects.toMatchObject({ code: 'KIND_FIXED', path: ['kind'] });
    await expect(other({ purpose: 'relationship' })).rejects.toMatchObject({
      code: 'PURPOSE_FIXED',
      path: ['purpose'],
    });
    await expect(other({ key: 'Not a key' })).rejects.toMatchObject({ issues: [{ code: 'BAD_KEY', path: ['key'] }] });
    const text = JSON.stringify(but('/questions/2/when/0/question', 'overal'), null, 1);
    await expect(other({ source: text })).rejects.toMatchObject({
      issues: [
        {
          path: ['source', 'questions', '2', 'when', '0', 'question'],
          code: 'UNKNOWN_QUESTION',
          message: expect.stringMatching(/did you mean "overall"\? \(line \d+, column \d+\)$/),
        },
      ],
    });
    await expect(publish('fixed', 9)).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['number'] });
    await expect(publish('none', 1)).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['key'] });
    await expect(closeSurvey(road(), actor, { key: 'fixed' })).rejects.toMatchObject({ code: 'WRONG_STATUS' });
    await save('fixed');
    await expect(publish('fixed', 1)).rejects.toMatchObject({ code: 'WRONG_STATUS' });
  });

  it('is checked again when it is published: facts may have gone', async () => {
    await save('stale');
    const gone = {
      ...sound,
      ask: {
        triggers: [{ on: 'touchpoint', touchpoint: 'x' }],
        when: { fact: 'gone', operator: 'known', value: true },
      },
    };
    await app.app.database.query(
      '',
      `update survey_version v set document = $1 from survey s where s.id = v.survey_id and s.key = 'stale'`,
      [JSON.stringify(gone)],
    );
    await expect(publish('stale', 1)).rejects.toMatchObject({
      issues: [{ path: ['number', 'ask', 'when', 'fact'], code: 'UNKNOWN_FACT' }],
    });
  });

  it('says which questions begin a new series: another measure, scale or direction; a new text or bound begins none', async () => {
    const scale = { min: 1, max: 10, higherIsBetter: true, satisfiedFrom: 9, shownAs: 'numbers' };
    await save('series');
    expect((await publish('series', 1)).newSeries).toEqual([]);
    await save('series', but('/questions/0/scale/satisfiedFrom', 5));
    expect((await publish('series', 2)).newSeries).toEqual([]);
    await save('series', {
      ...but('/questions/0/scale', scale),
      questions: but('/questions/0/scale', scale).questions,
    });
    expect((await publish('series', 3)).newSeries).toEqual([
      {
        question: 'overall',
        before: { measure: 'csat', min: 1, max: 5, higherIsBetter: true },
        after: { measure: 'csat', min: 1, max: 10, higherIsBetter: true },
      },
    ]);
  });

  it('leaves a line in the audit log for each deed, and none for what came to nothing', async () => {
    await save('audited');
    await publish('audited', 1);
    await publish('audited', 1);
    await save('audited');
    await discardDraft(road(), actor, { key: 'audited' });
    await expect(discardDraft(road(), actor, { key: 'audited' })).rejects.toMatchObject({ code: 'WRONG_STATUS' });
    await closeSurvey(road(), actor, { key: 'audited' });
    const entries = await app.app.database.query(
      '',
      `select action, before, after from audit_entry where target_type = 'survey' and target_id = 'audited' order by id`,
    );
    expect(entries).toEqual([
      {
        action: 'survey.save',
        before: { draft: null, published: null },
        after: { number: 1, kind: 'csat', purpose: 'transactional', title: 'Delivery' },
      },
      { action: 'survey.publish', before: { number: null }, after: { number: 1 } },
      {
        action: 'survey.save',
        before: { draft: null, published: 1 },
        after: { number: 2, kind: 'csat', purpose: 'transactional', title: 'Delivery' },
      },
      { action: 'survey.discard', before: { number: 2 }, after: null },
      { action: 'survey.close', before: { number: 1 }, after: null },
    ]);
  });
});

describe('what is published', () => {
  it('is read in one statement, which brings documents only when others hold than before', async () => {
    await save('read');
    await publish('read', 1);
    const first = await readSurveys(app.app.database);
    const recorder = recordStatements();
    expect(await readSurveys(app.app.database)).toBe(first);
    expect(recorder.stop()).toHaveLength(1);
    await save('read', titled('Other'));
    expect(await readSurveys(app.app.database)).toBe(first);
    await publish('read', 2);
    expect((await readSurveys(app.app.database)).get('read')?.document.title.en).toBe('Other');
  });

  it('is seen from the commit on, and not at all when nothing was committed', async () => {
    await save('seen-when');
    const before = await readSurveys(app.app.database);
    const gone = new Error('gone');
    await app.app.database
      .transact(async (sql) => {
        await sql.query('', `update survey set published = 1 where key = 'seen-when'`);
        await sql.query('', 'update engine set surveys_stamp = gen_random_uuid()');
        expect((await readSurveys(sql)).has('seen-when')).toBe(true);
        expect(await readSurveys(app.app.database)).toBe(before);
        throw gone;
      })
      .catch((error: unknown) => expect(error).toBe(gone));
    expect(await readSurveys(app.app.database)).toBe(before);
  });

  it('stays readable by its number after others took its place; what was never published is not', async () => {
    const { surveyId } = await save('older', titled('One'));
    expect(await surveyVersion(app.app.database, surveyId, 1)).toBeUndefined();
    await publish('older', 1);
    await save('older', titled('Two'));
    await publish('older', 2);
    expect(await surveyVersion(app.app.database, surveyId, 1)).toMatchObject({
      ...{ id: surveyId, key: 'older', kind: 'csat', purpose: 'transactional', version: 1, document: titled('One') },
    });
    const recorder = recordStatements();
    await surveyVersion(app.app.database, surveyId, 1);
    expect(recorder.stop()).toHaveLength(0);
    expect(await surveyVersion(app.app.database, randomUUID(), 1)).toBeUndefined();
  });

  it('of two databases in one process is never mixed up', async () => {
    const other = await testApp();
    expect((await readSurveys(other.app.database)).size).toBe(0);
    await saveSurvey(other.app.road, actor, { key: 'theirs', kind: 'csat', purpose: 'transactional', source: sound });
    await publishSurvey(other.app.road, actor, { key: 'theirs', number: 1 });
    expect([...(await readSurveys(other.app.database)).keys()]).toEqual(['theirs']);
    expect((await readSurveys(app.app.database)).has('theirs')).toBe(false);
  });
});
