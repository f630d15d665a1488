import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { defineMetric } from '../../src/pipeline/define-metric.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { keyFor, testApp } from '../support/app.ts';
import { publish, settleEverybody } from '../support/story.ts';
import { findText } from './find-text.ts';
import { erase, idOf, live, prepareAccount } from './person.ts';

const DAY = 86_400_000;
let now = Date.UTC(2026, 4, 1);
const test = await testApp({
  clock: () => now,
  plugins: await loadPlugins({ plugins: [path.resolve('test/fixtures/visits')] }),
});
const { app } = test;
const { database } = app;
await prepareAccount(app);
const leaf = (fact: string, operator: string, value: unknown) => ({ all: [{ fact, operator, value }] });
await publish(app, 'kinds-of-people', 'segments', {
  segments: [
    { key: 'named', title: 'Named', when: leaf('attribute.nickname', 'startsWith', 'nick') },
    { key: 'english', title: 'English', when: leaf('locale', 'startsWith', 'en') },
    { key: 'unnamed', title: 'Unnamed', when: leaf('attribute.nickname', 'unknown', true) },
    { key: 'buyers', title: 'Buyers', when: leaf('ordersEver', 'greaterThan', 1) },
  ],
});
await publish(app, 'badges', 'visit-badges', {
  badges: [{ key: 'buyer', when: leaf('ordersEver', 'greaterThan', 0) }],
});

const tell = (id: string) =>
  database.query<{ seq: number; type: string; key: string; by: string }>(
    '',
    `select change_seq as seq, type, key, cause ->> 'by' as by from change where customer_id = $1 order by change_seq`,
    [id],
  );
const metricsOf = async (mark: string) => {
  const [row] = await database.query<Record<string, unknown>>(
    '',
    'select * from customer_metrics where customer_id = $1',
    [idOf(mark)],
  );
  const { external_id: _, ...metrics } = row ?? {};
  return metrics;
};
const count = async (sql: string, ...values: unknown[]) =>
  (await database.query<{ n: number }>('', `select count(*)::int as n from ${sql}`, values))[0]?.n;

describe('erasing a person', () => {
  it('takes out all that tells of them, keeps the numbers, and tells partners last', async () => {
    const mark = 'zqxerasedzqx';
    await live(app, mark, now, now);
    await live(app, 'zqxotherzqx', now, now);
    await database.query('', 'analyze');
    // every text of a person is there before: otherwise finding none says nothing
    const places = (await findText(database, mark)).map((name) => name.replace(/_(\d{4}_\d\d|before|default)\./, '.'));
    expect([...new Set(places)].sort()).toEqual([
      'activity.key',
      'activity.payload',
      'change.why',
      'customer.attributes',
      'customer.external_id',
      'outcome.why',
      'personal_data.attributes',
      'profile_version.attributes',
      'thread.key',
    ]);
    const before = await metricsOf(mark);
    const { seq } = (await tell(idOf(mark))).at(-1) ?? { seq: 0 };

    expect(await erase(app, mark, now)).toEqual({ customerId: idOf(mark), erased: true });

    await database.query('', 'analyze');
    expect(await findText(database, mark)).toEqual([]);
    expect(await findText(database, 'zqxotherzqx')).not.toEqual([]);
    expect(await metricsOf(mark)).toEqual(before);
    expect(before).toMatchObject({ orders_ever: '2', open_complaints: '0' });
    const told = (await tell(idOf(mark))).slice(seq);
    expect(told.map(({ type, key, by }) => [type, key, by])).toEqual([
      ['segment.entered', 'unnamed', 'erasure'],
      ['segment.left', 'named', 'erasure'],
      ['segment.left', 'english', 'erasure'],
      ['customer.erased', '', 'erasure'],
    ]);
    expect(told.map((one) => one.seq)).toEqual(told.map((_, i) => seq + 1 + i));
    // what rules said because of numbers still holds, and says why
    const [buyers] = await database.query<{ why: unknown }>(
      '',
      `select why from outcome join outcome_code using (code) where customer_id = $1 and key = 'buyers'`,
      [idOf(mark)],
    );
    expect(JSON.stringify(buyers?.why)).toContain('ordersEver');
    // a plugin's table as well
    expect(await count('visits_badge where customer_id = $1', idOf(mark))).toBe(0);
    expect(await count('visits_badge where customer_id = $1', idOf('zqxotherzqx'))).toBe(1);
  });

  it('keeps activities of a complaint together, under a number', async () => {
    const rows = await database.query<{ kind: string; payload: object }>(
      '',
      `select kind, payload from activity where customer_id = $1 order by occurred_at`,
      [idOf('zqxerasedzqx')],
    );
    expect(rows.map(({ kind, payload }) => [kind, payload])).toEqual([
      ['purchase', { amount: 1250, currency: 'EUR', store: 'Berlin' }],
      ['purchase', { amount: 750, currency: 'EUR' }],
      ['refund', { amount: 250, currency: 'EUR' }],
      ['complaintOpened', { complaint: '1', topic: 'delivery' }],
      ['complaintResolved', { complaint: '1', firstContact: true }],
      ['surveyAnswer', { survey: 'nps', question: 'why', version: 1, sentiment: 'neutral', firstOfResponse: true }],
      ['referralMade', {}],
    ]);
    const answers = await database.query(
      '',
      'select question, sentiment, comment, properties from survey_answer where customer_id = $1',
      [idOf('zqxerasedzqx')],
    );
    expect(answers).toEqual([{ question: 'why', sentiment: 'neutral', comment: null, properties: null }]);
    const threads = await database.query('', 'select type, key from thread where customer_id = $1', [
      idOf('zqxerasedzqx'),
    ]);
    expect(threads).toEqual([{ type: 'complaint', key: '1' }]);
  });

  it('refuses whatever comes late for them, and nothing of others beside it', async () => {
    const { recordActivities } = await test.data<{ recordActivities: { results: object[] } }>(
      `mutation { recordActivities(input: { activities: [
        { customer: { externalId: "name of zqxerasedzqx" }, key: "late", activity: { interaction: { channel: WEB, type: CLICK } } }
        { customer: { externalId: "somebody" }, key: "late", activity: { interaction: { channel: WEB, type: CLICK } } }
      ] }) { ... on RecordActivitiesSuccess { results { status issues { code path } } } } }`,
    );
    expect(recordActivities.results).toEqual([
      {
        status: 'REJECTED',
        issues: [{ code: 'CUSTOMER_ERASED', path: ['activities', '0', 'customer', 'externalId'] }],
      },
      { status: 'ACCEPTED', issues: [] },
    ]);
    const { upsertCustomers } = await test.data<{ upsertCustomers: { results: object[] } }>(
      `mutation { upsertCustomers(input: { customers: [
        { externalId: "somebody", locale: "fr" }
        { externalId: "name of zqxerasedzqx", locale: "en", attributes: [{ key: "email", value: { string: "back@zqxerasedzqx" } }] }
      ] }) { ... on UpsertCustomersSuccess { results { status customer { locale } issues { code path } } } } }`,
    );
    expect(upsertCustomers.results).toEqual([
      { status: 'SAVED', customer: { locale: 'fr' }, issues: [] },
      {
        status: 'REJECTED',
        customer: null,
        issues: [{ code: 'CUSTOMER_ERASED', path: ['customers', '1', 'externalId'] }],
      },
    ]);
    expect(await findText(database, 'zqxerasedzqx')).toEqual([]);
    expect(await count('activity where customer_id = $1', idOf('zqxerasedzqx'))).toBe(7);
  });

  it('can be asked for by the API, twice, and only by whoever may', async () => {
    const mark = 'zqxapizqx';
    await live(app, mark, now, now);
    const document = `mutation { eraseCustomer(input: { customer: { externalId: "name of ${mark}" } }) {
      ... on EraseCustomerSuccess { erased customer { externalId erasedAt locale attributes { key } metrics { ordersEver } } }
      ... on UserError { code }
    } }`;
    const marketer = await keyFor(app, { name: 'marketer', role: 'marketer' });
    const refused = await test.run(document, {}, { authorization: `Bearer ${marketer}` });
    expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');

    const erased = {
      customer: {
        externalId: `erased:${idOf(mark)}`,
        erasedAt: new Date(now).toISOString(),
        locale: null,
        attributes: [],
        metrics: { ordersEver: 2 },
      },
    };
    expect(await test.data(document)).toEqual({ eraseCustomer: { erased: true, ...erased } });
    const changes = await tell(idOf(mark));
    now += 1000;
    expect(await test.data(document)).toEqual({ eraseCustomer: { erased: false, ...erased } });
    expect(await tell(idOf(mark))).toEqual(changes);
    expect(await count(`audit_entry where action = 'customer.erase' and target_id = $1`, idOf(mark))).toBe(1);
    expect(await test.data(document.replace(mark, 'nobody'))).toEqual({ eraseCustomer: { code: 'NOT_FOUND' } });
    // nobody can take the name that is left
    const { recordActivities } = await test.data<{ recordActivities: { results: { issues: { code: string }[] }[] } }>(
      `mutation ($id: String!) { recordActivities(input: { activities: [
        { customer: { externalId: $id }, key: "x", activity: { interaction: { channel: WEB, type: CLICK } } }
      ] }) { ... on RecordActivitiesSuccess { results { issues { code } } } } }`,
      { id: `erased:${idOf(mark)}` },
    );
    expect(recordActivities.results[0]?.issues[0]?.code).toBe('RESERVED');
  });

  it('measures anew what followed from texts that are gone, and stays exact as time passes', async () => {
    const mark = 'zqxmeasurezqx';
    await live(app, mark, now, now);
    const where = [{ field: 'purchaseKey', operator: 'known', value: true }] as const;
    for (const windowDays of [undefined, 30])
      await defineMetric(app.road, operator, {
        key: `keyedRefunds${windowDays ?? ''}`,
        title: 'Refunds of a purchase',
        description: 'Refunds that name their purchase.',
        direction: 'neutral',
        measure: { from: 'refund', where, aggregate: 'count', ...(windowDays ? { windowDays } : {}) },
      });
    await settleEverybody(app);
    const read = async () => {
      const [row] = await database.query<{ metrics: number[] }>('', 'select metrics from customer where id = $1', [
        idOf(mark),
      ]);
      const { plan } = await app.road.engine();
      const numbers = Float64Array.from(row?.metrics ?? []);
      return ['keyedRefunds', 'keyedRefunds30', 'refundsEver', 'ordersLast30Days'].map((key) =>
        plan.metrics.get(key)?.read(numbers, now),
      );
    };
    expect(await read()).toEqual([1, 1, expect.anything(), 2]);
    await erase(app, mark, now);
    expect((await read()).filter((_, i) => i !== 2)).toEqual([0, 0, 2]);
    now += 31 * DAY;
    await sweepAll(app.road, now);
    expect((await read()).filter((_, i) => i !== 2)).toEqual([0, 0, 0]);
  });

  it('is all or nothing: when one table cannot be erased, everything is as before', async () => {
    const mark = 'zqxwholezqx';
    await live(app, mark, now, now);
    const places = await findText(database, mark);
    const changes = await tell(idOf(mark));
    const records = app.contributions.personal;
    const failing = { tables: [], erase: () => Promise.reject(new Error('a plugin failed')) };
    await expect(
      eraseCustomer(app.road, operator, { externalId: `name of ${mark}` }, [...records, failing], now),
    ).rejects.toThrow('a plugin failed');
    expect(await findText(database, mark)).toEqual(places);
    expect(await tell(idOf(mark))).toEqual(changes);
    expect(await count(`audit_entry where target_id = $1`, idOf(mark))).toBe(0);
  });
});
