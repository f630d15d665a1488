import { describe, expect, it, onTestFinished } from 'vitest';
import { type ClientInput, createClient, updateClient } from '../../src/access/clients.ts';
import { createKey, revokeKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import { type Running, start } from '../server/running.ts';
import { type Stream, subscribe, TRANSPORTS } from './subscribe.ts';

const FOLLOW = { query: 'subscription { changes { position } }' };
const PARTNER: ClientInput = { name: 'acme', role: 'partner', segments: ['s1'], changeTypes: ['segment.entered'] };

/** Streams of a partner over both transports, and one of somebody else over each, at the clock of the server. */
async function openStreams(expiresAt: Date | null = null) {
  const running = await start();
  onTestFinished(() => running.close());
  const { database } = running.app;
  const client = await createClient(database, operator, PARTNER);
  const { key, text } = await createKey(database, operator, client.id, expiresAt);
  const open = (as?: string): Promise<Stream[]> =>
    Promise.all(TRANSPORTS.map((over) => subscribe(over, running, FOLLOW, as === undefined ? {} : { key: as })));
  return { running, client, key, theirs: await open(text), others: await open() };
}

/** Lets seconds pass on the clock of the streams, one by one; what is said meanwhile arrives, and pings are answered. */
async function pass({ server, ask }: Running, from: number, seconds: number): Promise<void> {
  for (let second = 0; second <= seconds; second++) {
    await server.streams.tick(from + second * 1000);
    if (second % 10 === 0) await ask('{ feedCursor }');
  }
}

const areOpen = (streams: readonly Stream[]): boolean[] => streams.map((one) => one.isOpen());

describe('an open stream', () => {
  it('ends within a minute when its key is revoked in another process, and clients do not come back', async () => {
    const { running, key, theirs, others } = await openStreams();
    const now = Date.now();
    await running.server.streams.tick(now); // the key was just looked at
    await revokeKey(running.app.database, operator, key.id);
    await pass(running, now, 60);
    const [events, socket] = await Promise.all(theirs.map(({ ended }) => ended));
    expect(events?.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect([events?.completed, socket?.code]).toEqual([true, 4401]);
    expect(areOpen(others)).toEqual([true, true]);
  });

  it('ends within a minute after its key has expired, and not before', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { running, theirs, others } = await openStreams(expiresAt);
    await pass(running, expiresAt.getTime() - 61_000, 60);
    expect(areOpen(theirs)).toEqual([true, true]);
    await pass(running, expiresAt.getTime(), 60);
    const [events, socket] = await Promise.all(theirs.map(({ ended }) => ended));
    expect(events?.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect([events?.completed, socket?.code]).toEqual([true, 4401]);
    expect(areOpen(others)).toEqual([true, true]);
  });

  it('ends within a minute when its client may see something else, and clients come back', async () => {
    const { running, client, theirs, others } = await openStreams();
    const now = Date.now();
    await running.server.streams.tick(now);
    await updateClient(running.app.database, operator, client.id, 1, { segments: ['s2'] });
    await pass(running, now, 60);
    const [events, socket] = await Promise.all(theirs.map(({ ended }) => ended));
    expect(events?.errors[0]?.extensions.code).toBe('RIGHTS_CHANGED');
    expect([events?.completed, socket?.code]).toEqual([false, 4403]);
    expect(areOpen(others)).toEqual([true, true]);
  });

  it('stays when it cannot be found out at the moment whether its key is still good', async () => {
    const { running, theirs } = await openStreams();
    const { access } = running.app;
    access.renew = () => Promise.reject(new Error('the database is away'));
    await pass(running, Date.now(), 120);
    expect(areOpen(theirs)).toEqual([true, true]);
  });
});
