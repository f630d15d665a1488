import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { drawActivity, type Sent } from './activities.ts';
import { check, type Evidence } from './check.ts';
import { type Findings, violations } from './findings.ts';
import { type Answered, Ledger } from './ledger.ts';
import { inputOf, RECORD } from './load.ts';
import { prepare } from './prepare.ts';

const DAY = 86_400_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'checker-'));
afterAll(() => rmSync(folder, { recursive: true }));

let sound: Omit<Evidence, 'url'>;
let name: string;

/** A system at rest, with what was sent to it. */
beforeAll(async () => {
  const url = await testDatabase();
  name = /t_\w+/.exec(url)?.[0] ?? '';
  const { app } = await prepare(url);
  const ledger = new Ledger(path.join(folder, 'acknowledgements.log'));
  const random = new Random(1, 1);
  const start = Date.now();
  const sent = Array.from({ length: 400 }, (_, i): Sent => {
    // in no window's last hours: nothing comes due while this runs
    const occurredAt = start - random.whole(1, 400) * DAY - DAY / 2;
    return { ...drawActivity(random, { customers: 40, hot: 0, start }, `k-${i}`), occurredAt };
  });
  ledger.send(sent);
  const other = await testApp({ url });
  const { recordActivities } = await other.data<{ recordActivities: { results: Answered[] } }>(RECORD, inputOf(sent));
  ledger.acknowledge(sent, recordActivities.results);
  await drainSequencer(app.database);
  const { plan } = await app.road.engine();
  sound = {
    ledger,
    metrics: app.contributions.metrics,
    plan,
    followers: [],
    patience: 300,
    report: () => {},
  };
  await Promise.all([app.close(), other.app.close()]);
});

/** Checks a copy of the system in which something was spoilt. */
async function checkSpoilt(...statements: string[]): Promise<Findings> {
  const copy = `${name}_copy`;
  const admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
  await admin.query(`create database "${copy}" template "${name}" strategy file_copy`);
  const url = inject('adminUrl').replace('/postgres?', `/${copy}?`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
    return await check({ ...sound, url });
  } finally {
    await client.end();
    await admin.query(`drop database "${copy}" with (force)`);
    await admin.end();
  }
}

const ONE = '(select id from activity order by id limit 1)';

/** Stores a copy of an activity, with something else in it. */
const copied = (edit: string): string[] => [
  `create temp table copied as select * from activity where id = ${ONE}`,
  `update copied set ${edit}`,
  'insert into activity select * from copied',
];

describe('the checker', () => {
  it('finds nothing where nothing is wrong', async () => {
    const findings = await checkSpoilt();
    expect(violations(findings)).toEqual([]);
    expect(findings).toMatchObject({ accepted: 400 });
    expect(findings.changes).toBeGreaterThan(50);
  });

  it.each([
    ['lost', `delete from activity where id = ${ONE}`],
    ['extra', ...copied('id = gen_random_uuid()')],
    ['extra', ...copied(`id = gen_random_uuid(), key = 'never sent'`)],
    ['altered', `update activity set payload = payload || '{"more": 1}' where id = ${ONE}`],
    ['altered', `update activity set id = gen_random_uuid() where id = ${ONE}`],
    [
      'wrongMetrics',
      'update customer set metrics = (select array_agg(m + 1 order by n) from unnest(metrics) with ordinality u (m, n))',
    ],
    ['wrongMemberships', 'delete from outcome where ctid = (select ctid from outcome limit 1)'],
    ['wrongMemberships', `update customer set held = '{}' where id = (select customer_id from outcome limit 1)`],
    ['wrongNumbers', 'update customer set change_seq = change_seq + 1'],
    ['wrongNumbers', 'update customer set activity_seq = activity_seq + 1'],
    [
      'wrongNumbers',
      `update change set "to" = 'nothing' where "to" is not null and position = (select min(position) from change where "to" is not null)`,
    ],
    ['wrongPositions', 'update change set position = position + 1 where position = (select max(position) from change)'],
    ['wrongPositions', 'update feed_head set position = position + 1'],
    ['wrongPositions', 'update change set position = null where position = (select max(position) from change)'],
    ['overdue', 'update due set due_at = 0 where ctid = (select ctid from due limit 1)'],
    ['stuck', 'begin', 'select id from customer limit 1 for no key update'],
    ['stuck', 'select pg_advisory_lock(1)'],
  ] satisfies [keyof Findings, ...string[]][])('finds what is %s', async (finding, ...statements) => {
    expect((await checkSpoilt(...statements))[finding]).toBeGreaterThan(0);
  });
});
