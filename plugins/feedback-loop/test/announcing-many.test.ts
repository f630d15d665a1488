import { afterEach, expect, it } from 'vitest';
import { failPoints } from '../../../src/db/fail-point.ts';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { createLog } from '../../../src/log.ts';
import { doChore } from '../../../src/pipeline/chores.ts';
import { startWorkers } from '../../../src/server/workers.ts';
import { keyFor, testApp } from '../../../test/support/app.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { OPEN, usePolicy } from '../../../test/surveys/setting.ts';
import { tellChore } from '../announcements/tell.ts';
import { setting, text } from './announcing.ts';

interface Paged {
  recipients: { nodes: { customer: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const { app, data, run, url, clock, complains, acted, announce, standing, tell } = await setting();
await usePolicy(app.database, OPEN);
afterEach(() => {
  failPoints.reached = undefined;
});

it('however many tell, and whoever dies on the way, each is told once, and nobody is left out', async () => {
  const crowd = Array.from({ length: 450 }, (_, i) => `crowd-${i}`);
  await complains(...crowd);
  await acted('crowded', ...crowd);
  await announce({ key: 'chairs', theme: 'crowded', text });
  await announce({ key: 'more-chairs', theme: 'crowded', text });
  const others = await Promise.all([1, 2].map(() => testApp({ url, clock: () => clock.now })));
  let commits = 0;
  failPoints.reached = async (point) => {
    if (point === 'before-commit' && commits++ % 3 === 1) throw new Error('it died here');
  };
  const worker = async ({ road }: typeof app): Promise<void> => {
    for (let i = 0; i < 6; i++) await doChore(road, tellChore, clock.now).catch(() => {});
  };
  await Promise.all([app, ...others.map((other) => other.app)].map(worker));
  expect(commits).toBeGreaterThan(5);
  failPoints.reached = undefined;
  await tell();
  const rows = await app.database.query<{ made: number; closed: number; contacts: number }>(
    '',
    `select (select count(*) from change h where h.customer_id = c.id and type = 'announcement.made')::int as made,
            (select count(*) from change h where h.customer_id = c.id and type = 'case.closed')::int as closed,
            (select count(*) from contact k where k.customer_id = c.id)::int as contacts
       from customer c where external_id like 'crowd-%' group by 1, 2, 3`,
  );
  expect(rows).toEqual([{ made: 1, closed: 1, contacts: 1 }]);
  const [first, second] = [await standing('chairs'), await standing('more-chairs')];
  expect([first.told, first.waiting, second.waiting]).toEqual([450 - (second.told ?? 0), 0, 0]);
});

it('the customers who are told are shown page by page, and of many changes in as many statements as of one', async () => {
  const pages: string[] = [];
  let after: string | null = null;
  do {
    const answer: { feedbackAnnouncement: Paged } = await data(
      `query ($after: String) { feedbackAnnouncement(key: "chairs") { recipients(first: 100, after: $after) {
         nodes { customer { id } } pageInfo { hasNextPage endCursor } } } }`,
      { after },
    );
    const { nodes, pageInfo } = answer.feedbackAnnouncement.recipients;
    pages.push(...nodes.map(({ customer }) => customer.id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect([pages.length, new Set(pages).size]).toEqual([450, 450]);
  await drainSequencer(app.database);
  const count = async (last: number): Promise<number> => {
    const recorder = recordStatements();
    await data(
      `query ($last: Int) { changes(last: $last) { nodes { ... on AnnouncementMade { feedbackAnnouncement {
         told recipients(first: 1) { nodes { customer { id } } } } } } } }`,
      { last },
    );
    return recorder.stop().length;
  };
  // the first one of a system reads what stays
  await count(2);
  expect(await count(2)).toBe(await count(20));
});

it('workers tell by themselves', async () => {
  await complains('served');
  await acted('served', 'served');
  const lines: string[] = [];
  const workers = startWorkers(app, createLog('error', { write: (line) => void lines.push(line) }));
  try {
    await announce({ key: 'served', theme: 'served', text });
    await expect.poll(async () => (await standing('served')).told, { timeout: 20_000 }).toBe(1);
  } finally {
    await workers.stop();
  }
  expect(lines).toEqual([]);
});

it('it takes the right to tell, a theme that somebody raised, and words of a length', async () => {
  const bad = { key: '', theme: 'crowded', text: 'x'.repeat(5001), withinDays: 91, channels: [] };
  expect(await announce(bad)).toEqual({
    issues: ['key', 'text', 'channels', 'withinDays'].map((name) => expect.objectContaining({ path: [name] })),
  });
  expect(await announce({ key: 'nobody', theme: 'unheard', text })).toEqual({
    issues: [{ path: ['theme'], code: 'NOBODY' }],
  });
  expect(await standing('nobody')).toBeNull();
  const key = await keyFor(app, { name: 'shop', role: 'frontend' });
  const { errors } = await run(
    `mutation { announceWhatWasDone(input: { key: "k", theme: "t", text: "x" }) { __typename } }`,
    {},
    { authorization: `Bearer ${key}` },
  );
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
