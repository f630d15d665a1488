import { beforeAll, expect, it } from 'vitest';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { purchase, record } from '../graphql/write/record.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { type Author, author, type Done, segmentsOf, tiersOf } from './author.ts';

let app: TestApp;
let anna: Author;
let ben: Author;
beforeAll(async () => {
  const approvals = new Map([
    ['segments', { needed: 1, of: null }],
    ['loyalty-tiers', { needed: 2, of: ['ben', 'chen'] }],
  ]);
  app = await testApp({ approvals });
  [anna, ben] = [await author(app, 'anna'), await author(app, 'ben')];
});

const when = (fact: string) => ({ fact, operator: 'equal', value: true });
const segment = (key: string, fact: string) => JSON.stringify({ segments: [{ key, title: key, when: when(fact) }] });

it('every conflict and blocker of an author is told in English and Chinese, as the table says', async () => {
  const lines: string[] = [];
  const note = (what: string, en: readonly string[], zh: readonly string[]): void => {
    expect([what, en.length]).toEqual([what, zh.length]);
    en.forEach((text, i) => {
      lines.push(`${what}\n  ${text}\n  ${zh[i]}`);
    });
  };
  const said = ({ issues, code, message }: Done): string[] =>
    issues ? issues.map((one) => `${one.code}: ${one.message}`) : [`${code}: ${message}`];
  /** What must be refused, asked for in both languages. */
  const refused = async (what: string, verb: string, input: object, who: Author = anna) =>
    note(what, said(await who.act(verb, input)), said(await who.act(verb, input, 'zh-CN')));
  const blocked = async (what: string, ...versions: [string, number][]) => {
    const ask = async (language: string) => {
      const { publicationBlockers } = await anna.ask<{ publicationBlockers: { code: string; message: string }[] }>(
        'query ($versions: [VersionNameInput!]!) { publicationBlockers(versions: $versions) { code message } }',
        { versions: versions.map(([key, number]) => ({ key, number })) },
        language,
      );
      return publicationBlockers.map(({ code, message }) => `${code}: ${message}`);
    };
    note(what, await ask('en'), await ask('zh'));
  };
  const save = (key: string, source: string, more: object = {}) =>
    anna.act('saveRuleSet', { kind: 'segments', title: key, key, source, ...more });
  const on = (key: string, number: number, more: object = {}) => ({ key, number, ...more });
  const publish = async (key: string, number: number, more: object = {}) => {
    await anna.act('submitRuleSetVersion', on(key, number));
    await ben.act('reviewRuleSetVersion', on(key, number, { verdict: 'APPROVE' }));
    return anna.act('publishRuleSet', on(key, number, more));
  };

  const sound = { kind: 'segments', title: 'T', source: segmentsOf({ a: 1 }) };
  await refused('saving under a bad name', 'saveRuleSet', { ...sound, key: 'Bad Key', kind: 'none', title: '' });
  await refused('saving with a long remark', 'saveRuleSet', { ...sound, key: 'a', comment: 'x'.repeat(1001) });
  await save('a', segmentsOf({ a: 1 }));
  await refused('saving as another kind', 'saveRuleSet', {
    ...sound,
    key: 'a',
    kind: 'loyalty-tiers',
    source: tiersOf(1),
  });
  await refused('editing what is not there', 'saveRuleSet', { ...sound, key: 'a', baseVersion: 9 });
  await refused('naming what is not there', 'submitRuleSetVersion', on('a', 9));
  await blocked('a draft that needs an approval', ['a', 1]);
  await anna.act('submitRuleSetVersion', on('a', 1));
  await refused('submitting twice', 'submitRuleSetVersion', on('a', 1));
  await refused('approving one’s own work', 'reviewRuleSetVersion', on('a', 1, { verdict: 'APPROVE' }));
  await refused(
    'asking for changes without a word',
    'reviewRuleSetVersion',
    on('a', 1, { verdict: 'REQUEST_CHANGES' }),
    ben,
  );
  await ben.act('reviewRuleSetVersion', on('a', 1, { verdict: 'REQUEST_CHANGES', comment: 'more' }));
  await blocked('a version that changes were requested to', ['a', 1]);
  await publish('a', 1);
  await blocked('what is published', ['a', 1]);
  await refused('discarding what is published', 'discardRuleSetVersion', on('a', 1));
  await refused('approving what is published', 'reviewRuleSetVersion', on('a', 1, { verdict: 'APPROVE' }), ben);
  await refused(
    'sending back what is published',
    'reviewRuleSetVersion',
    on('a', 1, { verdict: 'REQUEST_CHANGES', comment: '-' }),
    ben,
  );
  await refused('taking back what is not scheduled', 'unscheduleRuleSetVersion', on('a', 1));
  await refused('editing what somebody else edited', 'saveRuleSet', { ...sound, key: 'a', baseVersion: 0 });

  await save('t', tiersOf(3), { kind: 'loyalty-tiers' });
  await anna.act('submitRuleSetVersion', on('t', 1));
  const dora = await author(app, 'dora');
  await refused('approving without being named', 'reviewRuleSetVersion', on('t', 1, { verdict: 'APPROVE' }), dora);
  await ben.act('reviewRuleSetVersion', on('t', 1, { verdict: 'APPROVE' }));
  await blocked('one approval of two', ['t', 1]);

  await save('b', segmentsOf({ a: 1, b: 2 }));
  await blocked('a name that is taken, twice in one publication', ['b', 1], ['b', 1]);
  await refused('publishing nothing', 'publishRuleSets', { versions: [] });
  await save('c', segment('c', 'segment.a'));
  await publish('c', 1);
  await save('a', segment('a', 'segment.c'), { baseVersion: 1 });
  await blocked('a circle', ['a', 2]);
  await save('a', segmentsOf({ z: 1 }), { baseVersion: 2 });
  await blocked('what would break another', ['a', 3]);
  await blocked('a version that was edited', ['a', 2]);
  await save('a', segmentsOf({ a: 2 }), { baseVersion: 3 });
  await save('a', segmentsOf({ a: 3 }), { baseVersion: 4, beside: true });
  await publish('a', 4);
  await blocked('ground that has moved, and what held before', ['a', 5], ['a', 1]);
  await refused('going back to what never held', 'revertRuleSet', on('a', 5));
  await refused('scheduling in the past', 'scheduleRuleSets', { versions: [on('a', 5)], at: '2020-01-01T00:00:00Z' });

  const nonsense = { percent: 101, until: '2030-01-01T00:00:00Z', guards: Array(21).fill({ when: 'LEFT', most: -1 }) };
  await refused('a rollout that makes no sense', 'publishRuleSet', on('b', 1, { rollout: nonsense }));
  await refused('a rollout for nobody in particular', 'publishRuleSet', on('b', 1, { rollout: {} }));
  await save('r', segmentsOf({ r: 1 }));
  const impossible = { segment: 'x', upgradesOnly: true, guards: [{ when: 'ENTERED', key: 'nobody', most: 1 }] };
  await refused('a rollout that cannot be', 'publishRuleSet', on('r', 1, { rollout: impossible }));
  await publish('r', 1);
  await save('r', segmentsOf({ r: 2 }), { baseVersion: 1 });
  await publish('r', 2, { rollout: { percent: 50 } });
  await save('r', segmentsOf({ r: 3 }), { baseVersion: 2 });
  await blocked('a rollout that runs', ['r', 3]);

  const preview = async (key: string, number: number, settle = true) => {
    const { previewRuleSet } = await anna.ask<{ previewRuleSet: { preview: { id: string } } }>(
      `mutation ($input: PreviewRuleSetInput!) { previewRuleSet(input: $input) {
         ... on PreviewRuleSetSuccess { preview { id } } } }`,
      { input: { drafts: [{ key, number }] } },
    );
    const { id } = previewRuleSet.preview;
    if (!settle) return { id, hash: '' };
    while (await runNextJob(app.app.database, app.app.jobs));
    return (
      await anna.ask<{ preview: { id: string; hash: string } }>('query ($id: ID!) { preview(id: $id) { id hash } }', {
        id,
      })
    ).preview;
  };
  await save('p', segmentsOf({ p: 1 }));
  await save('q', segmentsOf({ q: 1 }));
  for (const key of ['p', 'q']) {
    await anna.act('submitRuleSetVersion', on(key, 1));
    await ben.act('reviewRuleSetVersion', on(key, 1, { verdict: 'APPROVE' }));
  }
  const publishing = (proof: object) => on('p', 1, { preview: proof });
  await refused('a preview that is not there', 'publishRuleSet', publishing({ id: 'none', hash: '' }));
  await refused('a preview that is not finished', 'publishRuleSet', publishing(await preview('p', 1, false)));
  const seen = await preview('p', 1);
  await refused('a share that is none', 'publishRuleSet', publishing({ ...seen, mostMoved: 2 }));
  await refused('a preview that was not seen', 'publishRuleSet', publishing({ ...seen, hash: 'other' }));
  await refused('a preview of something else', 'publishRuleSet', publishing(await preview('q', 1)));
  await refused('previewing nothing', 'previewRuleSet', {});
  const muddle = [on('p', 1, { source: 'x' }), on('p', 1), ...Array.from({ length: 49 }, (_, i) => on(`s${i}`, 1))];
  await refused('previewing in a muddle', 'previewRuleSet', { drafts: muddle });
  await refused('previewing what is not there', 'previewRuleSet', { drafts: [on('p', 9)] });
  await refused('previewing of no kind', 'previewRuleSet', { drafts: [{ key: 'new', source: '{}' }] });
  await refused('previewing what would break another', 'previewRuleSet', { drafts: [on('a', 3)] });
  await refused('previewing mistakes', 'previewRuleSet', { drafts: [{ key: 'p', source: '{}' }] });
  await record(app, [purchase('new', 'k')]);
  await refused('customers who moved since the preview', 'publishRuleSet', publishing(seen));
  await anna.act('publishRuleSet', on('q', 1));
  await refused('a preview on other ground', 'publishRuleSet', publishing(seen));

  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./said.txt');
});
