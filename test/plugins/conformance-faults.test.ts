import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDeclared } from '../../src/conformance/check-declared.ts';
import { Findings } from '../../src/conformance/finding.ts';
import { CONTRACT, defineThread, type Kind, needs, type Plugin } from '../../src/contract/index.ts';
import visits from '../fixtures/visits/index.ts';
import { folderWith, kindWith, two } from './faults.ts';

const [kind] = visits.kinds as [Kind<never>];
function said(plugin: Plugin, options: { folder?: string; documents?: Record<string, unknown[]> } = {}): string[] {
  const findings = new Findings();
  checkDeclared(plugin, options, findings);
  return findings.list.map(({ message }) => message);
}

it('finds nothing in a plugin that keeps everything', () => {
  expect(said(visits, { documents: two })).toEqual([]);
});

let counter = 0;
const badge = { key: 'explorer', rule: 0 };
const when = { all: [{ fact: 'storeVisits', operator: 'greaterThan', value: 1 }] };

describe('the conformance kit finds', () => {
  it.each<[string, Plugin, string]>([
    ['another name', { ...visits, name: 'Visits' }, '"Visits" is no name: write lower-case words with hyphens.'],
    [
      'another contract',
      { ...visits, contract: '2.0' },
      `The plugin visits does not fit: it was written for contract 2.0, and this Retinue has ${CONTRACT}; it needs a newer Retinue.`,
    ],
    [
      'what start-up refuses',
      { ...visits, metrics: [], personal: { tables: [] } },
      'It is refused: plugin visits must say in "personal" what becomes of visits_badge when a person is erased',
    ],
    [
      'a metric in English only',
      { ...visits, metrics: (visits.metrics ?? []).map(({ translations: _, ...metric }) => metric) },
      'The metric storeVisits has no title in Chinese.',
    ],
    ['a kind in English only', kindWith({ translations: {} }), 'visit-badges does not say "Visit badges" in Chinese.'],
    [
      'an example that is refused',
      kindWith({
        example: { badges: [{ key: 'a', when: { all: [{ fact: 'nope', operator: 'equal', value: 1 }] } }] } as never,
      }),
      'An example of visit-badges is refused at "/badges/0/when/all/0/fact": ',
    ],
    [
      'a rule that points elsewhere',
      kindWith({ rules: () => [{ name: 'a', pointer: '/badges/7', when }] }),
      'Rule "a" of visit-badges points to "/badges/7", where its conditions are not.',
    ],
    [
      'rules that follow from chance',
      kindWith({ rules: (d) => kind.rules(d).map((r) => ({ ...r, name: `${Math.random()}` })) }),
      '"rules" of visit-badges asks chance (Math.random); what is pure follows from its inputs alone.',
    ],
    [
      'outcomes that ask the clock',
      kindWith({ outcomes: (d) => (Date.now() > 0 ? kind.outcomes(d) : []) }),
      '"outcomes" of visit-badges asks the clock (Date.now); what is pure follows from its inputs alone.',
    ],
    [
      'a decision that asks the clock',
      kindWith({ decide: () => (new Date().getFullYear() > 0 ? [badge] : []) }),
      '"decide" of visit-badges asks the clock (new Date()); what is pure follows from its inputs alone.',
    ],
    [
      'a decision that remembers',
      kindWith({ decide: () => (counter++ % 2 ? [badge] : []) }),
      '"decide" of visit-badges answers differently when it is asked again.',
    ],
    [
      'a decision that changes what held',
      kindWith({
        decide: ({ before }) => {
          (before as unknown[]).push(badge);
          return [badge];
        },
      }),
      '"decide" of visit-badges changes its input: Cannot add property 0, object is not extensible.',
    ],
    [
      'a decision that changes what holds',
      kindWith({
        decide: ({ holds }) => {
          holds.fill(0);
          return [];
        },
      }),
      '"decide" of visit-badges changes its input: holds.',
    ],
    [
      'an outcome that nobody declared',
      kindWith({ decide: () => [{ key: 'other', rule: 0 }] }),
      '"decide" of visit-badges gives "other", which "outcomes" does not declare.',
    ],
    [
      'an outcome of no rule',
      kindWith({ decide: () => [{ key: 'explorer', rule: 9 }] }),
      '"decide" of visit-badges names rule 9, which there is not.',
    ],
    [
      'an outcome twice',
      kindWith({ decide: () => [badge, badge] }),
      '"decide" of visit-badges gives an outcome twice.',
    ],
    [
      'what moves with nothing changed',
      kindWith({ decide: ({ before }) => (before.length > 0 ? [] : [badge]) }),
      '"decide" of visit-badges moves a customer again when nothing has changed.',
    ],
    [
      'a state in what has none',
      kindWith({ stateless: true }),
      'visit-badges says that it is stateless, and looks at what held before.',
    ],
    [
      'a rule that speaks for others',
      kindWith({ byRule: true, decide: () => [] }),
      'visit-badges says that each rule speaks for itself, and "decide" gives something else than the rules that hold.',
    ],
    [
      'telling of what holds on',
      kindWith({
        byRule: true,
        changes: (before) => before.map(({ key }) => ({ type: 'badge.given', key, from: null, to: key })),
      }),
      'visit-badges says that each rule speaks for itself, and "changes" looks at what holds on.',
    ],
    [
      'an instant that is on no agenda',
      kindWith({ decide: ({ now }) => (now > Date.UTC(2026, 5, 1) ? [badge] : []) }),
      '"decide" of visit-badges says something else as time passes, and nothing puts that instant on the agenda; test a fact that follows from time.',
    ],
    [
      'a change that nobody declared',
      kindWith({ changes: () => [{ type: 'badge.lost', key: 'a', from: null, to: null }] }),
      '"changes" of visit-badges tells of "badge.lost", which the plugin does not declare.',
    ],
    [
      'a change where nothing differs',
      kindWith({ changes: () => [{ type: 'badge.given', key: 'a', from: null, to: null }] }),
      '"changes" of visit-badges tells of a change where nothing differs.',
    ],
    [
      'a change that says nothing of itself',
      {
        ...visits,
        changes: [
          {
            type: 'badge.given',
            name: 'BadgeGiven',
            description: '',
            fields: { key: { name: 'badgeKey', description: '' } },
          },
        ],
      },
      '"key" of the change "badge.given" has no description.',
    ],
    [
      'a fact that two rule sets provide',
      kindWith({ provides: () => [{ name: 'badges', title: 'B', type: 'number', value: () => 1 }] }),
      'Two rule sets of visit-badges provide the same fact "badges"; put the key of the rule set into it.',
    ],
    [
      'a fact of another type',
      kindWith({ provides: (_, key) => [{ name: `badges.${key}`, title: 'B', type: 'number', value: () => 'one' }] }),
      '"badges.one" of visit-badges is declared number and gives "one".',
    ],
    [
      'words for other rules',
      kindWith({ words: () => [] }),
      '"words" of visit-badges has 0 entries for 1 rules; one for each is needed.',
    ],
    [
      'a field without scope',
      {
        ...visits,
        graphql: (b) =>
          b.queryField('open', (t) => t.int({ description: 'O.', extensions: { guard: undefined }, resolve: () => 1 })),
      },
      'Query.open says nothing of who may select it: give it or its type needs(…).',
    ],
    [
      'a field without description',
      {
        ...visits,
        graphql: (b) => b.queryField('open', (t) => t.int({ extensions: needs('rules:read'), resolve: () => 1 })),
      },
      'Query.open has no description.',
    ],
    [
      'a classifier that follows its mood',
      {
        ...visits,
        classifiers: [
          { key: 'moody', languages: ['en'], classify: () => ({ label: 'positive', why: [`${Math.random()}`] }) },
        ],
      },
      '"classify" of moody answers differently when it is asked again.',
    ],
    [
      'a thread in order of arrival',
      {
        ...visits,
        activities: (visits.activities ?? []).map((one) => ({ ...one, thread: { type: 'stay', by: 'store' } })),
        threads: [
          defineThread<{ store: unknown }>({
            key: 'stay',
            title: 'Stay',
            fields: {},
            apply: (_, { payload }) => ({ store: payload.store }),
            view: ({ store }) => ({ store: String(store) }),
          }),
        ],
      },
      'The thread stay depends on the order in which activities arrive; decide by occurredAt, then seq.',
    ],
  ])('%s', (_what, plugin, sentence) => {
    expect(said(plugin)).toContainEqual(expect.stringContaining(sentence));
  });

  it('outcomes in one order now and in the other then', () => {
    const decide: Kind<never>['decide'] = ({ holds, before }) =>
      [0, 1]
        .flatMap((rule) => (holds[rule] ? [{ key: `over-${[2, 5][rule]}`, rule }] : []))
        .sort(() => (before.length > 0 ? -1 : 1));
    expect(said(kindWith({ decide }), { documents: two })).toContain(
      '"decide" of visit-badges gives "over-5" and "over-2" now in one order and now in the other.',
    );
  });

  it('what its sources import past the doors', () => {
    const folder = folderWith('visits', {
      'index.ts': `import { settle } from '#pipeline/settle';\nimport '../other/index.ts';\nimport left from 'left-pad';\n// import 'this'`,
      'migrations/Migration1.ts': `import { p } from '@mikro-orm/core';\nimport { Row } from '../row.ts';`,
      'test/visits.test.ts': `import '../../anything.ts';`,
    });
    writeFileSync(path.join(folder, 'row.ts'), `import type { Kind } from '#contract';`);
    expect(said(visits, { folder })).toEqual([
      'index.ts imports "#pipeline/settle", which is no door: there are contract and entities.',
      'index.ts imports "../other/index.ts", which lies outside its folder.',
      'index.ts imports "left-pad", and no package.json depends on left-pad.',
      'migrations/Migration1.ts imports "../row.ts", and a migration imports nothing that may change later.',
    ]);
  });
});
