import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { exportCustomer } from '../../src/customers/export.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { createLog } from '../../src/log.ts';
import { type Serving, serve } from '../../src/server/serve.ts';
import { keyFor, testApp } from '../support/app.ts';
import { publish } from '../support/story.ts';
import { erase, idOf, live, prepareAccount } from './person.ts';

const NOW = Date.UTC(2026, 4, 1);
const MARK = 'zqxexportzqx';
const test = await testApp({
  clock: () => NOW,
  plugins: await loadPlugins({ plugins: [path.resolve('test/fixtures/visits')] }),
});
const { app } = test;
let server: Serving;

beforeAll(async () => {
  await prepareAccount(app);
  const when = { all: [{ fact: 'attribute.nickname', operator: 'startsWith', value: 'nick' }] };
  await publish(app, 'people', 'segments', { segments: [{ key: 'named', title: 'Named', when }] });
  await publish(app, 'badges', 'visit-badges', { badges: [{ key: 'named', when }] });
  await live(app, MARK, NOW, NOW);
  await live(app, 'zqxotherzqx', NOW, NOW);
  const log = createLog('silent');
  server = await serve(app, { host: '127.0.0.1', port: 0, role: 'api', graphiql: false, log });
});
afterAll(() => server.close());

const get = (where: string, key = test.key): Promise<Response> =>
  fetch(`${server.url}${where}`, { headers: { authorization: `Bearer ${key}` } });

type Exported = Record<string, Record<string, unknown>[]>;

it('hands out everything that is kept of a person, of that person alone, and notes who asked', async () => {
  const { customer } = await test.data<{ customer: { exportUrl: string } }>(
    `{ customer(by: { externalId: "name of ${MARK}" }) { exportUrl } }`,
  );
  const response = await get(customer.exportUrl);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="customer-${idOf(MARK)}.json"`);
  const text = await response.text();
  expect(text).not.toContain('zqxotherzqx');
  const exported = JSON.parse(text) as Exported;
  expect(Object.keys(exported)).toEqual(
    expect.arrayContaining([
      'customerId',
      'exportedAt',
      'customer',
      'personal_data',
      'customer_metrics',
      'activity',
      'thread',
      'outcome',
      'change',
      'visits_badge',
    ]),
  );
  expect(exported).toMatchObject({
    customerId: idOf(MARK),
    customer: [{ external_id: `name of ${MARK}`, locale: 'en-GB', attributes: { nickname: `nick ${MARK}` } }],
    personal_data: [{ attributes: { email: `${MARK}@example.org` } }],
    customer_metrics: [{ orders_ever: 2, spend_ever: 20 }],
    outcome: [{ rule_set: 'badges' }, { rule_set: 'people', key: 'named' }],
    visits_badge: [{ badges: 1 }],
  });
  expect(exported.activity?.map(({ kind, payload }) => [kind, (payload as { text?: string }).text])).toContainEqual([
    'surveyAnswer',
    `said ${MARK}`,
  ]);
  expect(exported.activity).toHaveLength(7);
  expect(exported.survey_answer).toMatchObject([{ question: 'why', sentiment: 'neutral', comment: null }]);
  expect(exported.change?.map(({ type, key }) => [type, key])).toEqual([
    ['badge.given', 'named'],
    ['segment.entered', 'named'],
  ]);
  const [entry] = await app.database.query<{ action: string; by: string }>(
    '',
    `select action, actor_by as by from audit_entry where target_id = $1`,
    [idOf(MARK)],
  );
  expect(entry).toEqual({ action: 'customer.export', by: 'key' });
});

it('is for those who may, and says when there is nobody', async () => {
  const frontend = await keyFor(app, { name: 'frontend', role: 'frontend' });
  expect((await get(`/customers/${idOf(MARK)}/export`, frontend)).status).toBe(403);
  expect((await fetch(`${server.url}/customers/${idOf(MARK)}/export`)).status).toBe(401);
  for (const id of [idOf('nobody'), 'x', '%27'])
    expect(await (await get(`/customers/${id}/export`)).json()).toMatchObject({ code: 'NOT_FOUND' });
  expect((await get(`/customers/${idOf(MARK)}`)).status).toBe(404);
});

it('is as of one instant, whatever is recorded meanwhile', async () => {
  const text = exportCustomer(app.database, operator, idOf(MARK), app.contributions.personalTables.values());
  const pieces = [(await text.next()).value];
  await app.road.settle({
    activities: [
      {
        customer: { id: idOf(MARK) },
        kind: 'purchase',
        source: 'test',
        key: 'meanwhile',
        payload: { amount: 1, currency: 'EUR' },
      },
    ],
    now: NOW,
  });
  for await (const piece of text) pieces.push(piece);
  expect((JSON.parse(pieces.join('')) as Exported).activity).toHaveLength(7);
});

it('a reader who leaves in the middle holds no connection', async () => {
  await app.road.settle({
    now: NOW,
    activities: Array.from({ length: 1000 }, (_, i) => ({
      customer: { externalId: 'long' },
      kind: 'surveyAnswer',
      source: 'test',
      key: `k${i}`,
      payload: { survey: 'nps', question: 'why', text: 'x'.repeat(1000) },
    })),
  });
  for (let i = 0; i < 20; i++) {
    await new Promise<void>((resolve) => {
      const request = http.get(
        `${server.url}/customers/${customerIdOf('long')}/export`,
        { headers: { authorization: `Bearer ${test.key}` } },
        (response) => response.once('data', () => request.destroy()),
      );
      request.once('close', resolve).on('error', () => {});
    });
  }
  // the pool has 16: all of them are there again
  await expect.poll(() => app.database.pool.totalCount - app.database.pool.idleCount).toBe(0);
});

it('leaves connections to others, however many are asked for at once', async () => {
  const tables = [...app.contributions.personalTables.values()];
  const begin = () => exportCustomer(app.database, operator, idOf(MARK), tables);
  const texts = Array.from({ length: 30 }, begin);
  const begun = await Promise.allSettled(texts.map((text) => text.next()));
  expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  const refused = begun.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
  expect(new Set(refused)).toEqual(new Set(['OVERLOADED']));
  const response = await get(`/customers/${idOf(MARK)}/export`);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
  await Promise.all(texts.map((text) => text.return()));
  expect((await get(`/customers/${idOf(MARK)}/export`)).status).toBe(200);
});

it('of an erased person has the numbers and nothing else', async () => {
  await erase(app, MARK, NOW);
  const text = await (await get(`/customers/${idOf(MARK)}/export`)).text();
  expect(text).not.toContain(MARK);
  expect(JSON.parse(text)).toMatchObject({
    personal_data: [],
    customer: [{ external_id: `erased:${idOf(MARK)}`, erased_at: expect.any(String) }],
    customer_metrics: [{ orders_ever: 3 }],
  });
});
