import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { type Author, author } from '../authoring/author.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { hasInvoices, INVOICES, MAPPING, SNAPSHOT } from '../support/online-retail.ts';

/** Loyalty tiers by spend and orders of a year; `gold` is what gold takes, in pence. */
const tiers = (gold: number, silver = 3): string =>
  JSON.stringify(
    {
      tiers: [
        {
          key: 'silver',
          title: 'Silver',
          rank: 1,
          when: { fact: 'ordersLast365Days', operator: 'greaterThanInclusive', value: silver },
        },
        {
          key: 'gold',
          title: 'Gold',
          rank: 2,
          when: {
            all: [
              { fact: 'spendLast365Days', operator: 'greaterThanInclusive', value: gold },
              { fact: 'ordersLast365Days', operator: 'greaterThanInclusive', value: 4 },
            ],
          },
        },
      ],
    },
    null,
    2,
  );

interface Mover {
  readonly customer: { readonly externalId: string };
  readonly from: string | null;
  readonly to: string | null;
}

const told = (movers: readonly Mover[]): string[] =>
  movers.map(({ customer, from, to }) => `${customer.externalId}: ${from} → ${to}`).sort();
const reversed = (movers: readonly Mover[]): string[] =>
  told(movers.map(({ customer, from, to }) => ({ customer, from: to, to: from })));

/** Imports the shop's invoices in a process of its own, as the command line does. */
async function importInvoices(url: string): Promise<void> {
  const mapping = path.join(mkdtempSync(path.join(os.tmpdir(), 'retail-')), 'mapping.json');
  writeFileSync(mapping, JSON.stringify(MAPPING));
  const child = spawn(process.execPath, ['test/support/import-retail.ts', url, INVOICES, mapping, String(SNAPSHOT)]);
  let failed = '';
  child.stderr.on('data', (data) => (failed += data));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(failed);
}

it.skipIf(!hasInvoices)(
  'a marketer drafts with mistakes, mends them, previews, publishes what was seen, sees why, and goes back',
  { timeout: 180_000 },
  async () => {
    const url = await testDatabase();
    const app = await testApp({ url, currency: 'GBP', clock: () => SNAPSHOT });
    const { database, jobs } = app.app;
    const work = async (): Promise<void> => {
      while (await runNextJob(database, jobs));
      await drainSequencer(database);
    };
    await importInvoices(url);
    const marketer = await author(app, 'mira');
    const save = (source: string, baseVersion: number) =>
      marketer.act('saveRuleSet', { key: 'loyalty', kind: 'loyalty-tiers', title: 'Loyalty', source, baseVersion });
    await save(tiers(200_000), 0);
    await marketer.act('publishRuleSet', { key: 'loyalty', number: 1 });
    await work();

    // three mistakes: a name, an operator, a rank that is taken
    const wrong = tiers(100_000)
      .replace('spendLast365Days', 'spendLast356Days')
      .replace('greaterThanInclusive', 'atLeast')
      .replace('"rank": 2', '"rank": 1');
    const refused = await save(wrong, 1);
    expect(refused.issues?.map(({ path: place, code }) => [place.slice(1).join('/'), code])).toEqual([
      ['tiers/1/rank', 'RANK_TAKEN'],
      ['tiers/0/when/operator', 'UNKNOWN_OPERATOR'],
      ['tiers/1/when/all/0/fact', 'UNKNOWN_FACT'],
    ]);
    expect(refused.message).toContain('spendLast365Days');
    expect((await save(tiers(100_000), 1)).version).toMatchObject({ number: 2, status: 'DRAFT' });

    const preview = await previewOf(marketer, 2, work);
    const [all] = await database.query<{ count: number }>('', 'select count(*)::int as count from customer');
    expect(preview.customers).toBe(all?.count);
    expect(preview.customers).toBeGreaterThan(4000);
    expect(preview.moved).toBe(preview.movers.length);
    expect(preview.movers.length).toBeGreaterThan(100);
    console.log(`${preview.moved} of ${preview.customers} customers would move`);
    const proof = { id: preview.id, hash: preview.hash };
    const begin = await app.app.feed.head();
    // what was not previewed is not published under its name
    const other = { key: 'loyalty', number: 2, preview: { ...proof, hash: '0'.repeat(64) } };
    expect(await marketer.act('publishRuleSet', other)).toMatchObject({ issues: [{ code: 'PREVIEW_HASH' }] });
    expect(await marketer.act('publishRuleSet', { key: 'loyalty', number: 2, preview: proof })).toMatchObject({
      job: {},
    });
    await work();
    const published = await changesAfter(marketer, app.app.feed.epoch.bind(app.app.feed), begin);
    expect(told(published)).toEqual(told(preview.movers));

    const [mover] = published;
    const why = JSON.stringify(mover?.why);
    expect(why).toContain('spendLast365Days');
    expect(why).toContain('"holds":true');
    expect(mover?.cause).toEqual({ by: 'PUBLISH' });

    const before = await app.app.feed.head();
    expect(await marketer.act('revertRuleSet', { key: 'loyalty', number: 1 })).toMatchObject({
      version: { number: 3, status: 'PUBLISHED' },
    });
    await work();
    const back = await changesAfter(marketer, app.app.feed.epoch.bind(app.app.feed), before);
    expect(told(back)).toEqual(reversed(preview.movers));
  },
);

interface Previewed {
  readonly id: string;
  readonly hash: string;
  readonly customers: number;
  readonly moved: number;
  readonly movers: readonly Mover[];
}

/** Previews a version, and reads everybody who would move. */
async function previewOf(marketer: Author, number: number, work: () => Promise<void>): Promise<Previewed> {
  const { previewRuleSet } = await marketer.ask<{ previewRuleSet: { preview: { id: string } } }>(
    `mutation ($input: PreviewRuleSetInput!) { previewRuleSet(input: $input) {
       ... on PreviewRuleSetSuccess { preview { id } } } }`,
    { input: { drafts: [{ key: 'loyalty', number }] } },
  );
  await work();
  const { id } = previewRuleSet.preview;
  const movers: Mover[] = [];
  for (let after: string | null = null; ; ) {
    type Page = { nodes: Mover[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const { preview }: { preview: Omit<Previewed, 'movers'> & { movers: Page } } = await marketer.ask(
      `query ($id: ID!, $after: String) { preview(id: $id) { id hash customers moved
         movers(first: 100, after: $after) { nodes { customer { externalId } from to } pageInfo { hasNextPage endCursor } } } }`,
      { id, after },
    );
    movers.push(...preview.movers.nodes);
    after = preview.movers.pageInfo.endCursor;
    if (!preview.movers.pageInfo.hasNextPage) return { ...preview, movers };
  }
}

interface Told extends Mover {
  readonly cause: { readonly by: string };
  readonly why: unknown;
}

/** Every change of tier in the feed behind a position. */
async function changesAfter(marketer: Author, epoch: () => Promise<string>, position: number): Promise<Told[]> {
  const changes: Told[] = [];
  for (let after = encodeCursor({ epoch: await epoch(), position }); ; ) {
    type Page = { changes: { nodes: Told[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
    const page: Page = await marketer.ask(
      `query ($after: String) { changes(first: 100, after: $after, types: [TIER_CHANGED]) {
         nodes { customer { externalId } cause { by } why ... on TierChanged { from: fromTier to: toTier } }
         pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    changes.push(...page.changes.nodes);
    after = page.changes.pageInfo.endCursor ?? after;
    if (!page.changes.pageInfo.hasNextPage) return changes;
  }
}
