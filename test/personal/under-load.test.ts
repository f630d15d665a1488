import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../src/access/clients.ts';
import { operator } from '../../src/access/viewer.ts';
import type { ActivityDraft, ProfileDraft } from '../../src/activities/draft.ts';
import type { Activity } from '../../src/contract/index.ts';
import { readFloats } from '../../src/db/arrays.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { forgetUploads } from '../../src/imports/uploads.ts';
import { createEndpoint } from '../../src/webhooks/edit-endpoint.ts';
import { follow, type Running, start } from '../server/running.ts';
import { naiveMetrics } from '../support/naive-metrics.ts';
import { publish } from '../support/story.ts';
import { type Received, type Receiver, receiver } from '../webhooks/receiver.ts';
import { findText } from './find-text.ts';
import { idOf, live, prepareAccount, uploadFile } from './person.ts';

const DAY = 86_400_000;
const PERSONS = 80;
/** Every other person is erased; all their marks begin alike. */
const markOf = (i: number): string => (i % 2 ? `zqxgone${i}zqx` : `zqxstays${i}zqx`);
const GONE = 'zqxgone';
const goners = Array.from({ length: PERSONS }, (_, i) => i).filter((i) => i % 2);

let running: Running;
const accepted = new Set<string>();
const counts = { activities: 0, refused: 0, profiles: 0, imports: 0, events: 0 };

interface Told {
  changes: { position: number; type: string; customerId: string; customer: { externalId: string }; why: unknown };
}
const FOLLOW = `subscription ($after: String) { changes(after: $after) {
  position type customerId why customer { externalId locale attributes { string } personalAttributes { string } }
} }`;
const HOOK = FOLLOW.replace('($after: String)', '').replace('(after: $after)', '');
const told: Told['changes'][] = [];
let partner: Receiver;
const changeOf = ({ body }: Received) => (body.data as unknown as Told).changes;
const positionOf = (message: Received): number => changeOf(message).position;
const leave = new AbortController();
const stop = new AbortController();
const leaf = (fact: string, operator: string, value: unknown) => ({ all: [{ fact, operator, value }] });

/** Somebody who goes on telling us of everybody, those who are being erased included, in every way there is. */
async function write(seed: number): Promise<void> {
  const { gatherer } = running.app;
  for (let n = 0; !stop.signal.aborted; n++) {
    const activities: ActivityDraft[] = [];
    const profiles: ProfileDraft[] = [];
    for (let k = 0; k < 5; k++) {
      const mark = markOf((n * 7 + k * 13 + seed * 31) % PERSONS);
      const customer = { externalId: `name of ${mark}` };
      const key = `${mark}-${seed}-${n}-${k}`;
      activities.push(
        {
          customer,
          key,
          source: 'load',
          kind: 'complaintOpened',
          payload: { complaint: `${mark}-${n}`, text: `also ${mark}` },
        },
        {
          customer,
          key: `${key}-p`,
          source: 'load',
          kind: 'purchase',
          payload: { amount: 100, currency: 'EUR' },
          // leaves the window of 30 days within the next seconds: then the sweeper is at it as well
          occurredAt: Date.now() - 30 * DAY + (n % 20) * 100,
        },
      );
      profiles.push({
        customer,
        locale: n % 2 ? 'en' : 'fr',
        attributes: { nickname: `nick ${mark} ${n}`, email: `${n}@${mark}` },
      });
    }
    const { results } = await gatherer.record({ activities, profiles });
    for (const result of results) {
      counts.activities += 1;
      if (result.status === 'accepted') accepted.add(result.activityId);
      else counts.refused += 1;
    }
    counts.profiles += profiles.length;
  }
}

/** Files with everybody in them, good rows and bad ones; the workers of the server import them. */
async function importAgain(): Promise<void> {
  const { app } = running;
  while (!stop.signal.aborted) {
    const rows = Array.from({ length: PERSONS }, (_, i) => markOf(i)).flatMap((mark) => [
      `name of ${mark},surveyAnswer,${mark}-i${counts.imports},nps,why,I am ${mark}`,
      `name of ${mark},surveyAnswer,,nps,why,I am ${mark}`,
      `name of ${mark},nothing,${mark}-x${counts.imports},nps,why,I am ${mark}`,
    ]);
    const { jobId } = await uploadFile(
      app,
      'activities',
      `customer,kind,key,survey,question,text\n${rows.join('\n')}\n`,
    );
    counts.imports += 1;
    await ended(jobId);
  }
}

async function ended(jobId: string): Promise<void> {
  await until(async () => {
    const sql = 'select status from job where id = $1';
    const [job] = await running.app.database.query<{ status: string }>('', sql, [jobId]);
    if (job?.status === 'failed') throw new Error('an import failed');
    return job?.status === 'succeeded';
  });
}

/** Waits for something to be so; 30 seconds at most. */
const until = (holds: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 30_000, interval: 20 });

beforeAll(async () => {
  running = await start({ webhooks: { allow: ['127.0.0.1/32'] } });
  const { app } = running;
  await prepareAccount(app);
  await publish(app, 'people', 'segments', {
    segments: [
      { key: 'named', title: 'Named', when: leaf('attribute.nickname', 'startsWith', 'nick') },
      { key: 'english', title: 'English', when: leaf('locale', 'equal', 'en') },
      { key: 'active', title: 'Active', when: leaf('ordersLast30Days', 'greaterThan', 0) },
      { key: 'unhappy', title: 'Unhappy', when: leaf('openComplaints', 'greaterThan', 2) },
    ],
  });
  for (let i = 0; i < PERSONS; i++) await live(app, markOf(i), Date.now());

  const events = (async () => {
    const after = encodeCursor({ epoch: await app.feed.epoch(), position: 0 });
    for await (const { data } of follow<{ data: Told }>(running, FOLLOW, { after }, leave.signal))
      told.push(data.changes);
  })();
  // an endpoint that gets all there is to see, and answers with what it was sent
  partner = await receiver(({ raw }) => ({ status: 200, text: raw }));
  const owner = await createClient(app.database, operator, { name: 'partner', role: 'admin' });
  await createEndpoint(app.webhooks, operator, {
    description: '',
    types: null,
    segments: null,
    scheme: 'hmac',
    format: 'standard',
    onPoison: 'block',
    lanes: 8,
    url: partner.url,
    clientId: owner.id,
    document: { query: HOOK },
  });
  const load = [write(1), write(2), write(3), importAgain(), importAgain()];
  await until(() => counts.activities > 500 && counts.imports > 2);
  // eight at a time, each asked for twice at once
  for (let from = 0; from < goners.length; from += 8) {
    const some = goners.slice(from, from + 8);
    const asked = [...some, ...some].map((i) =>
      running.ask<{ eraseCustomer: { erased: boolean } }>(
        `mutation ($id: String!) { eraseCustomer(input: { customer: { externalId: $id } }) { ... on EraseCustomerSuccess { erased } } }`,
        { id: `name of ${markOf(i)}` },
      ),
    );
    const answers = (await Promise.all(asked)).map(({ eraseCustomer }) => eraseCustomer.erased);
    for (const [k] of some.entries()) expect([answers[k], answers[k + some.length]].sort()).toEqual([false, true]);
  }
  const { refused, imports } = counts;
  await until(() => counts.refused > refused + 500 && counts.imports > imports + 2);
  stop.abort();
  await Promise.all(load);
  await app.gatherer.drained();
  const caughtUp = async () => {
    const [{ open } = { open: 1 }] = await app.database.query<{ open: number }>(
      '',
      'select count(*)::int as open from change where position is null',
    );
    const head = await app.feed.head();
    const delivered = Math.max(0, ...partner.received.map(positionOf));
    return open === 0 && (told.at(-1)?.position ?? 0) >= head && delivered >= head;
  };
  // sweeps still move customers, so look until all is still
  await until(caughtUp);
  leave.abort();
  await events;
  await forgetUploads(app.database);
  await app.database.query('', 'analyze');
}, 120_000);
afterAll(() => running.close());

describe('people who are erased while everybody writes, imports, follows and sweeps', () => {
  it('are in no table and no line of the log, and those who stay are', async () => {
    console.log(JSON.stringify({ ...counts, accepted: accepted.size, events: told.length }));
    const { database } = running.app;
    expect(await findText(database, GONE)).toEqual([]);
    expect((await findText(database, 'zqxstays')).length).toBeGreaterThan(5);
    expect(running.lines.filter((line) => line.includes('zqx'))).toEqual([]);
    // the load met them: it was refused for them, and went on for the others
    expect(counts.refused).toBeGreaterThan(100);
    expect(counts.imports).toBeGreaterThan(2);
  });

  it('are in no delivery behind the change that tells of it, nor in any when the feed is read again', async () => {
    const erasedAt = new Map(
      told.filter(({ type }) => type === 'CUSTOMER_ERASED').map((one) => [one.customerId, one.position]),
    );
    expect(erasedAt.size).toBe(goners.length);
    expect(told.map(({ position }) => position)).toEqual(told.map((_, i) => i + 1));
    const late = told.filter((one) => one.position >= (erasedAt.get(one.customerId) ?? Number.POSITIVE_INFINITY));
    expect(late.filter((one) => JSON.stringify(one).includes(GONE))).toEqual([]);

    const sent = partner.received.filter(({ raw }) => raw.includes(GONE));
    const tooLate = sent.filter(
      (one) => positionOf(one) >= (erasedAt.get(changeOf(one).customerId) ?? Number.POSITIVE_INFINITY),
    );
    expect(tooLate).toEqual([]);
    expect(partner.received.length).toBeGreaterThan(PERSONS);

    const again: string[] = [];
    const head = await running.app.feed.head();
    const enough = new AbortController();
    const after = encodeCursor({ epoch: await running.app.feed.epoch(), position: 0 });
    for await (const { data } of follow<{ data: Told }>(running, FOLLOW, { after }, enough.signal)) {
      again.push(JSON.stringify(data));
      if (data.changes.position >= head) enough.abort();
    }
    expect(again.length).toBeGreaterThanOrEqual(told.length);
    expect(again.filter((event) => event.includes(GONE))).toEqual([]);
  });

  it('leave numbers that follow from the log, and a feed and a history without gaps', async () => {
    const { database, road, contributions } = running.app;
    const { plan } = await road.engine();
    const rows = await database.query<{
      id: string;
      metrics: Buffer;
      at: number;
      seqs: number[];
      activity_seq: number;
      change_seq: number;
      erased: boolean;
    }>(
      '',
      `select id, array_send(metrics) as metrics, measured_at as at, activity_seq, change_seq, erased_at is not null as erased,
              array(select change_seq from change h where h.customer_id = c.id order by 1) as seqs from customer c`,
    );
    expect(rows).toHaveLength(PERSONS);
    expect(
      rows
        .filter(({ erased }) => erased)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(goners.map((i) => idOf(markOf(i))).sort());
    for (const { id, metrics, at, seqs, activity_seq, change_seq } of rows) {
      expect(seqs).toEqual(Array.from({ length: change_seq }, (_, i) => i + 1));
      const log = await database.query<Activity & { at: number }>(
        'log-of',
        `select id, kind, seq, payload, (extract(epoch from occurred_at) * 1000)::float8 as at from activity where customer_id = $1`,
        [id],
      );
      expect(log).toHaveLength(activity_seq);
      const history = log.map((one) => ({ ...one, customerId: id, occurredAt: one.at }));
      const expected = naiveMetrics(contributions.metrics, history, at);
      const numbers = plan.initial.slice();
      readFloats(metrics, numbers);
      for (const [key, { read }] of plan.metrics) {
        const wanted = expected.get(key);
        if (wanted === undefined) expect(read(numbers, at), key).toBeNaN();
        else expect(read(numbers, at), key).toBeCloseTo(wanted, 9);
      }
    }
    // all that was acknowledged is there, once
    const ids = (await database.query<{ id: string }>('', `select id from activity where source = 'load'`)).map(
      ({ id }) => id,
    );
    expect(ids.length).toBe(accepted.size);
    expect(new Set(ids)).toEqual(accepted);
    const [feed] = await database.query<{ least: number; most: number; n: number }>(
      '',
      'select min(position)::int as least, max(position)::int as most, count(*)::int as n from change where position is not null',
    );
    expect(feed).toEqual({ least: 1, most: feed?.n, n: feed?.n });
  });
});
