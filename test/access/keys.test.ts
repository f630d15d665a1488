import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Access } from '../../src/access/access.ts';
import { createClient, updateClient } from '../../src/access/clients.ts';
import { fits, hashKey, keyId, makeKey } from '../../src/access/key-text.ts';
import { createKey, revokeKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import { testApp } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';

const LETTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const bearer = (text: string): string => `Bearer ${text}`;

describe('the text of a key', () => {
  it('has an id, a secret and a checksum, and no two are alike', () => {
    const made = Array.from({ length: 2000 }, makeKey);
    for (const { id, text, hash } of made) {
      expect(text).toMatch(/^rtn_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/);
      expect(keyId(text)).toBe(id);
      expect(fits(text, hash)).toBe(true);
      expect(hash).toEqual(createHash('sha256').update(text).digest());
    }
    expect(new Set(made.map(({ text }) => text.slice(13, 45))).size).toBe(2000);
    // 64,000 letters of secrets: a letter that never came would halve what there is to guess
    expect(new Set(made.flatMap(({ text }) => [...text.slice(13, 45)])).size).toBe(62);
  });

  it('is known as mistyped when any letter is another, missing, doubled or swapped with its neighbour', () => {
    const place = fc.nat({ max: 50 });
    const spoil = fc.constantFrom('other', 'missing', 'doubled', 'swapped');
    fc.assert(
      fc.property(place, spoil, fc.constantFrom(...LETTERS), (at, how, letter) => {
        const { text } = makeKey();
        const [before, one, next, after] = [text.slice(0, at), text[at], text[at + 1] ?? '', text.slice(at + 2)];
        const spoiled = {
          other: before + letter + next + after,
          missing: before + next + after,
          doubled: before + one + one + next + after,
          swapped: before + next + one + after,
        }[how];
        fc.pre(spoiled !== text);
        expect(keyId(spoiled)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('is taken for nothing else, whatever is sent', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => keyId(text) === undefined));
    const { text } = makeKey();
    for (const other of [`${text}\n`, ` ${text}`, text.toUpperCase(), `${text}${text}`, text.replace('_', '-')])
      expect(keyId(other)).toBeUndefined();
  });
});

const { app } = await testApp();
const { database, access } = app;
let count = 0;
const newClient = () => createClient(database, operator, { name: `keys ${++count}`, role: 'analyst' });

describe('a key', () => {
  it('is nowhere in the database but as a hash', async () => {
    const { id } = await newClient();
    const { text, key } = await createKey(database, operator, id);
    const secret = text.slice(13, 45);
    const tables = await database.query<{ name: string }>(
      '',
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const [row] = await database.query<{ found: boolean }>(
        '',
        `select coalesce(bool_or(strpos(t::text, $1) > 0), false) as found from "${name}" t`,
        [secret],
      );
      expect([name, row?.found]).toEqual([name, false]);
    }
    const [stored] = await database.query<{ hash: Buffer }>('', 'select hash from api_key where id = $1', [key.id]);
    expect(stored?.hash).toEqual(hashKey(text));
  });

  it('opens the API; the same id with another secret does not', async () => {
    const { id, name } = await newClient();
    const { text, key } = await createKey(database, operator, id);
    expect(await access.authenticate(bearer(text))).toMatchObject({ by: 'key', id: key.id, clientId: id, name });
    // somebody who knows the id and how the checksum is made
    const forged = forge(key.id);
    expect(keyId(forged)).toBe(key.id);
    await expect(access.authenticate(bearer(forged))).rejects.toThrow('not known');
    for (const header of [undefined, null, '', text, `Basic ${text}`, 'Bearer', `Bearer ${text} ${text}`])
      await expect(access.authenticate(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('lives beside one other of its client, and beside no third, whoever comes at the same time', async () => {
    const { id } = await newClient();
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => createKey(database, operator, id)));
    const made = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(made).toHaveLength(2);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'TOO_MANY_KEYS' });
    const [old, next] = made;
    for (const { text } of made) expect(await access.authenticate(bearer(text))).toMatchObject({ clientId: id });
    await revokeKey(database, operator, old?.key.id ?? '');
    const third = await createKey(database, operator, id);
    expect(third.key.id).not.toBe(next?.key.id);
  });

  it('ends at its instant, and one that ended makes room', async () => {
    const { id } = await newClient();
    const expiresAt = new Date(Date.now() + 60_000);
    const { text } = await createKey(database, operator, id, expiresAt);
    const viewer = await access.authenticate(bearer(text));
    expect(viewer.expiresAt).toBe(expiresAt.getTime());
    const last = expiresAt.getTime() - 1;
    await expect(access.authenticate(bearer(text), last)).resolves.toBeDefined();
    await expect(access.renew(viewer, last)).resolves.toBeDefined();
    await expect(access.authenticate(bearer(text), last + 1)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await access.renew(viewer, last + 1)).toBeUndefined();
    await createKey(database, operator, id);
    await database.query(
      '',
      `update api_key set expires_at = now() - interval '1 s' where client_id = $1 and expires_at is not null`,
      [id],
    );
    await createKey(database, operator, id);
    for (const at of [new Date(Date.now() - 1), new Date(Date.now() + 3651 * 86_400_000), new Date(Number.NaN)])
      await expect(createKey(database, operator, id, at)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('that was revoked opens nothing 20 seconds later, in processes that knew it too', async () => {
    const { id } = await newClient();
    const { text, key } = await createKey(database, operator, id);
    const other = new Access(database); // as in another process
    const now = Date.now();
    const viewer = await other.authenticate(bearer(text), now);
    await revokeKey(database, operator, key.id);
    await expect(other.authenticate(bearer(text), now + 20_000)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await other.renew(viewer, now + 20_001)).toBeUndefined();
    expect((await revokeKey(database, operator, key.id)).revokedAt).toBeInstanceOf(Date);
  });

  it('opens nothing 20 seconds after its client was disabled, and opens it again afterwards', async () => {
    const client = await newClient();
    const { text } = await createKey(database, operator, client.id);
    const now = Date.now();
    const viewer = await access.authenticate(bearer(text), now);
    await updateClient(database, operator, client.id, 1, { disabled: true });
    expect(await access.viewerOf(client.id)).toBeUndefined();
    expect(await access.renew(viewer, now + 20_000)).toBeUndefined();
    await expect(access.authenticate(bearer(text), now + 20_000)).rejects.toThrow('not known');
    await updateClient(database, operator, client.id, 2, { disabled: false });
    await expect(access.authenticate(bearer(text), now + 20_001)).resolves.toMatchObject({ clientId: client.id });
  });

  it('is read from the database once in 20 seconds, however often it is sent', async () => {
    const { id } = await newClient();
    const { text } = await createKey(database, operator, id);
    const now = Date.now();
    const recording = recordStatements();
    await Promise.all(Array.from({ length: 200 }, (_, i) => access.authenticate(bearer(text), now + i * 99)));
    expect(recording.stop()).toHaveLength(1);
    const again = recordStatements();
    await access.authenticate(bearer(text), now + 40_000);
    expect(again.stop()).toHaveLength(1);
  });

  it('tells when it was last used: once a minute at most, and not before the row is free', async () => {
    const { id } = await newClient();
    const { text, key } = await createKey(database, operator, id);
    const lastUse = async () =>
      (
        await database.query<{ at: string | null }>('', 'select last_used_at as at from api_key where id = $1', [
          key.id,
        ])
      )[0]?.at;
    await access.authenticate(bearer(text));
    expect(await lastUse()).toBeNull();
    await access.writeUses();
    const first = await lastUse();
    expect(first).not.toBeNull();
    await access.authenticate(bearer(text));
    await new Access(database).authenticate(bearer(text));
    await access.writeUses();
    expect(await lastUse()).toEqual(first);
    await database.query('', `update api_key set last_used_at = now() - interval '1 min' where id = $1`, [key.id]);
    await access.authenticate(bearer(text));
    await database.transact(async (sql) => {
      await sql.query('', 'select 1 from api_key where id = $1 for update', [key.id]);
      await access.writeUses(); // does not wait for whoever holds the row
    });
    await access.authenticate(bearer(text));
    await access.writeUses();
    expect(Date.parse((await lastUse()) ?? '')).toBeGreaterThan(Date.parse(first ?? ''));
    const recording = recordStatements();
    await access.writeUses();
    expect(recording.stop()).toEqual([]);
  });
});

describe('a flood of keys that nobody made', () => {
  it('takes one connection, is refused beyond a thousand at a time, and leaves nothing behind', async () => {
    const { id } = await newClient();
    const { text } = await createKey(database, operator, id);
    const flood = new Access(database);
    let running = 0;
    let most = 0;
    const { query } = database;
    database.query = async (...args: Parameters<typeof query>) => {
      most = Math.max(most, ++running);
      return (await query.apply(database, args).finally(() => running--)) as never;
    };
    const answers = await Promise.allSettled(
      Array.from({ length: 5000 }, () => flood.authenticate(bearer(makeKey().text))),
    );
    database.query = query;
    expect(most).toBe(1);
    const codes = Map.groupBy(answers, (answer) => (answer as PromiseRejectedResult).reason.code as string);
    expect([...codes.keys()].sort()).toEqual(['OVERLOADED', 'UNAUTHENTICATED']);
    expect(codes.get('UNAUTHENTICATED')?.length).toBeGreaterThanOrEqual(1000);
    await expect(flood.authenticate(bearer(text))).resolves.toMatchObject({ clientId: id });
  });
});

/** A text with this id, an invented secret and the right checksum: CRC-32 in base 62, as a scanner of secrets works it out. */
function forge(id: string): string {
  const body = `rtn_${id}_${makeKey().text.slice(13, 45)}`;
  let crc = 0xffffffff;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = '';
  for (let i = 0; i < 6; i++) {
    digits = (LETTERS[rest % 62] as string) + digits;
    rest = Math.floor(rest / 62);
  }
  return body + digits;
}
