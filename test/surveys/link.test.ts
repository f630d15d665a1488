import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { LinkKey, numberOf } from '../../src/surveys/link.ts';
import { Links, rotateLinkKey } from '../../src/surveys/links.ts';
import { testApp } from '../support/app.ts';

const link = () => ({ customerId: randomUUID(), invitationId: randomUUID(), expiresAt: 1_800_000_000_000 });

it('a token says what was sealed, and is the same each time it is asked for', () => {
  const key = new LinkKey(7, randomBytes(32));
  const seconds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const property = fc.property(fc.uuid(), fc.uuid(), seconds, (customerId, invitationId, second) => {
    const said = { customerId, invitationId, expiresAt: second * 1000 };
    const token = key.seal(said);
    expect(token).toMatch(/^[\w-]{72}$/);
    expect(key.seal(said)).toBe(token);
    expect(key.open(token)).toEqual(said);
    expect(numberOf(token)).toBe(7);
  });
  fc.assert(property);
});

it('a token of which a single character is another opens nothing', () => {
  const key = new LinkKey(1, randomBytes(32));
  const token = key.seal(link());
  for (let i = 0; i < token.length; i++) {
    const forged = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`;
    expect(key.open(forged), forged).toBeUndefined();
  }
  for (const text of ['', 'x', token.slice(1), `${token}A`, `${token.slice(1)}.`, `${token}=`, ` ${token}`])
    expect(key.open(text), text).toBeUndefined();
});

it('a token opens with no other key, and shows neither the customer nor what two tokens have in common', () => {
  const [one, other] = [new LinkKey(1, randomBytes(32)), new LinkKey(1, randomBytes(32))];
  const said = link();
  expect(other.open(one.seal(said))).toBeUndefined();
  const bytes = (invitationId: string) => Buffer.from(one.seal({ ...said, invitationId }), 'base64url').toString('hex');
  const [a, b] = [bytes(said.invitationId), bytes(randomUUID())];
  expect(a).not.toContain(said.customerId.replaceAll('-', ''));
  const common = [...a.slice(4)].filter((digit, i) => digit === b[i + 4]).length;
  expect(common).toBeLessThan(30); // of 104 digits, a sixteenth by chance
});

it('links of before a rotation stay good, in every process; those of keys that were ended do not', async () => {
  const { app } = await testApp();
  const [here, there] = [1, 2].map(() => new Links(app.database, 'https://shop.example/ask/')) as [Links, Links];
  const said = link();
  const first = await here.of(said);
  expect(first).toMatch(/^https:\/\/shop\.example\/ask\/s\/[\w-]{72}$/);
  const old = first.slice(-72);
  expect(await there.tokenOf(said)).toBe(old);
  expect(await rotateLinkKey(app.database, operator)).toBe(2);
  const now = Date.now() + 60_000;
  const fresh = await there.tokenOf(said, now);
  expect(numberOf(fresh)).toBe(2);
  // the other process has not read the new key yet
  expect(await here.read(fresh, Date.now() + 1000)).toEqual(said);
  expect(await here.read(old)).toEqual(said);
  expect(await rotateLinkKey(app.database, operator, { endOld: true })).toBe(3);
  expect(await here.read(old, now)).toBeUndefined();
  expect(await here.read(fresh, now)).toBeUndefined();
  expect(await here.read(await here.tokenOf(said), now)).toEqual(said);
});

it('a key goes when the last link that it can have made has expired', async () => {
  const { app } = await testApp();
  await app.links.tokenOf(link());
  await rotateLinkKey(app.database, operator);
  const numbers = async () =>
    (await app.database.query<{ number: number }>('', 'select number from link_key order by 1')).map(
      (row) => row.number,
    );
  expect(await numbers()).toEqual([1, 2]);
  await app.database.query('', `update link_key set created_at = now() - interval '365 days' where number = 2`);
  await rotateLinkKey(app.database, operator);
  expect(await numbers()).toEqual([1, 2, 3]);
  await app.database.query('', `update link_key set created_at = now() - interval '367 days' where number = 2`);
  await rotateLinkKey(app.database, operator);
  expect(await numbers()).toEqual([2, 3, 4]);
});
